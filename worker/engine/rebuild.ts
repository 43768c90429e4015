import type { RecordBody } from "../../shared/records/record.ts";
import type { Ports } from "../ports.ts";
import { type ChainVerdict, sealChanges, verifyChain } from "./auditTrail.ts";
import { openRun } from "./run.ts";

/** Audit entries of one record looked through for its last state; a record changed more often is rebuilt from its last ones. */
const ROWS = 10_000;
/** A longer chain is verified in parts by its caller. */
const CHAIN = 200_000;

export type Rebuilt = { ok: true; body: RecordBody } | { ok: false; sentence: string };

/** A record as it was at an instant, from the audit alone. Fails where its values were erased. */
export async function rebuild(ports: Ports, organisationId: string, recordId: string, at: number): Promise<Rebuilt> {
  const [rows] = await ports.store.read({ from: "audit", where: { organisationId, recordId, at: { lte: at } }, orderBy: ["seq"], descending: true, limit: ROWS });
  for (const row of rows) {
    const changes = JSON.parse(row.changes) as { group: string; after: string | null }[];
    const state = changes.find(({ group }) => group === "=") ?? (/^(pushed|sent)/.test(row.cause) ? undefined : changes.find(({ group }) => group === "*"));
    if (state?.after == null) continue;
    const [values] = await ports.store.read({ from: "auditValue", where: { organisationId, hash: state.after }, limit: 1 });
    const text = values[0]?.value ?? null;
    return text === null ? { ok: false, sentence: "What the record was then has been erased." } : { ok: true, body: JSON.parse(text) as RecordBody };
  }
  return { ok: false, sentence: "The record did not exist then." };
}

/** Whether the organisation's audit is whole. What was saved a moment ago is sealed first. */
export async function verifyAudit(ports: Ports, organisationId: string): Promise<ChainVerdict> {
  const run = await openRun(ports, organisationId, null);
  if (run !== null && run.auditEnd.unsealed.length > 0) await ports.store.commit([], sealChanges(organisationId, run.auditEnd));
  const [rows, values] = await ports.store.read(
    { from: "audit", where: { organisationId }, orderBy: ["seq"], limit: CHAIN },
    { from: "auditValue", where: { organisationId }, limit: CHAIN },
  );
  return verifyChain(rows, values, ports.hash);
}
