import { and, eq, sql } from "drizzle-orm";
import type { Db } from "../store/open.ts";
import { suggestAnswer } from "../store/schema/suggestions.ts";
import { readState } from "./countStore.ts";

/** Marks answers as confirmed in bulk before their codings are written, so that they will hardly count. `undo` takes the mark off again. */
export async function markBulk(db: Db, organisationId: string, lineIds: readonly string[], undo = false): Promise<void> {
  const state = lineIds.length === 0 ? null : await readState(db, organisationId);
  if (state === null) return;
  await db.update(suggestAnswer).set({ bulk: undo ? 0 : 1 }).where(and(eq(suggestAnswer.number, state.number), sql`line_id in (select value from json_each(${JSON.stringify(lineIds)}))`));
}
