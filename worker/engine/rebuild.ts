import type { RecordBody } from "../../shared/records/record.ts";
import type { Ports } from "../ports.ts";
import type { Row } from "../store/port.ts";
import { type AuditHead, type ChainVerdict, sealChanges, verifyLinks, verifyValues } from "./auditTrail.ts";
import { openRun } from "./run.ts";

/** Audit entries of one record looked through for its last state; a record changed more often is rebuilt from its last ones. */
const ROWS = 10_000;
/** Entries, and values, verified at once: some megabytes. */
const AT_ONCE = 2_000;

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

/** Whether the organisation's audit is whole, however long it is. What was saved a moment ago is sealed first. */
export async function verifyAudit(ports: Ports, organisationId: string): Promise<ChainVerdict> {
  const run = await openRun(ports, organisationId, null);
  if (run !== null && run.auditEnd.unsealed.length > 0) await ports.store.commit([], sealChanges(organisationId, run.auditEnd));
  const links = await verifyEntries(ports, organisationId);
  return links.ok ? ((await brokenValue(ports, organisationId)) ?? links) : links;
}

async function verifyEntries({ store, hash }: Ports, organisationId: string): Promise<ChainVerdict> {
  let head = null as AuditHead | null;
  for (;;) {
    const [rows]: readonly [Row<"audit">[]] = await store.read({ from: "audit", where: { organisationId, seq: { gt: head?.seq ?? 0 } }, orderBy: ["seq"], limit: AT_ONCE });
    const links: ReturnType<typeof verifyLinks> = verifyLinks(head, rows, hash);
    if (!links.ok) return links;
    // The rest, or what is not sealed yet: that has nothing to be held against.
    if (rows.length < AT_ONCE || links.end?.seq === head?.seq) return { ok: true, rows: rows.at(-1)?.seq ?? head?.seq ?? 0 };
    head = links.end;
  }
}

async function brokenValue({ store, hash }: Ports, organisationId: string): Promise<ChainVerdict | null> {
  let after = "";
  for (;;) {
    const [values]: readonly [Row<"auditValue">[]] = await store.read({ from: "auditValue", where: { organisationId, hash: { gt: after } }, orderBy: ["hash"], limit: AT_ONCE });
    const broken = verifyValues(values, hash);
    if (broken !== null || values.length < AT_ONCE) return broken;
    after = values.at(-1)!.hash;
  }
}
