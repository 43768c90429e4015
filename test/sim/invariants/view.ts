import type { SyncedBody } from "../../../shared/merge/groups.ts";
import type { SyncedKind } from "../../../shared/records/kinds.ts";
import { fromXero } from "../../../shared/mapping/fromXero.ts";
import type { Row, TableName } from "../../../worker/store/port.ts";
import { LIST_OF } from "../../../worker/engine/observation.ts";
import type { Ports } from "../../../worker/ports.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { SimOrganisation, SimWorld } from "../world/simWorld.ts";

const SEEN = ["link", "record", "snapshot", "audit", "auditValue", "ledgerLine", "intent", "call", "conflict", "proposal", "inbox", "outEvent", "organisation"] as const satisfies readonly TableName[];
type SeenTable = (typeof SEEN)[number];

/** Whose books and audit are looked at. */
export interface Watched {
  organisations: readonly SimOrganisation[];
  sandbox: Sandbox;
  /** Ports without faults, of one organisation. */
  looking(organisationId: string): Ports;
}

/** All that an invariant may look at: every row, and the stand-in. */
export interface View<W extends Watched = Watched> {
  world: W;
  rows: { readonly [T in SeenTable]: readonly Row<T>[] };
  of<T extends Exclude<SeenTable, "inbox" | "organisation">>(organisation: SimOrganisation, table: T): Row<T>[];
  /** Xero's side of a link as last observed, in our words; null where it cannot be said. */
  xeroBody(organisation: SimOrganisation, link: Row<"link">, raw: string): SyncedBody | null;
}

/** A view of a schedule's whole world, with what its people typed and what passed on its line. */
export type SimView = View<SimWorld>;

export async function viewOf(world: SimWorld): Promise<SimView> {
  return viewThrough(world, (table) => world.stored.rows(table));
}

/** A view of any world whose rows can be read. */
export async function viewThrough<W extends Watched>(world: W, read: <T extends TableName>(table: T) => Promise<Row<T>[]>): Promise<View<W>> {
  const rows = Object.fromEntries(await Promise.all(SEEN.map(async (table) => [table, await read(table)]))) as unknown as View["rows"];
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
