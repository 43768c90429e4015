import { and, eq, sql } from "drizzle-orm";
import type { LineSuggestion } from "../../shared/suggest/predict.ts";
import { shippedThresholds } from "../../shared/suggest/thresholds.ts";
import type { Db } from "../store/open.ts";
import { suggestAnswer } from "../store/schema/suggestions.ts";
import { readState } from "./countStore.ts";

/** A line that could be confirmed without a look, with what would be written. */
export interface BulkLine {
  readonly recordId: string;
  readonly lineId: string;
  readonly account: string;
  readonly tax: string | null;
  readonly project: string | null;
  readonly confidence: number;
}

const MAX = 500;

/** What a bulk confirmation would do: nothing is written. Only lines whose account stands in the high band, less the excluded ones. */
export async function bulkPreview(db: Db, organisationId: string, excluded: ReadonlySet<string>, least: number = shippedThresholds.high): Promise<BulkLine[]> {
  const state = await readState(db, organisationId);
  if (state === null) return [];
  const rows = await db.select().from(suggestAnswer).where(and(eq(suggestAnswer.number, state.number), eq(suggestAnswer.version, state.version), eq(suggestAnswer.bulk, 0))).limit(MAX);
  return rows.flatMap(({ recordId, lineId, answer }) => {
    const { account, tax, project } = JSON.parse(answer) as LineSuggestion;
    const confidence = Math.min(...[account, tax, project].filter((field) => field.value !== null).map((field) => field.confidence));
    if (excluded.has(lineId) || account.value === null || account.bin === null || confidence < least) return [];
    return [{ recordId, lineId, account: account.value, tax: tax.value, project: project.value, confidence }];
  });
}

/** Marks answers as confirmed in bulk before their codings are written, so that they will hardly count. `undo` takes the mark off again. */
export async function markBulk(db: Db, organisationId: string, lineIds: readonly string[], undo = false): Promise<void> {
  const state = await readState(db, organisationId);
  if (state === null) return;
  await db.update(suggestAnswer).set({ bulk: undo ? 0 : 1 }).where(and(eq(suggestAnswer.number, state.number), sql`line_id in (select value from json_each(${JSON.stringify(lineIds)}))`));
}
