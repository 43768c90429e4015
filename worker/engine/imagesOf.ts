import type { RecordBody } from "../../shared/records/record.ts";
import type { Row } from "../store/port.ts";
import { readTogether, rowsOf } from "./readTogether.ts";
import type { Run } from "./run.ts";

/** Audit rows of one record looked through; a record changed more often since cannot be undone any more. */
const ROWS = 500;

export type Images = { ok: true; before: RecordBody; after: RecordBody } | { ok: false; sentence: string };

/** Records right before and right after the writes of one cause, from the audit alone, by record id. Fails where the values were erased. */
export async function imagesOf(run: Run, asked: readonly { recordId: string; cause: string }[]): Promise<ReadonlyMap<string, Images>> {
  const organisationId = run.organisation.id;
  const trails = await readTogether(run.ports.store, ...asked.map(({ recordId }) => rowsOf({ from: "audit", where: { organisationId, recordId }, orderBy: ["seq"], descending: true, limit: ROWS })));
  const hashes = asked.map(({ cause }, index) => hashesAround(trails[index]!, cause));
  const wanted = hashes.flatMap((around) => ("before" in around ? [around.before, around.after] : []));
  const [values] = wanted.length === 0 ? [[]] : await run.ports.store.read({ from: "auditValue", where: { organisationId, hash: { in: wanted } }, limit: wanted.length });
  const texts = new Map(values.map(({ hash, value }) => [hash, value]));
  return new Map(asked.map(({ recordId }, index) => [recordId, imagesFrom(hashes[index]!, texts)]));
}

type Around = { before: string; after: string } | { sentence: string };

function hashesAround(rows: readonly Row<"audit">[], cause: string): Around {
  const last = rows.findIndex((row) => row.cause === cause);
  if (last < 0) return { sentence: "It was not written from here, or so long ago that its earlier state is not looked up any more." };
  const first = rows.findLastIndex((row) => row.cause === cause);
  // Xero's own answer to the write is part of it: it may have filled in a tax rate.
  const answer = rows[last - 1];
  const after = (answer !== undefined && answer.cause.startsWith("pushed") ? wholeHash(answer) : null) ?? wholeHash(rows[last]!);
  const before = rows.slice(first + 1).map(wholeHash).find((hash) => hash !== null) ?? null;
  return after === null || before === null ? { sentence: "What the record was before is not known." } : { before, after };
}

function imagesFrom(around: Around, texts: ReadonlyMap<string, string | null>): Images {
  if (!("before" in around)) return { ok: false, sentence: around.sentence };
  const [was, is] = [texts.get(around.before) ?? null, texts.get(around.after) ?? null];
  if (was === null || is === null) return { ok: false, sentence: "What the record was before has been erased." };
  return { ok: true, before: JSON.parse(was) as RecordBody, after: JSON.parse(is) as RecordBody };
}

/** Hash of the record as a row left it; null where the row speaks of single groups alone. */
function wholeHash(row: Row<"audit">): string | null {
  const changes = JSON.parse(row.changes) as { group: string; after: string | null }[];
  const whole = changes.find(({ group }) => group === "=") ?? (/^(pushed|sent)/.test(row.cause) ? undefined : changes.find(({ group }) => group === "*"));
  return whole?.after ?? null;
}
