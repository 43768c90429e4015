import type { Actor } from "../../shared/records/record.ts";
import type { Hash } from "../ports.ts";
import type { Change, Insert, Row, Sealed, Select } from "../store/port.ts";
import { canonical } from "./canonical.ts";
import type { Part } from "./readTogether.ts";

/** Where the chain ends; null: nothing was written yet. */
export interface AuditHead {
  seq: number;
  hash: string;
}

/**
 * The end of the chain as it was read. What people save is stored with its number alone, so that many may save at one moment; `unsealed` are
 * the hashes that such entries get with the next commit of a run or of a decision, and `head` is the end once they have them.
 */
export interface ChainEnd {
  head: AuditHead | null;
  unsealed: readonly Sealed[];
}

/** Unsealed entries that are sealed at once; of more the oldest. */
export const SEALED_AT_ONCE = 2_000;

/** Reads the end of an organisation's chain. */
export function chainEnd(organisationId: string, hash: Hash): Part<ChainEnd> {
  const selects = [
    { from: "audit", where: { organisationId, hash: { gt: "" } }, orderBy: ["seq"], descending: true, limit: 1 },
    { from: "audit", where: { organisationId, hash: "" }, orderBy: ["seq"], limit: SEALED_AT_ONCE },
  ] as const satisfies readonly Select[];
  return { selects, make: (rows) => sealed(...(rows as unknown as readonly [Row<"audit">[], Row<"audit">[]]), hash) };
}

function sealed([last]: readonly Row<"audit">[], open: readonly Row<"audit">[], hash: Hash): ChainEnd {
  let head: AuditHead | null = last === undefined ? null : { seq: last.seq, hash: last.hash };
  const unsealed = open.map((entry) => {
    const { hash: _, ...row } = entry;
    head = { seq: row.seq, hash: linkHash(head?.hash ?? "", row, hash) };
    return head;
  });
  return { head, unsealed };
}

export function sealChanges(organisationId: string, { unsealed }: ChainEnd): Change[] {
  return unsealed.length === 0 ? [] : [{ seal: organisationId, rows: unsealed }];
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
  const { rows, values } = rowsOf(organisationId, entries, hash);
  let end = head;
  const chained = rows.map((row): Insert<"audit"> => {
    const numbered = { ...row, seq: (end?.seq ?? 0) + 1 };
    end = { seq: numbered.seq, hash: linkHash(end?.hash ?? "", numbered, hash) };
    return { ...numbered, hash: end.hash };
  });
  return { changes: [...(chained.length === 0 ? [] : [{ insert: "audit", rows: chained } as const]), ...values], head: end };
}

/** The same entries behind whatever end the chain has when they are stored, not sealed yet: no other writer makes them stale. */
export function appendChanges(organisationId: string, entries: readonly AuditEntry[], hash: Hash): Change[] {
  const { rows, values } = rowsOf(organisationId, entries, hash);
  return [...(rows.length === 0 ? [] : [{ append: "audit", rows } as const]), ...values];
}

function rowsOf(organisationId: string, entries: readonly AuditEntry[], hash: Hash): { rows: Omit<Row<"audit">, "seq" | "hash">[]; values: Change[] } {
  const values = new Map<string, string>();
  const keep = (value: unknown): string | null => {
    if (value === null || value === undefined) return null;
    const text = canonical(value);
    const key = hash(text);
    values.set(key, text);
    return key;
  };
  const rows = entries.map(({ at, actor, cause, rule, recordId, kind, callId, changes }) => ({
    organisationId, at, actor: canonical(actor), cause, rule, recordId, kind, callId,
    changes: JSON.stringify(changes.map(({ group, before, after }) => ({ group, before: keep(before), after: keep(after) }))),
  }));
  const stored = [...values].map(([key, value]) => ({ organisationId, hash: key, value }));
  return { rows, values: stored.length === 0 ? [] : [{ insertNew: "auditValue", rows: stored }] };
}

function linkHash(previous: string, row: Omit<Row<"audit">, "hash">, hash: Hash): string {
  return hash(`${previous}\n${canonical(row)}`);
}

export type ChainVerdict = { ok: true; rows: number } | { ok: false; atSeq: number; sentence: string };

type Broken = Extract<ChainVerdict, { ok: false }>;

/** Whether rows, ordered by seq from 1, form an unbroken chain, the last of them perhaps not sealed yet, and every kept value has the hash it is stored under. */
export function verifyChain(rows: readonly Row<"audit">[], values: readonly Row<"auditValue">[], hash: Hash): ChainVerdict {
  const links = verifyLinks(null, rows, hash);
  return links.ok ? (verifyValues(values, hash) ?? { ok: true, rows: rows.length }) : links;
}

/** Whether rows go on with the chain that ends at `head`. @returns where it ends then: at the last of them that is sealed. */
export function verifyLinks(head: AuditHead | null, rows: readonly Row<"audit">[], hash: Hash): { ok: true; end: AuditHead | null } | Broken {
  let end = head;
  const sealedTo = rows.findLastIndex((row) => row.hash !== "");
  for (const [index, { hash: claimed, ...row }] of rows.entries()) {
    const seq = (head?.seq ?? 0) + index + 1;
    if (row.seq !== seq) return { ok: false, atSeq: seq, sentence: `Entry ${seq} is missing.` };
    if (index > sealedTo) continue;
    if (linkHash(end?.hash ?? "", row, hash) !== claimed)
      return { ok: false, atSeq: row.seq, sentence: `Entry ${row.seq} was changed after it was written.` };
    end = { seq, hash: claimed };
  }
  return { ok: true, end };
}

export function verifyValues(values: readonly Row<"auditValue">[], hash: Hash): Broken | null {
  for (const { hash: key, value } of values)
    if (value !== null && hash(value) !== key) return { ok: false, atSeq: 0, sentence: `The value ${key.slice(0, 12)} is not the one that was written.` };
  return null;
}
