import type { AccuracyView } from "../../../shared/api/suggestionShapes.ts";
import { count, percent } from "../format.ts";
import { BAND_WORDS, FIELD_WORDS } from "./suggestionWords.ts";

const ORDER = ["high", "medium", "low", "none"] as const;

/** Accepted, corrected, ignored and later changed, each counted apart; what was confirmed in bulk proves nothing. */
export function Accuracy({ rows }: { rows: AccuracyView["items"] }) {
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
              <th scope="col" className="mid">Changed later</th>
              <th scope="col" className="mid">Not looked at</th>
              <th scope="col" className="mid">Confirmed in bulk</th>
              <th scope="col" className="end">Right</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((row) => (
              <tr key={`${row.target} ${row.band}`}>
                <td>{FIELD_WORDS[row.target]}</td>
                <td>{BAND_WORDS[row.band]}</td>
                <td className="mid number">{count(row.accepted)}</td>
                <td className="mid number">{count(row.corrected)}</td>
                <td className="mid number">{count(row.changedInXero)}</td>
                <td className="mid number soft">{count(row.ignored)}</td>
                <td className="mid number soft">{count(row.bulkConfirmed)}</td>
                <td className="end number strong">{row.precision === null ? <span className="soft">nobody looked yet</span> : percent(Math.round(row.precision * 10_000))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
