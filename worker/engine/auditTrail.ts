import type { Actor } from "../../shared/records/record.ts";
import type { Hash } from "../ports.ts";
import type { Change, Insert, Row } from "../store/port.ts";
import { canonical } from "./canonical.ts";

/** Where the chain ends; null: nothing was written yet. */
export interface AuditHead {
  seq: number;
  hash: string;
}

export interface AuditEntry {
  at: number;
  actor: Actor;
  /** What made it happen: "save", "observed", "pushed", "conflict", "proposal", "coding", "erasure". */
  cause: string;
  /** Which sentence of "who wins" decided. */
  rule: string | null;
  recordId: string | null;
  kind: string | null;
  callId: string | null;
  /** Group "*" speaks for the whole record; "=" keeps the record as this entry left it, so that it can be rebuilt. */
  changes: readonly { group: string; before: unknown; after: unknown }[];
}

/**
 * Rows that continue the chain. A row holds hashes of values and the hash of itself and the row before, so that erasing a value
 * leaves the chain verifiable, while changing, dropping or reordering rows does not.
 */
export function auditChanges(
  organisationId: string,
  head: AuditHead | null,
  entries: readonly AuditEntry[],
  hash: Hash,
): { changes: readonly Change[]; head: AuditHead | null } {
  const values = new Map<string, string>();
  const keep = (value: unknown): string | null => {
    if (value === null || value === undefined) return null;
    const text = canonical(value);
    const key = hash(text);
    values.set(key, text);
    return key;
  };
  let end = head;
  const rows: Insert<"audit">[] = [];
  for (const entry of entries) {
    const row = {
      organisationId,
      seq: (end?.seq ?? 0) + 1,
      at: entry.at,
      actor: canonical(entry.actor),
      cause: entry.cause,
      rule: entry.rule,
      recordId: entry.recordId,
      kind: entry.kind,
      callId: entry.callId,
      changes: JSON.stringify(entry.changes.map(({ group, before, after }) => ({ group, before: keep(before), after: keep(after) }))),
    };
    end = { seq: row.seq, hash: linkHash(end?.hash ?? "", row, hash) };
    rows.push({ ...row, hash: end.hash });
  }
  const stored = [...values].map(([key, value]) => ({ organisationId, hash: key, value }));
  const changes: Change[] = [];
  if (rows.length > 0) changes.push({ insert: "audit", rows });
  if (stored.length > 0) changes.push({ insertNew: "auditValue", rows: stored });
  return { changes, head: end };
}

function linkHash(previous: string, row: Omit<Row<"audit">, "hash">, hash: Hash): string {
  return hash(`${previous}\n${canonical(row)}`);
}

export type ChainVerdict = { ok: true; rows: number } | { ok: false; atSeq: number; sentence: string };

/** Whether rows, ordered by seq from 1, form an unbroken chain and every kept value has the hash it is stored under. */
export function verifyChain(rows: readonly Row<"audit">[], values: readonly Row<"auditValue">[], hash: Hash): ChainVerdict {
  let previous = "";
  for (const [index, { hash: claimed, ...row }] of rows.entries()) {
    if (row.seq !== index + 1) return { ok: false, atSeq: index + 1, sentence: `Entry ${index + 1} is missing.` };
    if (linkHash(previous, row, hash) !== claimed)
      return { ok: false, atSeq: row.seq, sentence: `Entry ${row.seq} was changed after it was written.` };
    previous = claimed;
  }
  for (const { hash: key, value } of values)
    if (value !== null && hash(value) !== key) return { ok: false, atSeq: 0, sentence: `The value ${key.slice(0, 12)} is not the one that was written.` };
  return { ok: true, rows: rows.length };
}
