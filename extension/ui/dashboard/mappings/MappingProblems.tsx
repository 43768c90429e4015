import type { MappingProblem } from "../../../../shared/planning/mappingProblems.ts";
import { itemsOf } from "../../../data/routeAnswers.ts";
import { Note } from "../../parts/Note.tsx";
import { Loaded } from "../Loaded.tsx";

/** Mappings that use what Xero has archived or lost: records that need them would wait. */
export function MappingProblems() {
  return (
    <Loaded route="mappingProblems">
      {(listed) => {
        const problems = itemsOf(listed);
        if (problems.length === 0) return null;
        return (
          <section className="stack two" aria-label="Mappings that need another choice">
            {problems.map((problem) => (
              <Problem key={problem.at} problem={problem} />
            ))}
          </section>
        );
      }}
    </Loaded>
  );
}

function Problem({ problem: { at, name, sentence, remedy } }: { problem: MappingProblem }) {
  const field = fieldOf(at);
  return (
    <Note tone="attention" title={`${USERS[name] ?? name}: ${sentence}`}>
      <p className="small">{remedy} Until then, what needs it waits.</p>
      {field !== null && (
        <div>
          <button type="button" className="button small" onClick={() => document.getElementById(field)?.focus()}>
            Go to it<span className="unseen"> for {USERS[name] ?? name}</span>
          </button>
        </div>
      )}
    </Note>
  );
}

/** Who uses it, in the words of the form below; services, projects and payment methods have names of their own. */
const USERS: Readonly<Record<string, string>> = { sales: "Sales lines", purchases: "Bill lines", projects: "Projects in Xero" };

/** The form's field that a path in the sync rules stands in; null for what project tools keep. */
function fieldOf(at: string): string | null {
  const [, side, what] = /^rules\.defaultCoding\.(sales|purchases)\.(accountCode|taxType)$/.exec(at) ?? [];
  if (side !== undefined) return `${what === "accountCode" ? "account" : "tax"}-${side}`;
  if (at.startsWith("rules.paymentAccounts.")) return `method-${at.slice("rules.paymentAccounts.".length)}`;
  return at === "rules.projectTrackingCategoryId" ? "tracking" : null;
}
