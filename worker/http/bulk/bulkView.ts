import type { BulkItemState, BulkView } from "../../../shared/api/bulkShapes.ts";
import type { BulkItemRow, BulkRow } from "../../store/reads/bulks.ts";
import { linksByRecord } from "../../store/reads/links.ts";
import type { OrganisationRow } from "../../store/reads/organisations.ts";
import { findRecords } from "../../store/reads/records.ts";
import type { HttpDeps } from "../deps.ts";
import { titleOf } from "../views/titleOf.ts";
import { xeroHref } from "../views/xeroHref.ts";

const UNFINISHED: ReadonlySet<BulkItemState> = new Set(["waiting", "working", "undo_waiting", "undoing"]);
const CAN_UNDO: ReadonlySet<BulkItemState> = new Set(["waiting", "written", "queued", "kept"]);

/** Confirmations with the bills that they wrote, named and linked. */
export async function bulkViews(deps: HttpDeps, organisation: OrganisationRow, bulks: readonly { bulk: BulkRow; items: readonly BulkItemRow[] }[]): Promise<BulkView[]> {
  const ids = bulks.flatMap(({ items }) => items.map(({ recordId }) => recordId));
  const [records, links] = await Promise.all([findRecords(deps.db, organisation.id, ["bill", "bank_transaction"], ids), linksByRecord(deps.db, organisation.id, ids)]);
  const recordOf = new Map(records.map((record) => [record.id, record]));
  const xeroIds = new Map(links.map(({ recordId, xeroId }) => [recordId, xeroId]));
  // What was on its way when the step ended may have arrived since.
  const arrived = new Set(links.flatMap(({ recordId, state }) => (state === "in_step" ? [recordId] : [])));
  return bulks.map(({ bulk, items }) => ({
    id: bulk.id,
    by: bulk.by.name,
    createdAt: bulk.createdAt,
    undoneBy: bulk.undoneBy?.name ?? null,
    undoneAt: bulk.undoneAt,
    lines: items.reduce((sum, { lines }) => sum + lines.length, 0),
    remaining: items.filter(({ state }) => UNFINISHED.has(state)).length,
    canUndo: items.some(({ state }) => CAN_UNDO.has(state)),
    items: items.map(({ recordId, lines, state, sentence }) => {
      const record = recordOf.get(recordId);
      return {
        recordId,
        ...(state === "queued" && arrived.has(recordId) ? { state: "written" as const, sentence: null } : { state, sentence }),
        lineIds: lines.map(({ lineId }) => lineId),
        title: record === undefined ? "A bill that is gone" : titleOf(record),
        href: record === undefined ? null : xeroHref(organisation.shortCode, record.kind, xeroIds.get(recordId) ?? null),
      };
    }),
    leftOut: [...bulk.leftOut],
  }));
}
