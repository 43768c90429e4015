import type { BulkItemState, BulkView } from "../../../shared/api/bulkShapes.ts";
import type { BulkItemRow, BulkRow } from "../../store/reads/bulks.ts";
import { type LinkRow, linksByRecord } from "../../store/reads/links.ts";
import type { OrganisationRow } from "../../store/reads/organisations.ts";
import { findRecords } from "../../store/reads/records.ts";
import type { HttpDeps } from "../deps.ts";
import { titleOf } from "../views/titleOf.ts";
import { reasonOf } from "../views/recordView.ts";
import { xeroHref } from "../views/xeroHref.ts";
import { CLAIM_MS } from "./continueBulk.ts";

const UNFINISHED: ReadonlySet<BulkItemState> = new Set(["waiting", "working", "undo_waiting", "undoing"]);
/** Of links: decided here, and not in Xero yet. */
const MOVING: ReadonlySet<string> = new Set(["pending", "waiting"]);
const CAN_UNDO: ReadonlySet<BulkItemState> = new Set(["waiting", "written", "queued", "kept"]);

/** Confirmations with the bills that they wrote, named and linked. */
export async function bulkViews(deps: HttpDeps, organisation: OrganisationRow, bulks: readonly { bulk: BulkRow; items: readonly BulkItemRow[] }[]): Promise<BulkView[]> {
  const ids = bulks.flatMap(({ items }) => items.map(({ recordId }) => recordId));
  const [records, links] = await Promise.all([findRecords(deps.db, organisation.id, ["bill", "bank_transaction"], ids), linksByRecord(deps.db, organisation.id, ids)]);
  const recordOf = new Map(records.map((record) => [record.id, record]));
  const xeroIds = new Map(links.map(({ recordId, xeroId }) => [recordId, xeroId]));
  const linkOf = new Map(links.map((link) => [link.recordId, link]));
  const isMoving = ({ recordId }: BulkItemRow): boolean => MOVING.has(linkOf.get(recordId)?.state ?? "");
  const isOnTheWay = (item: BulkItemRow): boolean => (item.state === "queued" || item.state === "undone") && isMoving(item);
  const heldMs = bulks.some(({ items }) => items.some((item) => UNFINISHED.has(item.state) || isOnTheWay(item))) ? await deps.gate.waitMs(organisation.id) : 0;
  return bulks.map(({ bulk, items }) => ({
    id: bulk.id,
    by: bulk.by.name,
    createdAt: bulk.createdAt,
    undoneBy: bulk.undoneBy?.name ?? null,
    undoneAt: bulk.undoneAt,
    lines: items.reduce((sum, { lines }) => sum + lines.length, 0),
    remaining: items.filter(({ state }) => UNFINISHED.has(state)).length,
    onTheWay: items.filter(isOnTheWay).length,
    waits: waits(items, { heldMs: items.some((item) => UNFINISHED.has(item.state) || isOnTheWay(item)) ? heldMs : 0, now: deps.clock.now() }),
    canUndo: items.some(({ state }) => CAN_UNDO.has(state)),
    items: items.map((item) => {
      const record = recordOf.get(item.recordId);
      return {
        recordId: item.recordId,
        ...sinceThen(item, linkOf.get(item.recordId)),
        lineIds: item.lines.map(({ lineId }) => lineId),
        title: record === undefined ? "A bill that is gone" : titleOf(record),
        href: record === undefined ? null : xeroHref(organisation.shortCode, record.kind, xeroIds.get(item.recordId) ?? null),
      };
    }),
    leftOut: [...bulk.leftOut],
  }));
}

/** What was on its way when the step ended may have arrived since, or Xero may have refused it. */
function sinceThen({ state, sentence }: BulkItemRow, link: LinkRow | undefined): Pick<BulkItemRow, "state" | "sentence"> {
  if ((state !== "queued" && state !== "undone") || link === undefined) return { state, sentence };
  if (link.state === "in_step") return { state: state === "queued" ? "written" : state, sentence: null };
  return { state: state === "queued" && link.state === "refused" ? "refused" : state, sentence: reasonOf(link)?.sentence ?? sentence };
}

/** Shorter waits are over before anyone has read about them. */
const TOLD_FROM_MS = 2_000;

/** Why nothing moves at this moment, and for how long about; null where it does. `heldMs`: how long Xero's limits hold back what is left. */
function waits(items: readonly BulkItemRow[], { heldMs, now }: { heldMs: number; now: number }): BulkView["waits"] {
  if (heldMs >= TOLD_FROM_MS) return { forMs: heldMs, sentence: "Xero takes only so many calls a minute." };
  const open = items.filter(({ state }) => UNFINISHED.has(state));
  // Somebody is at all of them, or was cut off: then they are free once the claim is old.
  if (open.length === 0 || open.some(({ state }) => state === "waiting" || state === "undo_waiting")) return null;
  const freeAt = Math.min(...open.map(({ claimedAt }) => (claimedAt ?? 0) + CLAIM_MS));
  return { forMs: Math.max(0, freeAt - now), sentence: "Another page is writing the rest, or was cut off while it did." };
}
