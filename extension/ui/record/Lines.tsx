import type { LineView } from "../../../shared/api/views.ts";
import { money } from "../format.ts";
import { currentLabels } from "./coding.ts";

/** Which project each line belongs to, and how it is coded. */
export function Lines({ lines, currency }: { lines: readonly LineView[]; currency: string }) {
  if (lines.length === 0) return null;
  return (
    <section className="panel" aria-label="Lines and their projects">
      <header>
        <h2>Lines and their projects</h2>
      </header>
      <ul className="stack two">
        {lines.map((line) => {
          const labels = currentLabels(line);
          return (
            <li key={line.id} className="row apart tight top">
              <div className="grow">
                <p>{line.description ?? "Line without a description"}</p>
                <p className="small soft">{[labels.project ?? "no project", labels.account ?? "no account", labels.tax].filter((part) => part !== null).join(" · ")}</p>
              </div>
              <span className="number">{money(line.amountMinor, currency)}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
