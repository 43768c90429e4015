import { useState } from "react";
import type { BulkLineView, BulkPreviewView } from "../../../shared/api/bulkShapes.ts";
import { problemOf } from "../ask.ts";
import { count } from "../format.ts";
import { Note, ProblemNote } from "../parts/Note.tsx";
import { BulkGroup } from "./BulkGroup.tsx";
import { BulkRun } from "./BulkRun.tsx";
import { BulkHeadline, BulkTotals } from "./BulkTotals.tsx";
import type { Bulk } from "./useBulk.ts";

interface Props {
  bulk: Bulk;
  /** In a card: nothing is shown where there is nothing to confirm. */
  quiet?: boolean;
}

/** Lines whose coding is sure: look them over, take out what is wrong, confirm the rest in one go. Nothing is written before that click. */
export function BulkConfirm({ bulk, quiet = false }: Props) {
  const { preview, begin, confirm, step, undo, running, latest } = bulk;
  // Whoever may not confirm, or has nothing to confirm, is not bothered on a page of Xero.
  if (quiet && latest === null && (preview.data === undefined || preview.data.lines.length === 0)) return null;
  if (preview.isPending) return <p className="panel soft">Looking up what could be confirmed at once.</p>;
  if (preview.isError)
    return (
      <section className="panel" aria-label="Confirm many at once">
        <ProblemNote problem={problemOf(preview.error)} onRetry={() => void preview.refetch()} />
      </section>
    );
  return (
    <section className="panel" aria-label="Confirm many at once">
      <header>
        <h2>Confirm many at once</h2>
        <p className="soft small">Only lines whose coding is sure. Untick what you do not want: nothing is written before you confirm, and you can take it back.</p>
      </header>
      <div className="stack">
        {[begin, step, undo].map((act, index) => act.isError && <ProblemNote key={index} problem={problemOf(act.error)} {...(act === step && running !== null ? { onRetry: () => step.mutate(running) } : {})} />)}
        {latest !== null && <BulkRun bulk={latest} busy={undo.isPending || begin.isPending} onUndo={() => undo.mutate(latest.id)} />}
        {running === null && <Choose preview={preview.data} busy={begin.isPending} onConfirm={confirm} />}
      </div>
    </section>
  );
}

/** What was unticked stays unticked when the list is looked up again under the person's hands. */
function Choose({ preview, busy, onConfirm }: { preview: BulkPreviewView; busy: boolean; onConfirm: (lines: readonly BulkLineView[]) => void }) {
  const [excluded, setExcluded] = useState<ReadonlySet<string>>(new Set());
  const { lines, leftOut, notSure, notLookedAt } = preview;
  const wanted = lines.filter(({ lineId }) => !excluded.has(lineId));
  const choose = (ids: readonly string[], checked: boolean): void => {
    const next = new Set(excluded);
    for (const id of ids) if (checked) next.delete(id); else next.add(id);
    setExcluded(next);
  };
  return (
    <>
      {lines.length === 0 && <p className="soft">No open line is sure enough to be confirmed without a look.</p>}
      {[...Map.groupBy(lines, ({ supplier }) => supplier)].map(([supplier, some]) => (
        <BulkGroup key={supplier} supplier={supplier} lines={some} excluded={excluded} onChoose={choose} />
      ))}
      <BulkTotals lines={wanted} />
      {lines.length > 0 && (
        <div className="bulk-sum row apart">
          <BulkHeadline lines={wanted} />
          <button type="button" className="button main" disabled={busy || wanted.length === 0} onClick={() => onConfirm(wanted)}>
            {busy ? "Confirming" : wanted.length === 1 ? "Confirm 1 line" : `Confirm ${count(wanted.length)} lines`}
          </button>
        </div>
      )}
      {leftOut.length > 0 && (
        <Note tone="quiet" title={leftOut.length === 1 ? "One sure line cannot be written" : `${count(leftOut.length)} sure lines cannot be written`}>
          <ul className="bullets small">
            {leftOut.map(({ lineId, title, sentence }) => (
              <li key={lineId}>
                {title}: {sentence}
              </li>
            ))}
          </ul>
        </Note>
      )}
      {notSure > 0 && <p className="soft small">{notSure === 1 ? "1 more open line is" : `${count(notSure)} more open lines are`} not sure enough for this: look at {notSure === 1 ? "it" : "them"} on {notSure === 1 ? "its bill" : "their bills"}.</p>}
      {notLookedAt > 0 && <p className="soft small">{notLookedAt === 1 ? "1 older open bill was" : `${count(notLookedAt)} older open bills were`} not looked at here: the older ones come up as the newer ones are coded.</p>}
    </>
  );
}
