import type * as v from "valibot";
import type { ConfirmBulkInput } from "../../../shared/api/bulkShapes.ts";
import type { Actor } from "../../../shared/records/record.ts";
import { insertBulk } from "../../store/reads/bulks.ts";
import type { OrganisationRow } from "../../store/reads/organisations.ts";
import type { BulkItemLine } from "../../store/schema/bulkConfirmations.ts";
import type { HttpDeps } from "../deps.ts";
import { refuse } from "../refuse.ts";
import { type BulkCandidate, bulkCandidates } from "./bulkCandidates.ts";

type Wanted = v.InferOutput<typeof ConfirmBulkInput>["lines"];

/**
 * Stores what a person confirmed, before anything of it is written. Everything is asked again: a line whose suggestion is another by now, or that
 * somebody coded meanwhile, is left out and reported.
 */
export async function beginBulk(deps: HttpDeps, organisation: OrganisationRow, wanted: Wanted, by: { id: string; actor: Actor }): Promise<void> {
  const { sure } = await bulkCandidates(deps, organisation);
  const candidates = new Map(sure.filter(({ hindrance }) => hindrance === null).map((one) => [one.line.id, one]));
  const seen = wanted.filter((line) => {
    const found = candidates.get(line.lineId);
    return found !== undefined && isAsSeen(found, line);
  });
  const leftOut = wanted.filter((line) => !seen.includes(line)).map(({ lineId }) => lineId);
  if (seen.length === 0)
    refuse("not_possible_now", "Nothing was written: these lines are being confirmed already, or their suggestions changed since you looked.", { remedy: "Look at the list again." });
  const items = [...Map.groupBy(seen, ({ lineId }) => candidates.get(lineId)!.document.id)].map(([recordId, lines]) => ({
    organisationId: organisation.id, bulkId: by.id, recordId, state: "waiting" as const, sentence: null, claimedAt: null,
    lines: lines.map((line): BulkItemLine => itemLine(candidates.get(line.lineId)!, line)),
  }));
  const stored = await insertBulk(deps.db, { organisationId: organisation.id, id: by.id, by: by.actor, createdAt: deps.clock.now(), undoneBy: null, undoneAt: null, leftOut }, items);
  if (!stored) refuse("not_possible_now", "Some of these bills are being confirmed right now.", { remedy: "Wait until that is done, then look at the list again." });
}

const FIELDS = ["accountCode", "taxType", "projectId"] as const;

function isAsSeen({ coding }: BulkCandidate, seen: Wanted[number]): boolean {
  return FIELDS.every((field) => coding[field] === seen[field]);
}

function itemLine({ line }: BulkCandidate, seen: Wanted[number]): BulkItemLine {
  const after = Object.fromEntries(FIELDS.flatMap((field) => (seen[field] === null ? [] : [[field, seen[field]]])));
  return { lineId: line.id, before: { accountCode: line.accountCode, taxType: line.taxType, projectId: line.projectId }, after };
}
