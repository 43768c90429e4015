import type { BulkItemState, BulkView } from "../../../shared/api/bulkShapes.ts";
import { BULK } from "../../../shared/limits.ts";
import { type BulkTally, bulkTallies, type BulkTold, bulkTold } from "../../store/reads/bulkProgress.ts";
import type { BulkRow } from "../../store/reads/bulks.ts";
import type { OrganisationRow } from "../../store/reads/organisations.ts";
import { findRecords } from "../../store/reads/records.ts";
import type { HttpDeps } from "../deps.ts";
import { titleOf } from "../views/titleOf.ts";
import { xeroHref } from "../views/xeroHref.ts";
import { CLAIM_MS } from "./continueBulk.ts";

const UNFINISHED: ReadonlySet<BulkItemState> = new Set(["waiting", "working", "undo_waiting", "undoing"]);
const CAN_UNDO: ReadonlySet<BulkItemState> = new Set(["waiting", "written", "queued", "kept"]);

/** Confirmations: how far each is, in numbers, and the bills about which there is something to say, named and linked. */
export async function bulkViews(deps: HttpDeps, organisation: OrganisationRow, bulks: readonly BulkRow[]): Promise<BulkView[]> {
  const ids = bulks.map(({ id }) => id);
  const [tallies, told] = await Promise.all([bulkTallies(deps.db, organisation.id, ids), bulkTold(deps.db, organisation.id, ids, BULK.documentsTold)]);
  const records = new Map((await findRecords(deps.db, organisation.id, ["bill", "bank_transaction"], told.map(({ recordId }) => recordId))).map((record) => [record.id, record]));
  const [talliesOf, toldOf] = [Map.groupBy(tallies, ({ bulkId }) => bulkId), Map.groupBy(told, ({ bulkId }) => bulkId)];
  const heldMs = tallies.some(isOpen) ? await deps.gate.waitMs(organisation.id) : 0;
  const toldView = ({ recordId, xeroId, state, sentence, lineIds }: BulkTold): BulkView["told"][number] => {
    const record = records.get(recordId);
    return {
      recordId, state, sentence, lineIds: JSON.parse(lineIds) as string[],
      title: record === undefined ? "A bill that is gone" : titleOf(record),
      href: record === undefined ? null : xeroHref(organisation.shortCode, record.kind, xeroId),
    };
  };
  return bulks.map((bulk) => {
    const [counted, some] = [talliesOf.get(bulk.id) ?? [], toldOf.get(bulk.id) ?? []];
    return {
      id: bulk.id, by: bulk.by.name, createdAt: bulk.createdAt, undoneBy: bulk.undoneBy?.name ?? null, undoneAt: bulk.undoneAt,
      documents: sum(counted, ({ documents }) => documents),
      lines: sum(counted, ({ lines }) => lines),
      states: Object.fromEntries(counted.map(({ state, documents, lines }) => [state, { documents, lines }])),
      remaining: sum(counted, ({ state, documents }) => (UNFINISHED.has(state) ? documents : 0)),
      onTheWay: sum(counted, ({ moving }) => moving),
      waits: waits(counted, { heldMs: counted.some(isOpen) ? heldMs : 0, now: deps.clock.now() }),
      canUndo: counted.some(({ state }) => CAN_UNDO.has(state)),
      told: some.map(toldView),
      notTold: (some[0]?.of ?? 0) - some.length,
      leftOut: [...bulk.leftOut],
    };
  });
}

const isOpen = ({ state, moving }: BulkTally): boolean => UNFINISHED.has(state) || moving > 0;
const sum = (tallies: readonly BulkTally[], of: (tally: BulkTally) => number): number => tallies.reduce((all, tally) => all + of(tally), 0);

/** Shorter waits are over before anyone has read about them. */
const TOLD_FROM_MS = 2_000;

/** Why nothing moves at this moment, and for how long about; null where it does. `heldMs`: how long Xero's limits hold back what is left. */
function waits(counted: readonly BulkTally[], { heldMs, now }: { heldMs: number; now: number }): BulkView["waits"] {
  if (heldMs >= TOLD_FROM_MS) return { forMs: heldMs, sentence: "Xero takes only so many calls a minute." };
  const open = counted.filter(({ state }) => UNFINISHED.has(state));
  // Somebody is at all of them, or was cut off: then they are free once the claim is old.
  if (open.length === 0 || open.some(({ state }) => state === "waiting" || state === "undo_waiting")) return null;
  const freeAt = Math.min(...open.map(({ claimedAt }) => (claimedAt ?? 0) + CLAIM_MS));
  return { forMs: Math.max(0, freeAt - now), sentence: "Another page is writing the rest, or was cut off while it did." };
}
