import type { SyncedBody } from "../../shared/merge/groups.ts";
import type { Edits } from "../../shared/planning/planInput.ts";
import type { SyncedKind } from "../../shared/records/kinds.ts";
import type { Raw } from "../../shared/mapping/mapped.ts";
import type { Row, Select, Where } from "../store/port.ts";
import { type Part, readTogether } from "./readTogether.ts";
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

/** Which links: a condition on them, and how many at most. The longest dirty come first. */
export interface LinksWanted {
  where: Where<"link">;
  limit: number;
}

/** Links and all that belongs to them: one round trip, however many. */
export async function loadStates(run: Run, where: Where<"link">, limit: number): Promise<LinkedState[]> {
  const [states] = await readTogether(run.ports.store, linkedStates(run.organisation.id, { where, limit }));
  return states;
}

/** The same links as a condition of other selects: what these select belongs to them. */
export function wantedLinks(organisationId: string, { where, limit }: LinksWanted) {
  // By id where the times are equal, so that every select of one round trip means the same links.
  return { from: "link", where: { organisationId, ...where }, orderBy: ["dirtyAt", "id"], limit } as const;
}

/** Links and all that belongs to them, to be read together with other parts. */
export function linkedStates(organisationId: string, wanted: LinksWanted): Part<LinkedState[]> {
  const links = wantedLinks(organisationId, wanted);
  const of = (pick: "id" | "recordId" | "xeroHash" | "baseHash") => ({ among: { ...links, pick } });
  const { limit } = wanted;
  // A document has at most a few groups per line; the caps of planning bound what can be open.
  const open = limit * 50 + 1_000;
  const selects = [
    links,
    { from: "record", where: { organisationId, id: of("recordId") }, limit },
    { from: "snapshot", where: { organisationId, hash: of("xeroHash") }, limit },
    { from: "snapshot", where: { organisationId, hash: of("baseHash") }, limit },
    { from: "conflict", where: { organisationId, linkId: of("id"), resolvedAt: null }, limit: open },
    { from: "proposal", where: { organisationId, linkId: of("id"), decidedAt: null }, limit: open },
    { from: "intent", where: { organisationId, linkId: of("id"), state: { in: ["ready", "sent", "unknown"] } }, limit },
  ] as const satisfies readonly Select[];
  return { selects, make: (rows) => assembled(rows as unknown as StateRows) };
}

type StateRows = readonly [Row<"link">[], Row<"record">[], Row<"snapshot">[], Row<"snapshot">[], Row<"conflict">[], Row<"proposal">[], Row<"intent">[]];

function assembled([links, records, seen, bases, conflicts, proposals, intents]: StateRows): LinkedState[] {
  const recordOf = new Map(records.map((record) => [record.id, record]));
  const bodyOf = new Map([...seen, ...bases].map((snapshot) => [snapshot.hash, snapshot.body]));
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
