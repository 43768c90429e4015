import type { Document, Line } from "../../../shared/records/document.ts";
import type { Actor } from "../../../shared/records/record.ts";
import { type BulkItemRow, claimItem, settleItem } from "../../store/reads/bulks.ts";
import { findRecord } from "../../store/reads/records.ts";
import type { BulkCoding } from "../../store/schema/bulkConfirmations.ts";
import { markBulk } from "../../suggest/markBulk.ts";
import type { HttpDeps } from "../deps.ts";

/** Documents in one step: each is one or two calls to Xero, so that a step answers within seconds and the page can show how far it is. */
const STEP = 3;
/** A claim older than this was cut off: the next step does its work again, which changes nothing where it had been done. */
const CLAIM_MS = 60_000;

/** Of audit rows that a confirmation causes: by it they are found again to be taken back. */
const causeOf = (bulkId: string): string => `coding:bulk:${bulkId}`;

/** Writes, or takes back, the next few documents of a confirmation. */
export async function continueBulk(deps: HttpDeps, of: { organisationId: string; bulkId: string }, actor: Actor): Promise<void> {
  for (let step = 0; step < STEP; step += 1) {
    const now = deps.clock.now();
    const item = await claimItem(deps.db, of, now, now - CLAIM_MS);
    if (item === null) return;
    if (item.state === "working") await write(deps, item, actor);
    else if ((await takeBack(deps, item, actor)) === "xero-silent") return;
  }
}

async function write(deps: HttpDeps, item: BulkItemRow, actor: Actor): Promise<void> {
  const { organisationId, recordId } = item;
  const record = await findRecord(deps.db, organisationId, recordId);
  const lines = record === null || !("lines" in record.body) ? [] : (record.body as Document).lines;
  const standsAs = (pick: (line: BulkItemRow["lines"][number]) => BulkCoding): boolean =>
    item.lines.every((one) => {
      const line = lines.find(({ id }) => id === one.lineId);
      return line !== undefined && has(line, pick(one));
    });
  const isWritten = standsAs(({ after }) => after);
  if (!isWritten && !standsAs(({ before }) => before)) return settleItem(deps.db, item, "left_out", "Somebody changed it since you looked at it.");
  const ids = item.lines.map(({ lineId }) => lineId);
  await markBulk(deps.db, organisationId, ids);
  const answer = await deps.engine.applyCoding({
    organisationId, recordId, actor, cause: causeOf(item.bulkId),
    lines: item.lines.map(({ lineId, after }) => ({ lineId, ...after, feedback: "accepted" as const })),
  });
  if (!answer.ok) {
    await markBulk(deps.db, organisationId, ids, true);
    // Busy is for the moment: a later step writes it.
    return settleItem(deps.db, item, answer.refusal.code === "busy" ? "waiting" : "refused", answer.refusal.sentence);
  }
  const { outcome, sentence } = answer.value;
  return settleItem(deps.db, item, outcome === "queued" ? "queued" : "written", outcome === "queued" ? sentence : null);
}

async function takeBack(deps: HttpDeps, item: BulkItemRow, actor: Actor): Promise<"settled" | "xero-silent"> {
  const { organisationId, recordId } = item;
  const answer = await deps.engine.undoCoding({ organisationId, recordId, actor, cause: causeOf(item.bulkId) });
  if (!answer.ok && answer.refusal.code === "xero_unavailable") {
    // Nothing was decided: a later step asks again.
    await settleItem(deps.db, item, "undo_waiting", answer.refusal.sentence);
    return "xero-silent";
  }
  if (!answer.ok) {
    await settleItem(deps.db, item, "kept", answer.refusal.sentence);
    return "settled";
  }
  await markBulk(deps.db, organisationId, item.lines.map(({ lineId }) => lineId), true);
  await settleItem(deps.db, item, "undone", answer.value.outcome === "queued" ? answer.value.sentence : null);
  return "settled";
}

function has(line: Line, coding: BulkCoding): boolean {
  return (["accountCode", "taxType", "projectId"] as const).every((field) => coding[field] === undefined || line[field] === coding[field]);
}
