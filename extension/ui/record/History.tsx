import type { HistoryEntryView } from "../../../shared/api/views.ts";
import { moment } from "../format.ts";

/** Who or what changed what, newest first, and the rule that decided. */
export function History({ history }: { history: readonly HistoryEntryView[] }) {
  if (history.length === 0) return null;
  return (
    <section className="panel" aria-label="History">
      <details>
        <summary>History ({history.length})</summary>
        <ol className="timeline">
          {history.map((entry, index) => (
            <li key={index}>
              <p>{entry.what}</p>
              <p className="small soft">{[entry.who, moment(entry.at), entry.rule].filter((part) => part !== null).join(" · ")}</p>
            </li>
          ))}
        </ol>
      </details>
    </section>
  );
}
