import { DEFAULT_POLICY, type Winner } from "../../../shared/merge/policy.ts";
import type { CreateStatus, Direction, SyncRules } from "../../../shared/planning/rules.ts";
import { SYNCED_KINDS, type SyncedKind } from "../../../shared/records/kinds.ts";
import { Loaded } from "./Loaded.tsx";
import { SaveBar } from "./SaveBar.tsx";
import { useRules } from "./useRules.ts";

const KINDS: Readonly<Record<SyncedKind, string>> = {
  contact: "Clients and suppliers",
  quote: "Quotes",
  invoice: "Invoices",
  bill: "Bills",
  credit_note: "Credit notes",
  bank_transaction: "Bank transactions",
  payment: "Payments",
  overpayment: "Overpayments",
  prepayment: "Prepayments",
};
const DIRECTIONS: Readonly<Record<Direction, string>> = { both: "both ways", fromXero: "from Xero only", toXero: "to Xero only", off: "not at all" };
const STATUSES: Readonly<Record<CreateStatus, string>> = { draft: "Draft", submitted: "Awaiting approval", authorised: "Authorised" };
const WINNERS: Readonly<Record<Winner, string>> = { xero: "Xero", ours: "Your projects", newest: "whoever was last", ask: "a person chooses" };
const FAMILIES: Readonly<Record<string, string>> = {
  coding: "Account and tracking",
  money: "Lines, amounts and GST",
  text: "Descriptions",
  identity: "Date, number and contact",
  reference: "Reference",
  dueDate: "Due date",
  status: "Status",
};

export function Rules() {
  return <Loaded route="rules">{(rules) => <Form saved={rules} />}</Loaded>;
}

function Form({ saved }: { saved: SyncRules }) {
  const { draft, change, save, isChanged } = useRules(saved);
  return (
    <div className="stack four">
      <section className="panel" aria-label="What flows">
        <header>
          <h2>What flows which way</h2>
        </header>
        <div className="grid">
          {SYNCED_KINDS.map((kind) => (
            <div key={kind} className="field">
              <label htmlFor={`direction-${kind}`}>{KINDS[kind]}</label>
              <Select id={`direction-${kind}`} value={draft.directions[kind]} options={DIRECTIONS} onChange={(value) => change({ directions: { ...draft.directions, [kind]: value } })} />
            </div>
          ))}
        </div>
      </section>
      <section className="panel" aria-label="New documents in Xero">
        <header>
          <h2>New documents in Xero</h2>
        </header>
        <div className="grid">
          {(["invoice", "bill", "credit_note"] as const).map((kind) => (
            <div key={kind} className="field">
              <label htmlFor={`status-${kind}`}>{KINDS[kind]} begin as</label>
              <Select id={`status-${kind}`} value={draft.createStatus[kind]} options={STATUSES} onChange={(value) => change({ createStatus: { ...draft.createStatus, [kind]: value } })} />
            </div>
          ))}
        </div>
        <div className="stack two" style={{ marginTop: 12 }}>
          <Check checked={draft.createOnApproval} onChange={(value) => change({ createOnApproval: value })} text="Send an invoice to Xero only once it is approved in your projects" />
          <Check checked={draft.pushApproval} onChange={(value) => change({ pushApproval: value })} text="Approved in your projects means approved in Xero" />
          <Check
            checked={draft.unpaidUnsentFlow}
            onChange={(value) => change({ unpaidUnsentFlow: value })}
            text="Changes to authorised documents flow by themselves while nothing is paid and the document was not sent"
          />
        </div>
      </section>
      <section className="panel" aria-label="Who wins">
        <header>
          <h2>When both sides change the same thing on a draft invoice or bill</h2>
          <p className="soft small">Different things merge by themselves. On posted documents Xero wins, and your side's wish becomes a proposal.</p>
        </header>
        <div className="grid">
          {Object.entries(FAMILIES).map(([family, label]) => (
            <WinnerField key={family} family={family} label={label} draft={draft} change={change} />
          ))}
        </div>
      </section>
      <SaveBar save={save} isChanged={isChanged} />
    </div>
  );
}

type Family = keyof NonNullable<SyncRules["policy"]["invoice"]>;

function WinnerField({ family, label, draft, change }: { family: string; label: string; draft: SyncRules; change: (changes: Partial<SyncRules>) => void }) {
  const key = family as Family;
  const standard = DEFAULT_POLICY.invoice[key]?.draft ?? "ask";
  const value = draft.policy.invoice?.[key]?.draft ?? standard;
  const set = (winner: Winner) => {
    const withWinner = (kind: "invoice" | "bill") => ({ ...draft.policy[kind], [key]: { ...draft.policy[kind]?.[key], draft: winner } });
    change({ policy: { ...draft.policy, invoice: withWinner("invoice"), bill: withWinner("bill") } });
  };
  return (
    <div className="field">
      <label htmlFor={`winner-${family}`}>{label}</label>
      <Select id={`winner-${family}`} value={value} options={WINNERS} onChange={set} />
    </div>
  );
}

function Select<T extends string>({ id, value, options, onChange }: { id: string; value: T; options: Readonly<Record<T, string>>; onChange: (value: T) => void }) {
  return (
    <select id={id} className="input" value={value} onChange={(event) => onChange(event.target.value as T)}>
      {(Object.entries(options) as [T, string][]).map(([option, label]) => (
        <option key={option} value={option}>
          {label}
        </option>
      ))}
    </select>
  );
}

function Check({ checked, text, onChange }: { checked: boolean; text: string; onChange: (checked: boolean) => void }) {
  return (
    <label className="row tight top">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span>{text}</span>
    </label>
  );
}
