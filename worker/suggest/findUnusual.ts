import { eq, sql } from "drizzle-orm";
import { bulkInsert } from "../store/bulk.ts";
import type { Db } from "../store/open.ts";
import { readReferences } from "../store/reads/references.ts";
import { unusualCoding, unusualLook } from "../store/schema/unusualCodings.ts";
import { readDocument } from "./countedDocument.ts";
import { readState } from "./countStore.ts";
import { lookAtLines } from "./lookAtLines.ts";
import { readChoice } from "./suggestFromCounts.ts";

/** Documents in one step: some thousand keys in one SELECT, and some tenths of a second of computing. */
const DOCUMENTS = 30;
/** Of a first import only the newest lines are looked at: old years are closed, and nobody reviews them. */
const NEWEST_LINES = 3_000;

/**
 * Looks at the next booked lines in the order in which they were counted, and lists those that strongly disagree with everything else. A line that was
 * judged stays judged as long as it is booked as it was. Can be stopped anywhere.
 *
 * @returns whether more lines wait.
 */
export async function findUnusual(db: Db, organisationId: string, now: number): Promise<boolean> {
  const state = await readState(db, organisationId);
  if (state === null || state.rebuilding !== null) return false;
  const [look] = await db.select().from(unusualLook).where(eq(unusualLook.organisationId, organisationId)).limit(1);
  const from = look?.lookedTo ?? Math.max(0, state.sequence - NEWEST_LINES);
  const page = await db.all<{ sequence: number; lines: string }>(sql`select sequence, lines from suggest_document where number = ${state.number} and sequence >= ${from} and lines <> '' order by sequence limit ${DOCUMENTS}`);
  const last = page.at(-1);
  if (last === undefined) return false;
  const lines = page.flatMap((row) => readDocument(row.lines, state.labels)).filter(({ sequence }) => sequence >= from);
  const looked = await lookAtLines(db, state, lines, await readChoice(db, organisationId, await readReferences(db, organisationId)));
  const rows = looked.flatMap(({ confirmed, found }) =>
    found.map(({ target, booked, expected }): typeof unusualCoding.$inferInsert => ({
      organisationId, lineId: confirmed.line.lineId, field: target, recordId: confirmed.line.documentId, booked, expected: expected.value ?? "", foundAt: now, judgement: null, judgedBy: null, judgedAt: null,
    })),
  );
  const anew = sql`on conflict do update set record_id = excluded.record_id, booked = excluded.booked, expected = excluded.expected, found_at = excluded.found_at, judgement = null, judged_by = null, judged_at = null
    where booked <> excluded.booked`;
  const next = { organisationId, lookedTo: last.sequence + 1, lines: (look?.lines ?? 0) + lines.length };
  await db.batch([db.insert(unusualLook).values(next).onConflictDoUpdate({ target: unusualLook.organisationId, set: next }), ...bulkInsert(db, unusualCoding, rows, anew)]);
  return page.length === DOCUMENTS;
}
