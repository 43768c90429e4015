import type * as v from "valibot";
import type { ConfirmBulkInput } from "../../../shared/api/bulkShapes.ts";
import type { Actor } from "../../../shared/records/record.ts";
import { insertBulk, recordsInBulks } from "../../store/reads/bulks.ts";
import { openLinesById } from "../../store/reads/openPurchases.ts";
import type { OrganisationRow } from "../../store/reads/organisations.ts";
import type { BulkItemLine } from "../../store/schema/bulkConfirmations.ts";
import type { HttpDeps } from "../deps.ts";
import { refuse } from "../refuse.ts";

type Wanted = v.InferOutput<typeof ConfirmBulkInput>["lines"][number];

/**
 * Stores what a person confirmed, all of it at once and before anything is written, so that nothing is forgotten whatever ends in the middle. A line
 * that somebody coded since it was looked at is left out and reported. Whether what was seen is suggested still is asked when it is written (continueBulk.ts).
 */
export async function beginBulk(deps: HttpDeps, organisation: OrganisationRow, wanted: readonly Wanted[], by: { id: string; actor: Actor }): Promise<void> {
  const { db } = deps;
  const [lines, taken] = await Promise.all([openLinesById(db, organisation.id, wanted.map(({ lineId }) => lineId)), recordsInBulks(db, organisation.id)]);
  const open = new Map(lines.filter(({ recordId }) => !taken.has(recordId)).map((line) => [line.lineId, line]));
  const seen = wanted.flatMap((one) => {
    const line = open.get(one.lineId);
    return line !== undefined && FIELDS.some((field) => one[field] !== null) && FIELDS.every((field) => one[field] === null || line[field] === null) ? [{ one, line }] : [];
  });
  const isSeen = new Set(seen.map(({ one }) => one.lineId));
  const leftOut = wanted.flatMap(({ lineId }) => (isSeen.has(lineId) ? [] : [lineId]));
  if (seen.length === 0)
    refuse("not_possible_now", "Nothing was written: these lines are being confirmed already, or somebody coded them since you looked.", { remedy: "Look at the list again." });
  const items = [...Map.groupBy(seen, ({ line }) => line.recordId)].map(([recordId, some]) => ({
    organisationId: organisation.id, bulkId: by.id, recordId, state: "waiting" as const, sentence: null, claimedAt: null,
    lines: some.map(({ one, line: { amountMinor, accountCode, taxType, projectId } }): BulkItemLine => ({ lineId: one.lineId, amountMinor, before: { accountCode, taxType, projectId }, after: chosen(one) })),
  }));
  const stored = await insertBulk(db, { organisationId: organisation.id, id: by.id, by: by.actor, createdAt: deps.clock.now(), undoneBy: null, undoneAt: null, leftOut }, items);
  if (!stored) refuse("not_possible_now", "Some of these bills are being confirmed right now.", { remedy: "Wait until that is done, then look at the list again." });
}

const FIELDS = ["accountCode", "taxType", "projectId"] as const;

function chosen(seen: Wanted): BulkItemLine["after"] {
  return Object.fromEntries(FIELDS.flatMap((field) => (seen[field] === null ? [] : [[field, seen[field]]])));
}
