import type { BulkItemState, BulkView } from "../../../shared/api/bulkShapes.ts";
import { count, moment, shortWait } from "../format.ts";
import { ConfirmButton } from "../parts/ConfirmButton.tsx";
import { Countdown } from "../parts/Countdown.tsx";
import { Note } from "../parts/Note.tsx";

interface Props {
  bulk: BulkView;
  /** When it stood so. */
  seenAt: number;
  /** How long the rest takes, about; null while that cannot be told. */
  leftMs: number | null;
  busy: boolean;
  onUndo: () => void;
}

/** How far a confirmation is, what became of it, and the way back. */
export function BulkRun(props: Props) {
  return props.bulk.remaining > 0 ? <Writing {...props} /> : <Done {...props} />;
}

function Writing({ bulk, seenAt, leftMs, busy, onUndo }: Props) {
  const done = bulk.documents - bulk.remaining;
  const isUndo = bulk.undoneAt !== null;
  const what = isUndo ? "Taking back" : "Writing to Xero";
  return (
    <div className="stack two">
      <p className="row apart">
        <span className="strong">{what}</span>
        <span className="number">
          {count(done)} of {count(bulk.documents)} {bulk.documents === 1 ? "bill" : "bills"}
          {leftMs !== null && bulk.waits === null && <span className="soft">, {shortWait(leftMs)} left</span>}
        </span>
      </p>
      <div className="meter" role="progressbar" aria-label={what} aria-valuemin={0} aria-valuemax={bulk.documents} aria-valuenow={done}>
        <div style={{ width: `${(done / Math.max(1, bulk.documents)) * 100}%` }} />
      </div>
      <Waiting bulk={bulk} seenAt={seenAt} />
      <p className="row apart small soft">
        <span>You can close this page: it goes on by itself, more slowly.</span>
        {!isUndo && (
          <button type="button" className="button small" disabled={busy} onClick={onUndo}>
            Stop and take back
          </button>
        )}
      </p>
    </div>
  );
}

function Done({ bulk, seenAt, busy, onUndo }: Props) {
  const isUndo = bulk.undoneAt !== null;
  const { states, told, notTold } = bulk;
  const linesIn = (...some: BulkItemState[]): number => some.reduce((sum, state) => sum + (states[state]?.lines ?? 0), 0);
  const title = isUndo ? `${lines(linesIn("undone"))} taken back.` : `${lines(linesIn("written", "queued"))} confirmed.`;
  return (
    <Note tone={told.length === 0 ? "good" : "attention"} title={title} live>
      {told.length > 0 && (
        <ul className="bullets small">
          {told.map(({ recordId, title: bill, href, sentence }) => (
            <li key={recordId}>
              {href === null ? bill : <a href={href} target="_blank" rel="noreferrer">{bill}</a>}: {sentence}
            </li>
          ))}
          {notTold > 0 && <li>and {count(notTold)} more</li>}
        </ul>
      )}
      {bulk.onTheWay > 0 && (
        <p className="small">
          {count(bulk.onTheWay)} {bulk.onTheWay === 1 ? "bill is" : "bills are"} still on the way to Xero. <Waiting bulk={bulk} seenAt={seenAt} inline />
        </p>
      )}
      {bulk.leftOut.length > 0 && <p className="small">{lines(bulk.leftOut.length)} left out: something changed since you looked.</p>}
      <div className="row small">
        {bulk.canUndo && <ConfirmButton label={isUndo ? "Try the rest again" : "Undo"} about={`the confirmation of ${moment(bulk.createdAt)}`} disabled={busy} onConfirm={onUndo} />}
        {bulk.canUndo && !isUndo && <span>Undo gives each line back what it had, unless somebody changed, paid or locked it since.</span>}
      </div>
    </Note>
  );
}

/** Why it stands still, and that it goes on by itself: never an error. */
function Waiting({ bulk, seenAt, inline = false }: { bulk: BulkView; seenAt: number; inline?: boolean }) {
  const { waits } = bulk;
  const isSilent = bulk.told.some(({ state }) => state === "undo_waiting");
  if (waits !== null) {
    const words = <>{waits.sentence} It goes on in <Countdown forMs={waits.forMs} since={seenAt} />, by itself.</>;
    return inline ? words : <p className="small">{words}</p>;
  }
  const words = isSilent ? "Xero does not answer just now. It is tried again by itself." : inline ? "That goes on by itself." : null;
  if (words === null) return null;
  return inline ? <>{words}</> : <p className="small" role="status">{words}</p>;
}

function lines(amount: number): string {
  return amount === 1 ? "1 line" : `${count(amount)} lines`;
}
