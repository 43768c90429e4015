import { useQuery } from "@tanstack/react-query";
import type { SyncRules } from "../../../../shared/planning/rules.ts";
import type { References } from "../../../data/routeAnswers.ts";
import { ask, problemOf } from "../../ask.ts";
import { ProblemNote } from "../../parts/Note.tsx";
import { Loaded } from "../Loaded.tsx";
import { MappingProblems } from "./MappingProblems.tsx";
import { Options } from "./Options.tsx";
import { PaymentAccounts } from "./PaymentAccounts.tsx";
import { SaveBar } from "../SaveBar.tsx";
import { useRules } from "../useRules.ts";

export function Mappings() {
  const references = useQuery({ queryKey: ["references"], queryFn: () => ask("references", { scope: "chosen" }) });
  if (references.isPending) return <p className="soft">Looking up accounts and GST rates.</p>;
  if (references.data === undefined) return <ProblemNote problem={problemOf(references.error)} onRetry={() => void references.refetch()} />;
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
  const { accounts, taxRates, trackingCategories } = references;
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
                  .map(({ code, name, status }) => ({ value: code ?? "", label: `${code} ${name}`, status }))}
                onChange={(accountCode) => change({ defaultCoding: { ...draft.defaultCoding, [side]: { ...draft.defaultCoding[side], accountCode } } })}
              />
            </div>
            <div className="field">
              <label htmlFor={`tax-${side}`}>GST</label>
              <Options
                id={`tax-${side}`}
                value={draft.defaultCoding[side].taxType}
                options={taxRates.map(({ taxType, name, status }) => ({ value: taxType, label: name, status }))}
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
            options={trackingCategories.map(({ id, name, status }) => ({ value: id, label: name, status }))}
            onChange={(projectTrackingCategoryId) => change({ projectTrackingCategoryId })}
          />
        </div>
      </section>
      <SaveBar save={save} isChanged={isChanged} />
    </div>
  );
}
