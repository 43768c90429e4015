import { XERO_LIMITS } from "../../../shared/limits.ts";
import type { Line } from "../../../shared/records/document.ts";
import type { Actor } from "../../../shared/records/record.ts";
import { type BulkItemRow, claimItems, type Settled, settleItems } from "../../store/reads/bulks.ts";
import { findRecords } from "../../store/reads/records.ts";
import type { BulkCoding } from "../../store/schema/bulkConfirmations.ts";
import { markBulk } from "../../suggest/markBulk.ts";
import type { HttpDeps } from "../deps.ts";
import type { EngineAnswer, Written } from "../engine.ts";

/** Documents in one step: as many as one look at Xero shows and one write takes, so that a step is two calls and answers within seconds. */
const STEP = XERO_LIMITS.idsPerCall;
/** A claim older than this was cut off: the next step does its work again, which changes nothing where it had been done. */
export const CLAIM_MS = 60_000;

/** Of audit rows that a confirmation causes: by it they are found again to be taken back. */
const causeOf = (bulkId: string): string => `coding:bulk:${bulkId}`;

interface Of {
  organisationId: string;
  bulkId: string;
}

/** Writes, or takes back, the next documents of a confirmation. Nothing is begun while Xero's limit holds a person's call back. */
export async function continueBulk(deps: HttpDeps, of: Of, actor: Actor): Promise<void> {
  if ((await deps.gate.waitMs(of.organisationId)) > 0) return;
  const now = deps.clock.now();
  const items = await claimItems(deps.db, of, { now, staleBefore: now - CLAIM_MS, limit: STEP });
  const [working, undoing] = [items.filter(({ state }) => state === "working"), items.filter(({ state }) => state === "undoing")];
  if (working.length > 0) await settleItems(deps.db, of, await write(deps, of, working, actor));
  if (undoing.length > 0) await settleItems(deps.db, of, await takeBack(deps, of, undoing, actor));
}

async function write(deps: HttpDeps, of: Of, items: readonly BulkItemRow[], actor: Actor): Promise<Settled[]> {
  const { organisationId, bulkId } = of;
  const standsAs = await readStanding(deps, of, items);
  const open = items.filter((item) => standsAs(item, "after") || standsAs(item, "before"));
  const gone = items.filter((item) => !open.includes(item));
  await markBulk(deps.db, organisationId, lineIds(open));
  const answers = open.length === 0 ? [] : await deps.engine.applyCodings(
    organisationId,
    open.map((item) => ({ recordId: item.recordId, actor, cause: causeOf(bulkId), lines: item.lines.map(({ lineId, after }) => ({ lineId, ...after, feedback: "accepted" as const })) })),
  );
  await markBulk(deps.db, organisationId, lineIds(open.filter((_, i) => answers[i]?.ok !== true)), true);
  return [
    ...gone.map(({ recordId }): Settled => ({ recordId, state: "left_out", sentence: "Somebody changed it since you looked at it." })),
    ...open.map(({ recordId }, i) => ({ recordId, ...writtenAs(answers[i]) })),
  ];
}

/** A refusal for the moment leaves it to a later step, which looks again whether it stands as it was seen. */
const MOMENTARY: ReadonlySet<string> = new Set(["busy", "revision_conflict"]);

function writtenAs(answer: EngineAnswer<Written> | undefined): Omit<Settled, "recordId"> {
  if (answer === undefined) return { state: "waiting", sentence: null };
  if (!answer.ok) return MOMENTARY.has(answer.refusal.code) ? { state: "waiting", sentence: answer.refusal.sentence } : { state: "refused", sentence: answer.refusal.sentence };
  const { outcome, sentence } = answer.value;
  // What Xero refused may go all the same once a person has mended it: how it stands is read with the view (bulkView.ts).
  return outcome === "queued" || outcome === "refused" ? { state: "queued", sentence } : { state: "written", sentence: null };
}

async function takeBack(deps: HttpDeps, of: Of, items: readonly BulkItemRow[], actor: Actor): Promise<Settled[]> {
  const { organisationId, bulkId } = of;
  const standsAs = await readStanding(deps, of, items);
  // Cut off before anything was decided, or set back by somebody: there is nothing to take back.
  const untouched = items.filter((item) => standsAs(item, "before"));
  const written = items.filter((item) => !untouched.includes(item));
  const answers = written.length === 0 ? [] : await deps.engine.undoCodings(organisationId, written.map(({ recordId }) => ({ recordId, actor, cause: causeOf(bulkId) })));
  await markBulk(deps.db, organisationId, lineIds([...untouched, ...written.filter((_, i) => answers[i]?.ok === true)]), true);
  return [...untouched.map(({ recordId }): Settled => ({ recordId, state: "undone", sentence: null })), ...written.map(({ recordId }, i) => ({ recordId, ...takenBackAs(answers[i]) }))];
}

function takenBackAs(answer: EngineAnswer<Written> | undefined): Omit<Settled, "recordId"> {
  if (answer?.ok === true) return { state: "undone", sentence: answer.value.outcome === "queued" || answer.value.outcome === "refused" ? answer.value.sentence : null };
  // Nothing was decided: a later step asks again.
  if (answer === undefined || answer.refusal.code === "xero_unavailable" || answer.refusal.code === "busy") return { state: "undo_waiting", sentence: answer?.refusal.sentence ?? null };
  return { state: "kept", sentence: answer.refusal.sentence };
}

const lineIds = (items: readonly BulkItemRow[]): string[] => items.flatMap(({ lines }) => lines.map(({ lineId }) => lineId));

/** Whether a document's lines are as they were seen, or as this confirmation leaves them. */
async function readStanding({ db }: HttpDeps, { organisationId }: Of, items: readonly BulkItemRow[]): Promise<(item: BulkItemRow, as: "before" | "after") => boolean> {
  const records = await findRecords(db, organisationId, ["bill", "bank_transaction"], items.map(({ recordId }) => recordId));
  const linesOf = new Map(records.map(({ id, body }) => [id, body.lines]));
  return ({ recordId, lines }, as) =>
    lines.every((one) => {
      const line = linesOf.get(recordId)?.find(({ id }) => id === one.lineId);
      return line !== undefined && has(line, one[as]);
    });
}

function has(line: Line, coding: BulkCoding): boolean {
  return (["accountCode", "taxType", "projectId"] as const).every((field) => coding[field] === undefined || line[field] === coding[field]);
}
