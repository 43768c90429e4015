import { and, eq, sql } from "drizzle-orm";
import { edition } from "../../shared/suggest/edition.ts";
import { places } from "../../shared/suggest/learn.ts";
import { addCounts } from "../store/countAdding.ts";
import { guardedBatch } from "../store/guard.ts";
import type { Db } from "../store/open.ts";
import { suggestCount, suggestDocument, suggestState } from "../store/schema/suggestions.ts";
import { additions } from "./additions.ts";
import { CLOCK, organisationClock } from "./bookkeeping.ts";
import { readDocument } from "./countedDocument.ts";
import { type CountState, readState } from "./countStore.ts";
import { labelCount } from "../../shared/suggest/labels.ts";

/** Emptying is cut into as many ranges of keys, so that one statement deletes a bounded part. Keys are hashes: ranges are alike. */
const RANGES = 32;
const RANGE_SIZE = 2 ** 53 / RANGES;
/** Documents counted in one step. */
const DOCUMENTS = 2_500;

/** Starts counting anew, with what this code counts, unless that is under way. */
export async function startRebuild(db: Db, organisationId: string): Promise<void> {
  await db.update(suggestState).set({ rebuilding: -RANGES, edition }).where(and(eq(suggestState.organisationId, organisationId), sql`(rebuilding is null or edition <> ${edition})`));
}

/**
 * One step of counting everything anew from the kept lines, each at its own sequence numbers, so that the result is what adding and
 * taking out had made. `rebuilding` says how far it got: below zero the ranges still to be emptied, then the last record counted. It is
 * also what a step is guarded by, and while it stands nothing else counts; so a step can be stopped, repeated and doubled.
 *
 * @returns true when the counts are complete.
 */
export async function rebuildStep(db: Db, organisationId: string): Promise<boolean> {
  const state = await readState(db, organisationId);
  if (state === null) return true;
  if (state.edition !== edition) {
    await startRebuild(db, organisationId);
    return false;
  }
  if (state.rebuilding === null) return true;
  if (state.rebuilding >= 0) return count(db, state, state.rebuilding);
  await empty(db, state, state.rebuilding);
  return false;
}

async function empty(db: Db, { number }: CountState, rebuilding: number): Promise<void> {
  const from = (RANGES + rebuilding) * RANGE_SIZE;
  await guardedBatch(db, [stillAt(number, rebuilding)], [
    // Clocks and fates are no counts: gaps of removed lines stay, since decay counts them.
    db.delete(suggestCount).where(sql`number = ${number} and key >= ${from} and key < ${from + RANGE_SIZE} and coding >= 0`),
    db.update(suggestState).set({ rebuilding: rebuilding + 1 }).where(eq(suggestState.number, number)),
  ]);
}

async function count(db: Db, state: CountState, after: number): Promise<boolean> {
  const { number, labels } = state;
  const found = await db.select({ record: suggestDocument.record, lines: suggestDocument.lines }).from(suggestDocument)
    .where(sql`number = ${number} and record > ${after}`).orderBy(suggestDocument.record).limit(DOCUMENTS);
  const added = additions(labels);
  for (const { lines } of found) for (const line of readDocument(lines, labels)) for (const placed of places(line)) added.count(placed, 1);
  const done = found.length < DOCUMENTS;
  if (done) added.note(organisationClock, CLOCK, { lines: 1 });
  const kept = await guardedBatch(db, [stillAt(number, after)], [
    ...addCounts(db, number, added.rows()),
    db.update(suggestState).set({ rebuilding: done ? null : (found.at(-1)?.record ?? after), labels: labels.lists, labelled: labelCount(labels) }).where(eq(suggestState.number, number)),
  ]);
  return kept && done;
}

const stillAt = (number: number, rebuilding: number) => sql`exists (select 1 from suggest_state where number = ${number} and rebuilding = ${rebuilding} and edition = ${edition})`;
