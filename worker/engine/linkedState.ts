import type { SyncedBody } from "../../shared/merge/groups.ts";
import type { Edits } from "../../shared/planning/planInput.ts";
import type { SyncedKind } from "../../shared/records/kinds.ts";
import type { Raw } from "../../shared/mapping/mapped.ts";
import type { Row, Where } from "../store/port.ts";
import type { Run } from "./run.ts";

/** Everything the store knows of one link: both sides as last observed, what they agreed on, and what is open. */
export interface LinkedState {
  link: Row<"link">;
  kind: SyncedKind;
  record: Row<"record"> | null;
  body: SyncedBody | null;
  edits: Edits;
  /** Xero's side as it was last sent, null before the first observation. */
  raw: Raw | null;
  /** What both agreed on where that differs from Xero's snapshot; see `baseIsXero`. */
  base: SyncedBody | null;
  /** Both sides agreed on exactly Xero's last snapshot. */
  baseIsXero: boolean;
  conflicts: readonly Row<"conflict">[];
  proposals: readonly Row<"proposal">[];
  /** The open intent, if any: ready, sent or unknown. */
  intent: Row<"intent"> | null;
}

/** Reads links and all that belongs to them: two round trips, however many. */
export async function loadStates(run: Run, where: Where<"link">, limit: number): Promise<LinkedState[]> {
  const [links] = await run.ports.store.read({
    from: "link",
    where: { organisationId: run.organisation.id, ...where },
    orderBy: ["dirtyAt"],
    limit,
  });
  return statesOf(run, links);
}

/** All that belongs to these links: one round trip. */
export async function statesOf(run: Run, links: readonly Row<"link">[]): Promise<LinkedState[]> {
  if (links.length === 0) return [];
  const organisationId = run.organisation.id;
  const linkIds = links.map((link) => link.id);
  const hashes = links.flatMap((link) => [link.xeroHash, link.baseHash]).filter((hash) => hash !== null);
  const many = links.length;
  // A document has at most a few groups per line; the caps of planning bound what can be open.
  const open = many * 50 + 1_000;
  const [records, snapshots, conflicts, proposals, intents] = await run.ports.store.read(
    { from: "record", where: { organisationId, id: { in: links.map((link) => link.recordId) } }, limit: many },
    { from: "snapshot", where: { organisationId, hash: { in: hashes } }, limit: many * 2 },
    { from: "conflict", where: { organisationId, linkId: { in: linkIds }, resolvedAt: null }, limit: open },
    { from: "proposal", where: { organisationId, linkId: { in: linkIds }, decidedAt: null }, limit: open },
    { from: "intent", where: { organisationId, linkId: { in: linkIds }, state: { in: ["ready", "sent", "unknown"] } }, limit: many },
  );
  const recordOf = new Map(records.map((record) => [record.id, record]));
  const bodyOf = new Map(snapshots.map((snapshot) => [snapshot.hash, snapshot.body]));
  const conflictsOf = Map.groupBy(conflicts, (conflict) => conflict.linkId);
  const proposalsOf = Map.groupBy(proposals, (proposal) => proposal.linkId);
  const intentOf = new Map(intents.map((intent) => [intent.linkId, intent]));
  return links.map((link) => {
    const record = recordOf.get(link.recordId) ?? null;
    return {
      link,
      kind: link.kind as SyncedKind,
      record,
      body: record === null ? null : (JSON.parse(record.body) as SyncedBody),
      edits: record === null ? {} : (JSON.parse(record.edits) as Edits),
      raw: link.xeroHash === null ? null : parsed<Raw>(bodyOf.get(link.xeroHash)),
      base: link.baseHash === null ? null : parsed<SyncedBody>(bodyOf.get(link.baseHash)),
      baseIsXero: link.baseHash === null && link.xeroHash !== null && link.equalAt !== null,
      conflicts: conflictsOf.get(link.id) ?? [],
      proposals: proposalsOf.get(link.id) ?? [],
      intent: intentOf.get(link.id) ?? null,
    };
  });
}

function parsed<T>(text: string | undefined): T | null {
  return text === undefined ? null : (JSON.parse(text) as T);
}
