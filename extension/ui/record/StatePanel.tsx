import type { ContextView } from "../../../shared/api/views.ts";
import { statusWords } from "../../../shared/records/statusWords.ts";
import { WORDS } from "../../overlay/words.ts";
import { moment, money } from "../format.ts";
import { Note } from "../parts/Note.tsx";

interface Props {
  context: ContextView;
  /** A form is open: nothing is written behind it. */
  editing: boolean;
  busy: boolean;
  onRetry: () => void;
  onNextNumber: () => void;
  onGiveUp: () => void;
}

/** What this is, whether both sides agree, and if not, why and what can be done. */
export function StatePanel({ context, editing, busy, onRetry, onNextNumber, onGiveUp }: Props) {
  const words = WORDS[context.state];
  return (
    <section className="panel" aria-label="Whether both sides agree">
      <div className="row apart top">
        <div className="grow">
          <p className="row">
            <span className={`tag ${words.tone}`}>{words.label}</span>
            <span className="small soft">{statusWords(context.record.status)}</span>
          </p>
          <p className="small soft" style={{ marginTop: 4 }}>
            {context.reason === null ? words.meaning : ""}
            {context.agreedAt !== null && ` Last agreed ${moment(context.agreedAt)}.`}
          </p>
        </div>
        {context.record.totalMinor !== null && (
          <p className="end">
            <span className="number strong">{money(context.record.totalMinor, context.record.currency)}</span>
            {context.record.homeTotalMinor !== null && <span className="block small soft number">{money(context.record.homeTotalMinor, context.organisation.currency)}</span>}
          </p>
        )}
      </div>
      {context.reason !== null && (
        <div style={{ marginTop: 10 }}>
          <Note tone="attention" title={context.reason.sentence}>
            <p>{context.reason.remedy}</p>
            {(context.state === "waiting" || context.state === "refused") && (
              <div className="row">
                {context.reason.number !== undefined && (
                  <button type="button" className="button main small" disabled={busy || editing} onClick={onNextNumber}>
                    Send as {context.reason.number}
                  </button>
                )}
                <button type="button" className="button small" disabled={busy || editing} onClick={onRetry}>
                  Try again now
                </button>
                <button type="button" className="button small" disabled={busy} onClick={onGiveUp}>
                  Take Xero's version
                </button>
              </div>
            )}
          </Note>
        </div>
      )}
    </section>
  );
}
