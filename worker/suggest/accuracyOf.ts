import { eq } from "drizzle-orm";
import { type Accuracy, accuracy } from "../../shared/suggest/accuracy.ts";
import type { Db } from "../store/open.ts";
import { suggestFate } from "../store/schema/suggestions.ts";
import { readState } from "./countStore.ts";

/** How the organisation's suggestions fared, per field and confidence band. */
export async function accuracyOf(db: Db, organisationId: string): Promise<Accuracy[]> {
  const state = await readState(db, organisationId);
  if (state === null) return [];
  return accuracy(await db.select().from(suggestFate).where(eq(suggestFate.number, state.number)));
}
