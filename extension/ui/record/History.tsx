import type { HistoryView } from "../../data/views.ts";
import { moment } from "../format.ts";

/** Who or what changed what, newest first, with the values before and after. */
export function History({ history }: { history: readonly HistoryView[] }) {
  if (history.length === 0) return null;
  return (
    <section className="panel" aria-label="History">
      <details>
        <summary>History ({history.length})</summary>
        <ol className="timeline" style={{ marginTop: 12 }}>
          {history.map((entry) => (
            <li key={entry.id}>
              <p>{entry.what}</p>
              <p className="small soft">
                {[entry.who, entry.source, moment(entry.at)].filter((part) => part !== "").join(" · ")}
              </p>
              {entry.changes.map((change) => (
                <p key={change.label} className="small">
                  {change.label}: <span className="soft">{change.before ?? "empty"}</span> → {change.after ?? "empty"}
                </p>
              ))}
            </li>
          ))}
        </ol>
      </details>
    </section>
  );
}
