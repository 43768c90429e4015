import type { BulkItemState, BulkLineView, BulkPreviewView, BulkView } from "../../shared/api/bulkShapes.ts";
import { SHORT_CODE } from "./demoFirm.ts";
import { bulkLines } from "./demoSuggestions.ts";

interface Item {
  recordId: string;
  lineIds: string[];
  state: BulkItemState;
}

interface Kept {
  view: BulkView;
  items: readonly Item[];
}

/** Bills on a page of the list, and in a step where there are many. */
const PAGE = 100;
const STEP = 40;

/**
 * A confirmation as the Worker keeps it, one bill at each step, or forty where there are many, so that its progress can be seen. `held`: how long Xero's limit holds
 * it back, ms. `many`: so many further lines, two on a bill.
 */
export function fakeBulk(held: () => number, many: () => number) {
  let bulks: Kept[] = [];
  const taken = new Set<string>();
  const open = (): BulkLineView[] => [...bulkLines, ...manyLines(many())].filter(({ lineId }) => !taken.has(lineId));
  const preview = (cursor: number): BulkPreviewView => {
    const bills = [...Map.groupBy(open(), ({ recordId }) => recordId).values()];
    const page = bills.slice(cursor, cursor + PAGE);
    const isLast = cursor + PAGE >= bills.length;
    return {
      lines: page.flat(),
      leftOut: cursor > 0 ? [] : [{ recordId: "rec_locked", lineId: "ln_locked", title: "Bill NT-87100", sentence: "Xero's books are locked up to 30 September 2026." }],
      notSure: cursor > 0 ? 0 : 4,
      lookedAt: page.length,
      notLookedAt: isLast ? 0 : bills.length - cursor - PAGE,
      nextCursor: isLast ? null : String(cursor + PAGE),
      leastE2: 9200,
    };
  };
  const replace = (before: BulkView, items: readonly Item[], more: Partial<BulkView> = {}): BulkView => {
    const tally = (state: BulkItemState) => {
      const some = items.filter((item) => item.state === state);
      return some.length === 0 ? [] : [[state, { documents: some.length, lines: some.reduce((sum, { lineIds }) => sum + lineIds.length, 0) }]];
    };
    const states = Object.fromEntries((["waiting", "written", "undo_waiting", "undone", "left_out"] as const).flatMap(tally)) as BulkView["states"];
    const view = { ...before, ...more, states, remaining: (states.waiting?.documents ?? 0) + (states.undo_waiting?.documents ?? 0), canUndo: states.written !== undefined };
    bulks = [{ view, items }, ...bulks.filter((bulk) => bulk.view.id !== view.id)];
    return view;
  };
  const begin = (lineIds: readonly string[]): BulkView => {
    const wanted = new Set(lineIds);
    const lines = open().filter(({ lineId }) => wanted.has(lineId));
    for (const { lineId } of lines) taken.add(lineId);
    const items = [...Map.groupBy(lines, ({ recordId }) => recordId)].map(([recordId, some]): Item => ({ recordId, lineIds: some.map(({ lineId }) => lineId), state: "waiting" }));
    const empty = { id: `bulk_${bulks.length + 1}`, by: "Ana Whitlock", createdAt: Date.now(), undoneBy: null, undoneAt: null, onTheWay: 0, waits: null, told: [], notTold: 0, leftOut: [], states: {}, remaining: 0, canUndo: false };
    return replace({ ...empty, documents: items.length, lines: lines.length }, items);
  };
  const step = ({ view, items }: Kept): BulkView => {
    if (held() > 0) return replace(view, items, { waits: { forMs: held(), sentence: "Xero takes only so many calls a minute." } });
    const next = items.filter(({ state }) => state === "waiting" || state === "undo_waiting").slice(0, items.length > STEP ? STEP : 1);
    for (const { state, lineIds } of next) if (state === "undo_waiting") for (const id of lineIds) taken.delete(id);
    return replace(view, items.map((item) => (next.includes(item) ? { ...item, state: item.state === "waiting" ? ("written" as const) : ("undone" as const) } : item)), { waits: null });
  };
  const undo = ({ view, items }: Kept): BulkView =>
    replace(view, items.map((item) => ({ ...item, state: item.state === "written" ? ("undo_waiting" as const) : item.state === "waiting" ? ("left_out" as const) : item.state })), { undoneBy: "Ana Whitlock", undoneAt: Date.now() });
  /** What an address under /v1/suggestions/bulk answers; null: none of these. */
  return ({ pathname, searchParams }: URL, body: unknown): { status: number; answer: unknown } | null => {
    if (pathname === "/v1/suggestions/bulk")
      return body === null ? { status: 200, answer: preview(Number(searchParams.get("cursor") ?? 0)) } : { status: 201, answer: begin((body as { lines: { lineId: string }[] }).lines.map(({ lineId }) => lineId)) };
    if (pathname === "/v1/suggestions/bulks") return { status: 200, answer: { items: bulks.map(({ view }) => view) } };
    const [, id, act] = /^\/v1\/suggestions\/bulks\/([^/]+)\/(continue|undo)$/.exec(pathname) ?? [];
    const kept = bulks.find(({ view }) => view.id === id);
    return kept === undefined ? null : { status: 200, answer: act === "undo" ? undo(kept) : step(kept) };
  };
}

const SUPPLIERS = ["Kestrel Freight", "Osprey Hosting", "Gumtree Catering", "Wattle Stationery", "Harbour Print"];

function manyLines(count: number): BulkLineView[] {
  const [model] = bulkLines;
  if (model === undefined) return [];
  return Array.from({ length: count }, (_, i): BulkLineView => {
    const bill = Math.floor(i / 2);
    return {
      ...model,
      recordId: `rec_many${bill}`, lineId: `ln_many${i}`, supplier: SUPPLIERS[bill % SUPPLIERS.length] ?? "", title: `Bill M-${bill}`, description: `Delivery ${i}`,
      href: `https://go.xero.com/app/${SHORT_CODE}/bills/view/bill?id=rec_many${bill}`, amountMinor: 10_000 + (i % 90) * 100, confidenceE2: 9300 + (i % 7) * 100,
      ...(i % 9 === 0 && { project: null }),
    };
  });
}
