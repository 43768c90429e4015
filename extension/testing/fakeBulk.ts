import type { BulkLineView, BulkPreviewView, BulkView } from "../../shared/api/bulkShapes.ts";
import { SHORT_CODE } from "./demoFirm.ts";
import { bulkLines } from "./demoSuggestions.ts";

/** A confirmation as the Worker keeps it, one bill at each step, so that its progress can be seen. `held`: how long Xero's limit holds it back, ms. */
export function fakeBulk(held: () => number) {
  let bulks: BulkView[] = [];
  const taken = new Set<string>();
  const open = (): BulkLineView[] => bulkLines.filter(({ lineId }) => !taken.has(lineId));
  const preview = (): BulkPreviewView => ({
    lines: open(),
    leftOut: [{ recordId: "rec_locked", lineId: "ln_locked", title: "Bill NT-87100", sentence: "Xero's books are locked up to 2026-09-30." }],
    notSure: 4,
    notLookedAt: 0,
    leastE2: 9200,
  });
  const replace = (view: BulkView): BulkView => {
    bulks = [view, ...bulks.filter(({ id }) => id !== view.id)];
    return view;
  };
  const begin = (lineIds: readonly string[]): BulkView => {
    const lines = open().filter(({ lineId }) => lineIds.includes(lineId));
    for (const { lineId } of lines) taken.add(lineId);
    const items = [...Map.groupBy(lines, ({ recordId }) => recordId)].map(([recordId, some]) => ({
      recordId, title: some[0]?.title ?? "", href: `https://go.xero.com/app/${SHORT_CODE}/bills/view/bill?id=${recordId}`, lineIds: some.map(({ lineId }) => lineId), state: "waiting" as const, sentence: null,
    }));
    return replace({ id: `bulk_${bulks.length + 1}`, by: "Ana Whitlock", createdAt: Date.now(), undoneBy: null, undoneAt: null, lines: lines.length, remaining: items.length, onTheWay: 0, waits: null, canUndo: true, items, leftOut: [] });
  };
  const step = (view: BulkView): BulkView => {
    if (held() > 0) return replace({ ...view, waits: { forMs: held(), sentence: "Xero takes only so many calls a minute." } });
    const next = view.items.find(({ state }) => state === "waiting" || state === "undo_waiting");
    const items = view.items.map((item) => (item === next ? { ...item, state: item.state === "waiting" ? ("written" as const) : ("undone" as const) } : item));
    if (next?.state === "undo_waiting") for (const id of next.lineIds) taken.delete(id);
    return replace({ ...view, items, waits: null, remaining: Math.max(0, view.remaining - 1), canUndo: items.some(({ state }) => state === "written") });
  };
  const undo = (view: BulkView): BulkView => {
    const items = view.items.map((item) => (item.state === "written" ? { ...item, state: "undo_waiting" as const } : item));
    return replace({ ...view, items, undoneBy: "Ana Whitlock", undoneAt: Date.now(), remaining: items.filter(({ state }) => state === "undo_waiting").length });
  };
  /** What an address under /v1/suggestions/bulk answers; null: none of these. */
  return (pathname: string, body: unknown): { status: number; answer: unknown } | null => {
    if (pathname === "/v1/suggestions/bulk")
      return body === null ? { status: 200, answer: preview() } : { status: 201, answer: begin((body as { lines: { lineId: string }[] }).lines.map(({ lineId }) => lineId)) };
    if (pathname === "/v1/suggestions/bulks") return { status: 200, answer: { items: bulks } };
    const [, id, act] = /^\/v1\/suggestions\/bulks\/([^/]+)\/(continue|undo)$/.exec(pathname) ?? [];
    const view = bulks.find((bulk) => bulk.id === id);
    return view === undefined ? null : { status: 200, answer: act === "undo" ? undo(view) : step(view) };
  };
}
