import type { Accuracy } from "../../../shared/suggest/accuracy.ts";
import { itemsOf } from "../../data/routeAnswers.ts";
import { count, percent } from "../format.ts";
import { Loaded } from "./Loaded.tsx";

const FIELDS = { account: "Account", tax: "GST", project: "Project" } as const;
const BANDS = { high: "sure", medium: "likely", low: "a guess", none: "no suggestion" } as const;
const ORDER = ["high", "medium", "low", "none"] as const;

/** How often suggestions were right here. */
export function Suggestions() {
  return (
    <div className="stack four">
      <Loaded route="suggestionAccuracy">{(listed) => <AccuracyTable rows={itemsOf(listed)} />}</Loaded>
    </div>
  );
}

function AccuracyTable({ rows }: { rows: readonly Accuracy[] }) {
  const sorted = rows.toSorted((a, b) => a.target.localeCompare(b.target) || ORDER.indexOf(a.band) - ORDER.indexOf(b.band));
  return (
    <section className="panel scroll" aria-label="How suggestions fared">
      <header>
        <h2>How suggestions fared</h2>
        <p className="soft small">Counted over this organisation's own bills. Right means: taken by a person who looked, and not changed later.</p>
      </header>
      {sorted.length === 0 ? (
        <p className="soft">Nothing to count yet. Apply or correct a suggestion on a bill, and it shows here.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Said to be</th>
              <th scope="col" className="mid">Taken</th>
              <th scope="col" className="mid">Corrected</th>
              <th scope="col" className="mid">Changed later in Xero</th>
              <th scope="col" className="end">Right</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((row) => (
              <tr key={`${row.target} ${row.band}`}>
                <td>{FIELDS[row.target]}</td>
                <td>{BANDS[row.band]}</td>
                <td className="mid number">{count(row.accepted)}</td>
                <td className="mid number">{count(row.corrected)}</td>
                <td className="mid number">{count(row.changedInXero)}</td>
                <td className="end number">{row.precision === null ? "nobody looked yet" : percent(Math.round(row.precision * 10_000))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
