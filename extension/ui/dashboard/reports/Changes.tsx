import type { FigureChange } from "../../../../shared/api/reportShapes.ts";
import { money } from "../../format.ts";
import { FIGURE_WORDS } from "./reportWords.ts";

/** The month stays as it was closed; what today's records would say stands beside it. */
export function Changes({ changes, currency }: { changes: readonly FigureChange[]; currency: string }) {
  const ofProjects = changes.filter(({ project }) => project !== null);
  return (
    <section className="note attention" aria-label="Changed since it was closed">
      <p className="strong">Changed since it was closed</p>
      <div className="stack">
        <p>Documents or hours of this month were changed afterwards. The report stays as it was closed; today it would say:</p>
        <ChangeTable changes={changes.filter(({ project }) => project === null)} currency={currency} caption="The whole organisation" />
        {ofProjects.length > 0 && (
          <details>
            <summary>By project</summary>
            <ChangeTable changes={ofProjects} currency={currency} caption="By project" />
          </details>
        )}
      </div>
    </section>
  );
}

function ChangeTable({ changes, currency, caption }: { changes: readonly FigureChange[]; currency: string; caption: string }) {
  return (
    <div className="scroll">
      <table className="plain">
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col" className="mid">When closed</th>
            <th scope="col" className="mid">Today</th>
            <th scope="col" className="end">Difference</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ project, figure, thenMinor, nowMinor }) => (
            <tr key={`${project?.id ?? ""} ${figure}`}>
              <th scope="row">{project === null ? FIGURE_WORDS[figure] : `${project.name}: ${FIGURE_WORDS[figure].toLowerCase()}`}</th>
              <td className="mid number">{money(thenMinor, currency)}</td>
              <td className="mid number">{money(nowMinor, currency)}</td>
              <td className="end number strong">
                {nowMinor > thenMinor ? "+" : ""}
                {money(nowMinor - thenMinor, currency)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
