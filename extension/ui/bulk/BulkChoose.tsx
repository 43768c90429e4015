import type { BulkLineView } from "../../../shared/api/bulkShapes.ts";
import { BULK } from "../../../shared/limits.ts";
import { count } from "../format.ts";
import { Note } from "../parts/Note.tsx";
import { BulkGroup } from "./BulkGroup.tsx";
import { BulkHeadline, BulkTotals } from "./BulkTotals.tsx";
import type { Found } from "./useBulkPages.ts";
import type { useUnticked } from "./useUnticked.ts";

interface Props {
  found: Found;
  ticks: ReturnType<typeof useUnticked>;
  busy: boolean;
  onConfirm: (lines: readonly BulkLineView[]) => void;
  onGoOn: () => void;
}

/** With more lines than this, suppliers are shown in sums, and their lines when asked for. */
const SHOWN_AT_ONCE = 40;

/** The sure lines by supplier, what confirming them would write, and what is not among them and why. */
export function BulkChoose({ found, ticks: { unticked, choose }, busy, onConfirm, onGoOn }: Props) {
  const { lines, leftOut, notSure, notLookedAt } = found;
  const ticked = lines.filter(({ lineId }) => !unticked.has(lineId));
  const wanted = ticked.slice(0, BULK.linesPerConfirmation);
  const groups = [...Map.groupBy(lines, ({ supplier }) => supplier)].toSorted(([a], [b]) => a.localeCompare(b));
  return (
    <>
      {lines.length === 0 && <p className="soft">{notLookedAt > 0 ? "None of the newest open lines is" : "No open line is"} sure enough to be confirmed without a look.</p>}
      {groups.map(([supplier, some]) => (
        <BulkGroup key={supplier} supplier={supplier} lines={some} unticked={unticked} isFolded={lines.length > SHOWN_AT_ONCE} onChoose={choose} />
      ))}
      <BulkTotals lines={wanted} />
      {lines.length > 0 && (
        <div className="bulk-sum row apart">
          <BulkHeadline lines={wanted} />
          <button type="button" className="button main" disabled={busy || wanted.length === 0} onClick={() => onConfirm(wanted)}>
            {busy ? "One moment" : wanted.length === 1 ? "Confirm 1 line" : `Confirm ${ticked.length > wanted.length ? "the first " : ""}${count(wanted.length)} lines`}
          </button>
        </div>
      )}
      {leftOut.length > 0 && (
        <Note tone="quiet" title={leftOut.length === 1 ? "One sure line cannot be written" : `${count(leftOut.length)} sure lines cannot be written`}>
          <ul className="bullets small">
            {leftOut.slice(0, BULK.documentsTold).map(({ lineId, title, sentence }) => (
              <li key={lineId}>
                {title}: {sentence}
              </li>
            ))}
            {leftOut.length > BULK.documentsTold && <li>and {count(leftOut.length - BULK.documentsTold)} more</li>}
          </ul>
        </Note>
      )}
      {notSure > 0 && <p className="soft small">{notSure === 1 ? "1 more open line is" : `${count(notSure)} more open lines are`} not sure enough for this: look at {notSure === 1 ? "it" : "them"} on {notSure === 1 ? "its bill" : "their bills"}.</p>}
      {notLookedAt > 0 && (
        <p className="row apart soft small">
          <span>{notLookedAt === 1 ? "1 older open bill was" : `${count(notLookedAt)} older open bills were`} not looked at.</span>
          <button type="button" className="button small" disabled={busy} onClick={onGoOn}>
            Look at {notLookedAt === 1 ? "it" : "them"} too
          </button>
        </p>
      )}
    </>
  );
}
