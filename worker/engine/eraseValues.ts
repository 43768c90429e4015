import type { Actor } from "../../shared/records/record.ts";
import type { Ports } from "../ports.ts";
import type { Change, Row } from "../store/port.ts";
import { commitBatch, emptyBatch } from "./batch.ts";
import { chunksOf } from "./chunksOf.ts";
import { openRun, readAuditEnd, type Run } from "./run.ts";

/** Entries of the audit looked through at once: some megabytes. */
const AT_ONCE = 2_000;
/** Pages of one call: it ends within seconds, and the cron goes on. */
const PAGES = 100;
/** Pages after which the place is kept: a call that dies costs no more than these. */
const KEPT_EVERY = 10;
/** Hashes in one statement: far below what D1 takes as one value. */
const HASHES = 10_000;

type Erasure = Row<"erasure">;

/** How an erasure stands. What is not done is gone on with, by the next call or by the cron. */
export interface Erased {
  done: boolean;
  /** Values erased by this call. */
  erased: number;
}

export interface EraseRequest {
  organisationId: string;
  recordId: string;
  actor: Actor;
}

/**
 * Erases what the audit kept of one record by now: values that no other record shares. The chain over their hashes stays whole, and the erasure
 * is an entry of its own. All other entries are looked through for what they share, page by page; the values go at the end, in one commit.
 *
 * @returns null where the organisation does not exist.
 */
export async function eraseValues(ports: Ports, { organisationId, recordId, actor }: EraseRequest): Promise<Erased | null> {
  const run = await openRun(ports, organisationId, null);
  if (run === null) return null;
  const [last] = await ports.store.read({ from: "audit", where: { organisationId }, orderBy: ["seq"], descending: true, limit: 1 });
  const row = { organisationId, recordId, by: actor, askedAt: run.now(), throughSeq: last[0]?.seq ?? 0, scannedSeq: 0, shared: [] };
  await ports.store.commit([], [{ insertNew: "erasure", rows: [row] }]);
  const begun = await under(ports, organisationId, recordId);
  return begun === null ? { done: true, erased: 0 } : goOn(run, begun);
}

/** Goes on with erasures that were cut off, or were too long for one call. @returns how many are done now. */
export async function goOnErasing(ports: Ports, limit: number): Promise<number> {
  const [open] = await ports.store.read({ from: "erasure", where: {}, orderBy: ["askedAt"], limit });
  let done = 0;
  for (const erasure of open) {
    const run = await openRun(ports, erasure.organisationId, null);
    if (run !== null && (await goOn(run, erasure)).done) done += 1;
  }
  return done;
}

async function under({ store }: Ports, organisationId: string, recordId: string): Promise<Erasure | null> {
  const [[row]] = await store.read({ from: "erasure", where: { organisationId, recordId }, limit: 1 });
  return row ?? null;
}

async function goOn(run: Run, erasure: Erasure): Promise<Erased> {
  const { organisationId, recordId } = erasure;
  const { store } = run.ports;
  const mine = await hashesOfRecord(run, erasure);
  const shared = new Set(erasure.shared);
  let scannedSeq = erasure.scannedSeq;
  const keep = (): Change => ({ update: "erasure", where: { organisationId, recordId }, set: { scannedSeq, shared: [...shared] } });
  for (let page = 1; page <= PAGES; page += 1) {
    const [rows] = await store.read({ from: "audit", where: { organisationId, seq: { gt: scannedSeq } }, orderBy: ["seq"], limit: AT_ONCE });
    for (const row of rows) if (row.recordId !== recordId) for (const hash of hashesOf(row.changes)) if (mine.has(hash)) shared.add(hash);
    scannedSeq = rows.at(-1)?.seq ?? scannedSeq;
    if (rows.length < AT_ONCE) {
      const erased = await atTheEnd(run, erasure, { scannedSeq, hashes: [...mine].filter((hash) => !shared.has(hash)) });
      if (erased !== null) return { done: true, erased };
    } else if (page % KEPT_EVERY === 0) await store.commit([], [keep()]);
  }
  await store.commit([], [keep()]);
  return { done: false, erased: 0 };
}

/** All that the audit kept of the record when its erasure was asked for. */
async function hashesOfRecord(run: Run, { organisationId, recordId, throughSeq }: Erasure): Promise<Set<string>> {
  const hashes = new Set<string>();
  for (let after = 0; ; ) {
    const [rows] = await run.ports.store.read({ from: "audit", where: { organisationId, recordId, seq: { gt: after } }, orderBy: ["seq"], limit: AT_ONCE });
    for (const row of rows) if (row.seq <= throughSeq) for (const hash of hashesOf(row.changes)) hashes.add(hash);
    after = rows.at(-1)?.seq ?? after;
    if (rows.length < AT_ONCE || after >= throughSeq) return hashes;
  }
}

/** @returns how many values went; null when somebody wrote meanwhile what has to be looked through first. */
async function atTheEnd(run: Run, { organisationId, recordId, by }: Erasure, { scannedSeq, hashes }: { scannedSeq: number; hashes: readonly string[] }): Promise<number | null> {
  await readAuditEnd(run);
  if ((run.auditEnd.unsealed.at(-1) ?? run.auditEnd.head)?.seq !== scannedSeq) return null;
  const batch = emptyBatch();
  for (const some of chunksOf(hashes, HASHES)) batch.before.push({ update: "auditValue", where: { organisationId, hash: { in: some } }, set: { value: null } });
  batch.audit.push({ at: run.now(), actor: by, cause: "erasure", rule: null, recordId, kind: null, callId: null, changes: [] });
  batch.after.push({ delete: "erasure", where: { organisationId, recordId } });
  if ((await commitBatch(run, batch)) === "committed") return hashes.length;
  // Another call may have been the one that wrote: then it is done.
  return (await under(run.ports, organisationId, recordId)) === null ? 0 : null;
}

function hashesOf(changes: string): string[] {
  return (JSON.parse(changes) as { before: string | null; after: string | null }[]).flatMap(({ before, after }) => [before, after]).filter((hash) => hash !== null);
}
