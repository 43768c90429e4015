import type { RecordBody } from "../../shared/records/record.ts";
import type { Row } from "../store/port.ts";
import type { Run } from "./run.ts";

/** Audit rows of one record looked through; a record changed more often since cannot be undone any more. */
const ROWS = 500;

export type Images = { ok: true; before: RecordBody; after: RecordBody } | { ok: false; sentence: string };

/** A record right before and right after the writes of one cause, from the audit alone. Fails where the values were erased. */
export async function imagesOf(run: Run, recordId: string, cause: string): Promise<Images> {
  const [rows] = await run.ports.store.read({ from: "audit", where: { organisationId: run.organisation.id, recordId }, orderBy: ["seq"], descending: true, limit: ROWS });
  const last = rows.findIndex((row) => row.cause === cause);
  if (last < 0) return { ok: false, sentence: "It was not written from here, or so long ago that its earlier state is not looked up any more." };
  const first = rows.findLastIndex((row) => row.cause === cause);
  // Xero's own answer to the write is part of it: it may have filled in a tax rate.
  const answer = rows[last - 1];
  const after = (answer !== undefined && answer.cause.startsWith("pushed") ? wholeHash(answer) : null) ?? wholeHash(rows[last]!);
  const before = rows.slice(first + 1).map(wholeHash).find((hash) => hash !== null) ?? null;
  if (after === null || before === null) return { ok: false, sentence: "What the record was before is not known." };
  const [values] = await run.ports.store.read({ from: "auditValue", where: { organisationId: run.organisation.id, hash: { in: [before, after] } }, limit: 2 });
  const text = (hash: string): string | null => values.find((value) => value.hash === hash)?.value ?? null;
  const [was, is] = [text(before), text(after)];
  if (was === null || is === null) return { ok: false, sentence: "What the record was before has been erased." };
  return { ok: true, before: JSON.parse(was) as RecordBody, after: JSON.parse(is) as RecordBody };
}

/** Hash of the record as a row left it; null where the row speaks of single groups alone. */
function wholeHash(row: Row<"audit">): string | null {
  const changes = JSON.parse(row.changes) as { group: string; after: string | null }[];
  const whole = changes.find(({ group }) => group === "=") ?? (/^(pushed|sent)/.test(row.cause) ? undefined : changes.find(({ group }) => group === "*"));
  return whole?.after ?? null;
}
