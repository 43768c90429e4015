import type { SyncedBody } from "../../../shared/merge/groups.ts";
import type { SyncedKind } from "../../../shared/records/kinds.ts";
import { fromXero } from "../../../shared/mapping/fromXero.ts";
import type { Row, TableName } from "../../../worker/store/port.ts";
import { LIST_OF } from "../../../worker/engine/observation.ts";
import type { SimOrganisation, SimWorld } from "../world/simWorld.ts";

const SEEN = ["link", "record", "snapshot", "audit", "auditValue", "ledgerLine", "intent", "call", "conflict", "proposal", "inbox", "outEvent", "organisation"] as const satisfies readonly TableName[];
type SeenTable = (typeof SEEN)[number];

/** All that an invariant may look at: every row of both organisations, the stand-in, and what passed between them. */
export interface View {
  world: SimWorld;
  rows: { readonly [T in SeenTable]: readonly Row<T>[] };
  of<T extends Exclude<SeenTable, "inbox" | "organisation">>(organisation: SimOrganisation, table: T): Row<T>[];
  /** Xero's side of a link as last observed, in our words; null where it cannot be said. */
  xeroBody(organisation: SimOrganisation, link: Row<"link">, raw: string): SyncedBody | null;
}

export async function viewOf(world: SimWorld): Promise<View> {
  const rows = Object.fromEntries(await Promise.all(SEEN.map(async (table) => [table, await world.stored.rows(table)]))) as unknown as View["rows"];
  return {
    world,
    rows,
    of: (organisation, table) => (rows[table] as readonly { organisationId: string }[]).filter((row) => row.organisationId === organisation.id) as never,
    xeroBody: (organisation, link, raw) => {
      const own = rows.link.filter((row) => row.organisationId === organisation.id);
      const projects = rows.record.filter((row) => row.organisationId === organisation.id && row.kind === "project");
      const mapped = fromXero(LIST_OF[link.kind as SyncedKind], JSON.parse(raw) as Record<string, unknown>, {
        recordIdOf: (kind, xeroId) => own.find((row) => row.xeroId === xeroId && (row.kind === kind || (kind === "invoice" && row.kind === "bill")))?.recordId ?? null,
        projectOfOption: (optionId) => projects.find((row) => (JSON.parse(row.body) as { trackingOptionId: string | null }).trackingOptionId === optionId)?.id ?? null,
        homeCurrency: "AUD",
      });
      return mapped.ok ? mapped.body : null;
    },
  };
}
