import type { LineView } from "../../data/views.ts";
import { money } from "../format.ts";

/** Which project each line belongs to. */
export function Lines({ lines, currency }: { lines: readonly LineView[]; currency: string }) {
  if (lines.length === 0) return null;
  return (
    <section className="panel" aria-label="Lines and their projects">
      <header>
        <h2>Lines and their projects</h2>
      </header>
      <ul className="stack" style={{ "--gap": 2 } as React.CSSProperties}>
        {lines.map((line) => (
          <li key={line.id} className="row apart tight top">
            <div className="grow">
              <p>{line.description || "Line without a description"}</p>
              <p className="small soft">{[line.projectName ?? "no project", line.account, line.tax].filter((part) => part !== null).join(" · ")}</p>
            </div>
            <span className="number">{money(line.amountMinor, currency)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
