import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { SyncRules } from "../../../shared/planning/rules.ts";
import type { References } from "../../data/routeAnswers.ts";
import { ask, problemOf } from "../ask.ts";
import { ProblemNote } from "../parts/Note.tsx";
import { Loaded } from "./Loaded.tsx";
import { MappingProblems } from "./MappingProblems.tsx";
import { SaveBar } from "./SaveBar.tsx";
import { useRules } from "./useRules.ts";

export function Mappings() {
  const references = useQuery({ queryKey: ["references"], queryFn: () => ask("references", { scope: "chosen" }) });
  if (references.isPending) return <p className="soft">Looking up accounts and GST rates.</p>;
  if (references.isError) return <ProblemNote problem={problemOf(references.error)} onRetry={() => void references.refetch()} />;
  return (
    <div className="stack four">
      <MappingProblems />
      <Loaded route="rules">{(rules) => <Form saved={rules} references={references.data} />}</Loaded>
    </div>
  );
}

const SIDES = [
  { side: "sales", title: "Sales lines without a coding of their own", classes: ["revenue"] },
  { side: "purchases", title: "Bill lines without a coding of their own", classes: ["expense", "asset"] },
] as const;

function Form({ saved, references }: { saved: SyncRules; references: References }) {
  const { draft, change, save, isChanged } = useRules(saved);
  const accounts = references.accounts.filter(({ status }) => status === "active");
  const rates = references.taxRates.filter(({ status }) => status === "active");
  const banks = accounts.filter(({ type }) => type.toLowerCase() === "bank");
  return (
    <div className="stack four">
      {SIDES.map(({ side, title, classes }) => (
        <section key={side} className="panel" aria-label={title}>
          <header>
            <h2>{title}</h2>
            <p className="soft small">Left empty, such a line waits for a person instead of being guessed.</p>
          </header>
          <div className="grid">
            <div className="field">
              <label htmlFor={`account-${side}`}>Account</label>
              <Options
                id={`account-${side}`}
                value={draft.defaultCoding[side].accountCode}
                options={accounts
                  .filter((account) => account.code !== null && (classes as readonly string[]).includes(account.class.toLowerCase()))
                  .map(({ code, name }) => ({ value: code ?? "", label: `${code} ${name}` }))}
                onChange={(accountCode) => change({ defaultCoding: { ...draft.defaultCoding, [side]: { ...draft.defaultCoding[side], accountCode } } })}
              />
            </div>
            <div className="field">
              <label htmlFor={`tax-${side}`}>GST</label>
              <Options
                id={`tax-${side}`}
                value={draft.defaultCoding[side].taxType}
                options={rates.map(({ taxType, name }) => ({ value: taxType, label: name }))}
                onChange={(taxType) => change({ defaultCoding: { ...draft.defaultCoding, [side]: { ...draft.defaultCoding[side], taxType } } })}
              />
            </div>
          </div>
        </section>
      ))}
      <PaymentAccounts draft={draft} banks={banks} change={change} />
      <section className="panel" aria-label="Projects in Xero">
        <header>
          <h2>Projects in Xero</h2>
          <p className="soft small">Xero allows two tracking categories. Choosing one here uses it for projects; left empty, projects stay on your side alone.</p>
        </header>
        <div className="field">
          <label htmlFor="tracking">Tracking category that stands for projects</label>
          <Options
            id="tracking"
            value={draft.projectTrackingCategoryId}
            options={references.trackingCategories.filter(({ status }) => status === "active").map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(projectTrackingCategoryId) => change({ projectTrackingCategoryId })}
          />
        </div>
      </section>
      <SaveBar save={save} isChanged={isChanged} />
    </div>
  );
}

function PaymentAccounts({ draft, banks, change }: { draft: SyncRules; banks: References["accounts"]; change: (changes: Partial<SyncRules>) => void }) {
  const [method, setMethod] = useState("");
  const set = (name: string, accountId: string | null) => {
    const { [name]: _, ...rest } = draft.paymentAccounts;
    change({ paymentAccounts: accountId === null ? rest : { ...rest, [name]: accountId } });
  };
  return (
    <section className="panel" aria-label="Payment methods">
      <header>
        <h2>Payment methods and their bank accounts</h2>
        <p className="soft small">A payment recorded in your projects reaches Xero only if its method has a bank or clearing account here.</p>
      </header>
      <div className="stack">
        {Object.entries(draft.paymentAccounts).map(([name, accountId]) => (
          <div key={name} className="row tight">
            <label className="grow" htmlFor={`method-${name}`}>
              {name}
            </label>
            <div className="grow">
              <Options id={`method-${name}`} value={accountId} options={banks.map((bank) => ({ value: bank.id, label: bank.name }))} onChange={(value) => set(name, value)} />
            </div>
          </div>
        ))}
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            const [first] = banks;
            if (method.trim() !== "" && first !== undefined) set(method.trim().toLowerCase(), first.id);
            setMethod("");
          }}
        >
          <input className="input grow" aria-label="New payment method" placeholder="stripe" value={method} onChange={(event) => setMethod(event.target.value)} />
          <button type="submit" className="button" disabled={banks.length === 0}>
            Add
          </button>
        </form>
        {banks.length === 0 && <p className="soft small">Xero has no bank account yet that takes payments.</p>}
      </div>
    </section>
  );
}

interface OptionsProps {
  id: string;
  value: string | null;
  options: readonly { value: string; label: string }[];
  onChange: (value: string | null) => void;
}

function Options({ id, value, options, onChange }: OptionsProps) {
  return (
    <select id={id} className="input" value={value ?? ""} onChange={(event) => onChange(event.target.value === "" ? null : event.target.value)}>
      <option value="">none</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
