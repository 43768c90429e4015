import { XERO_LIMITS } from "../../../shared/limits.ts";
import type { Line } from "../../../shared/records/document.ts";
import type { Actor } from "../../../shared/records/record.ts";
import { type BulkItemRow, claimItems, type Settled, settleItems } from "../../store/reads/bulks.ts";
import type { OrganisationRow } from "../../store/reads/organisations.ts";
import { findRecords } from "../../store/reads/records.ts";
import type { BulkCoding } from "../../store/schema/bulkConfirmations.ts";
import { markBulk } from "../../suggest/markBulk.ts";
import type { HttpDeps } from "../deps.ts";
import type { EngineAnswer, Written } from "../engine.ts";
import type { Purchase } from "../suggest.ts";
import { notSuggestedAnyMore } from "./stillSuggested.ts";

/** Documents in one step: as many as one look at Xero shows and one write takes, so that a step is two calls and answers within seconds. */
const STEP = XERO_LIMITS.idsPerCall;
/**
 * A claim older than this was cut off: the next step does its work again, which changes nothing where it had been done. A step takes seconds; one that
 * waits longer for Xero is overtaken, and then whoever commits first has written and the other finds it done.
 */
export const CLAIM_MS = 20_000;

/** Of audit rows that a confirmation causes: by it they are found again to be taken back. */
const causeOf = (bulkId: string): string => `coding:bulk:${bulkId}`;

interface Of {
  organisation: OrganisationRow;
  bulkId: string;
  actor: Actor;
}

export type BulkDeps = Pick<HttpDeps, "db" | "engine" | "suggest" | "clock"> & { gate: Pick<HttpDeps["gate"], "waitMs"> };

/**
 * Writes, or takes back, the next documents of a confirmation. Nothing is begun while Xero's limit holds a person's call back.
 *
 * @returns how many documents it took on.
 */
export async function continueBulk(deps: BulkDeps, of: Of): Promise<number> {
  const { organisation: { id: organisationId }, bulkId } = of;
  if ((await deps.gate.waitMs(organisationId)) > 0) return 0;
  const now = deps.clock.now();
  const items = await claimItems(deps.db, { organisationId, bulkId }, { now, staleBefore: now - CLAIM_MS, limit: STEP });
  const settle = (settled: readonly Settled[]): Promise<void> => settleItems(deps.db, { organisationId, bulkId, claimedAt: now }, settled);
  const [working, undoing] = [items.filter(({ state }) => state === "working"), items.filter(({ state }) => state === "undoing")];
  if (working.length > 0) await settle(await write(deps, of, working));
  if (undoing.length > 0) await settle(await takeBack(deps, of, undoing));
  return items.length;
}

async function write(deps: BulkDeps, { organisation, bulkId, actor }: Of, items: readonly BulkItemRow[]): Promise<Settled[]> {
  const organisationId = organisation.id;
  const { documents, standsAs } = await readStanding(deps, organisationId, items);
  const untouched = items.filter((item) => standsAs(item, "before") && !standsAs(item, "after"));
  const other = await notSuggestedAnyMore(deps, organisation, documents, untouched);
  const open = items.filter((item) => standsAs(item, "after") || (standsAs(item, "before") && !other.has(item.recordId)));
  const gone = items.filter((item) => !open.includes(item));
  await markBulk(deps.db, organisationId, lineIds(open));
  const answers = open.length === 0 ? [] : await deps.engine.applyCodings(
    organisationId,
    open.map((item) => ({ recordId: item.recordId, actor, cause: causeOf(bulkId), lines: item.lines.map(({ lineId, amountMinor, after }) => ({ lineId, amountMinor, ...after, feedback: "accepted" as const })) })),
  );
  await markBulk(deps.db, organisationId, lineIds(open.filter((_, i) => answers[i]?.ok !== true)), true);
  return [
    ...gone.map(({ recordId }): Settled => ({ recordId, state: "left_out", sentence: other.get(recordId) ?? "Somebody changed it since you looked at it." })),
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

async function takeBack(deps: BulkDeps, { organisation, bulkId, actor }: Of, items: readonly BulkItemRow[]): Promise<Settled[]> {
  const organisationId = organisation.id;
  const { standsAs } = await readStanding(deps, organisationId, items);
  // Cut off before anything was decided, or set back by somebody: there is nothing to take back.
  const untouched = items.filter((item) => standsAs(item, "before"));
  const written = items.filter((item) => !untouched.includes(item));
  const answers = written.length === 0 ? [] : await deps.engine.undoCodings(organisationId, written.map(({ recordId }) => ({ recordId, actor, cause: causeOf(bulkId) })));
  const refused = written.filter((_, i) => answers[i]?.ok === false);
  // Another step may have come first: what is taken back by now was not kept.
  const now = refused.length === 0 ? null : await readStanding(deps, organisationId, refused);
  const isUndone = (item: BulkItemRow, i: number): boolean => answers[i]?.ok === true || now?.standsAs(item, "before") === true;
  await markBulk(deps.db, organisationId, lineIds([...untouched, ...written.filter(isUndone)]), true);
  return [
    ...untouched.map(({ recordId }): Settled => ({ recordId, state: "undone", sentence: null })),
    ...written.map((item, i): Settled => ({ recordId: item.recordId, ...(answers[i]?.ok !== true && isUndone(item, i) ? { state: "undone", sentence: null } : takenBackAs(answers[i])) })),
  ];
}

function takenBackAs(answer: EngineAnswer<Written> | undefined): Omit<Settled, "recordId"> {
  if (answer?.ok === true) return { state: "undone", sentence: answer.value.outcome === "queued" || answer.value.outcome === "refused" ? answer.value.sentence : null };
  // Nothing was decided: a later step asks again.
  if (answer === undefined || answer.refusal.code === "xero_unavailable" || answer.refusal.code === "busy") return { state: "undo_waiting", sentence: answer?.refusal.sentence ?? null };
  return { state: "kept", sentence: answer.refusal.sentence };
}

const lineIds = (items: readonly BulkItemRow[]): string[] => items.flatMap(({ lines }) => lines.map(({ lineId }) => lineId));

interface Standing {
  documents: readonly Purchase[];
  /** Whether a document's lines are as they were seen, or as this confirmation leaves them. */
  standsAs: (item: BulkItemRow, as: "before" | "after") => boolean;
}

async function readStanding({ db }: BulkDeps, organisationId: string, items: readonly BulkItemRow[]): Promise<Standing> {
  const documents = (await findRecords(db, organisationId, ["bill", "bank_transaction"], items.map(({ recordId }) => recordId))) as Purchase[];
  const linesOf = new Map(documents.map(({ id, body }) => [id, body.lines]));
  const standsAs: Standing["standsAs"] = ({ recordId, lines }, as) =>
    lines.every((one) => {
      const line = linesOf.get(recordId)?.find(({ id }) => id === one.lineId);
      return line !== undefined && line.amountMinor === (one.amountMinor ?? line.amountMinor) && has(line, one[as]);
    });
  return { documents, standsAs };
}

function has(line: Line, coding: BulkCoding): boolean {
  return (["accountCode", "taxType", "projectId"] as const).every((field) => coding[field] === undefined || line[field] === coding[field]);
}
