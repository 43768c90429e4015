import type { Actor } from "../../shared/records/record.ts";
import type { Ports } from "../ports.ts";
import { commitBatch, emptyBatch } from "./batch.ts";
import { openRun, readAuditEnd } from "./run.ts";

const ROWS = 10_000;
const TRIES = 4;

/**
 * Erases what the audit kept of one record: values that no other record shares. The chain over their hashes stays whole, and the erasure
 * is an entry of its own.
 *
 * @returns how many values were erased; null where the organisation does not exist or is busy.
 */
export async function eraseValues(ports: Ports, organisationId: string, recordId: string, actor: Actor): Promise<number | null> {
  const run = await openRun(ports, organisationId, null);
  if (run === null) return null;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const [own, all] = await ports.store.read(
      { from: "audit", where: { organisationId, recordId }, limit: ROWS },
      { from: "audit", where: { organisationId }, orderBy: ["seq"], descending: true, limit: 200_000 },
    );
    const shared = new Set(all.filter((row) => row.recordId !== recordId).flatMap((row) => hashesOf(row.changes)));
    const hashes = [...new Set(own.flatMap((row) => hashesOf(row.changes)))].filter((hash) => !shared.has(hash));
    const batch = emptyBatch();
    batch.before.push({ update: "auditValue", where: { organisationId, hash: { in: hashes } }, set: { value: null } });
    batch.audit.push({ at: run.now(), actor, cause: "erasure", rule: null, recordId, kind: null, callId: null, changes: [] });
    if ((await commitBatch(run, batch)) === "committed") return hashes.length;
    await readAuditEnd(run);
  }
  return null;
}

function hashesOf(changes: string): string[] {
  return (JSON.parse(changes) as { before: string | null; after: string | null }[]).flatMap(({ before, after }) => [before, after]).filter((hash) => hash !== null);
}
