import type { RecordView } from "../../data/views.ts";
import { Note } from "../parts/Note.tsx";
import { SuggestionLine } from "./SuggestionLine.tsx";

interface Props {
  record: RecordView;
  editing: boolean;
  viewUrl: string | null;
  busy: boolean;
  onApply: (lineIds: readonly string[]) => void;
}

/** Suggested coding, line by line. On an open form nothing is written: Xero would overwrite it with the form's own copy. */
export function Suggestions({ record, editing, viewUrl, busy, onApply }: Props) {
  const ready = record.suggestions.filter((line) => line.proposed !== null);
  if (record.suggestions.length === 0) return null;
  return (
    <section className="panel" aria-label="Suggested coding">
      <header className="row apart">
        <h2>Suggested coding</h2>
        {!editing && ready.length > 1 && (
          <button type="button" className="button main small" disabled={busy} onClick={() => onApply(ready.map((line) => line.lineId))}>
            {busy ? "Writing to Xero" : `Apply all ${ready.length}`}
          </button>
        )}
      </header>
      <div className="stack">
        {editing && (
          <Note tone="info" title="This bill is open for editing">
            <p>
              Xero saves the form over anything written meanwhile, so copy the coding into it, or{" "}
              {viewUrl === null ? "open the view page" : <a href={viewUrl} target="_top">open the view page</a>} and apply it there.
            </p>
          </Note>
        )}
        <ul className="stack">
          {record.suggestions.map((line) => (
            <SuggestionLine key={line.lineId} line={line} currency={record.currency} busy={busy} onApply={editing ? null : (id) => onApply([id])} />
          ))}
        </ul>
      </div>
    </section>
  );
}
