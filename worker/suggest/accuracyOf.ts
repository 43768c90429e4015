import { sql } from "drizzle-orm";
import { type Accuracy, accuracy } from "../../shared/suggest/accuracy.ts";
import type { Band, ContextKey, Target } from "../../shared/suggest/types.ts";
import type { Db } from "../store/open.ts";
import { CLOCK, fateKey, fateOf } from "./bookkeeping.ts";
import { readState } from "./countStore.ts";

const TARGETS: readonly Target[] = ["account", "tax", "project"];
const BANDS: readonly Band[] = ["high", "medium", "low", "none"];
const places = new Map<ContextKey, { target: Target; band: Band }>(TARGETS.flatMap((target) => BANDS.map((band) => [fateKey(target, band), { target, band }] as const)));

/** How the organisation's suggestions fared, per field and confidence band. */
export async function accuracyOf(db: Db, organisationId: string): Promise<Accuracy[]> {
  const state = await readState(db, organisationId);
  if (state === null) return [];
  const rows = await db.all<{ key: number; coding: number; lines: number }>(sql`select c.key as key, c.coding as coding, c.lines as lines from json_each(${JSON.stringify([...places.keys()])}) k
    cross join suggest_count c on c.number = ${state.number} and c.key = k.value and c.coding < ${CLOCK} where c.lines > 0`);
  return accuracy(rows.flatMap(({ key, coding, lines: count }) => {
    const place = places.get(key);
    const fate = fateOf(coding);
    return place === undefined || fate === undefined ? [] : [{ ...place, fate, count }];
  }));
}
