import { useEffect, useRef } from "react";
import { problemOf } from "../ask.ts";
import { Note, ProblemNote } from "../parts/Note.tsx";
import { BulkChoose } from "./BulkChoose.tsx";
import { BulkLooking } from "./BulkLooking.tsx";
import { BulkRun } from "./BulkRun.tsx";
import type { Bulk } from "./useBulk.ts";
import { useUnticked } from "./useUnticked.ts";

interface Props {
  bulk: Bulk;
  /** In a card: nothing is shown where there is nothing to confirm. */
  quiet?: boolean;
}

/** Lines whose coding is sure: look them over, take out what is wrong, confirm the rest in one go. Nothing is written before that click. */
export function BulkConfirm({ bulk, quiet = false }: Props) {
  const { pages, begin, confirm, step, undo, running, latest } = bulk;
  const ticks = useUnticked();
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that was clicked is gone by then: who works by keyboard goes on at the top of what comes instead.
  const begunId = begin.data?.id ?? null;
  useEffect(() => {
    if (begunId !== null) heading.current?.focus();
  }, [begunId]);
  const { query, found } = pages;
  // Whoever may not confirm, or has nothing to confirm, is not bothered on a page of Xero.
  if (quiet && latest === null && (found === null || (found.lines.length === 0 && !pages.isLooking))) return null;
  if (query.isPending) return <p className="panel soft">Looking up what could be confirmed at once.</p>;
  if (found === null)
    return (
      <section className="panel" aria-label="Confirm many at once">
        <ProblemNote problem={problemOf(query.error)} onRetry={() => void query.refetch()} />
      </section>
    );
  const isAskedAgain = step.failureCount > 0 && step.isPending;
  return (
    <section className="panel" aria-label="Confirm many at once">
      <header>
        <h2 ref={heading} tabIndex={-1}>Confirm many at once</h2>
        <p className="soft small">Only lines whose coding is sure. Untick what you do not want: nothing is written before you confirm, and you can take it back.</p>
      </header>
      <div className="stack">
        {[begin, step, undo].map((act, index) => act.isError && <ProblemNote key={index} problem={problemOf(act.error)} {...(act === step && running !== null ? { onRetry: () => step.mutate(running) } : {})} />)}
        {isAskedAgain && <Note tone="attention" title="Your firm's Marginalia does not answer just now." live><p>What you confirmed is stored. It is tried again by itself.</p></Note>}
        {latest !== null && <BulkRun key={latest.id} bulk={latest} seenAt={bulk.seenAt} leftMs={bulk.leftMs} busy={undo.isPending || begin.isPending} onUndo={() => undo.mutate(latest.id)} />}
        {running === null && (pages.isLooking ? <BulkLooking found={found} onStop={pages.stop} /> : <BulkChoose found={found} ticks={ticks} busy={begin.isPending || query.isFetching} onConfirm={confirm} onGoOn={pages.goOn} />)}
        {query.isError && <ProblemNote problem={problemOf(query.error)} onRetry={() => void (query.hasNextPage ? query.fetchNextPage() : query.refetch())} />}
      </div>
    </section>
  );
}
