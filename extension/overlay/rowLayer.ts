import type { Mark } from "../data/marks.ts";
import type { Row } from "../page/pageContext.ts";
import { badgeColumn, cellBoxes, placeIn } from "./badgeColumn.ts";
import { createHost } from "./host.ts";
import { icon } from "./icon.ts";
import { WORDS } from "./words.ts";

export interface RowLayer {
  host: HTMLElement;
  /** The rows now on the page; those that are gone lose their badge first. */
  setRows: (rows: readonly Row[]) => void;
  /** Called with marks as they arrive; rows without one stay bare. */
  setMarks: (marks: ReadonlyMap<string, Mark>) => void;
  /** Puts the badges back over their rows after something moved. */
  reposition: () => void;
  rectOf: (id: string) => DOMRect | null;
  destroy: () => void;
}

export interface RowLayerPorts {
  onVisible: (ids: readonly string[]) => void;
  onOpen: (id: string) => void;
  onFrame: (run: () => void) => void;
  createIntersectionObserver: (callback: IntersectionObserverCallback) => IntersectionObserver;
}

/** A state that asks for nothing gets no badge: a list of sixty green ticks is noise. */
const SILENT: ReadonlySet<Mark["state"]> = new Set(["in-step", "untracked", "unsaved", "loading"]);

const OBSERVED_PER_FRAME = 400;
const BADGE_HEIGHT_PX = 22;
const COMPACT_WIDTH_PX = 22;

/**
 * Badges of a list lie in one layer outside Xero's table: a badge inside each row makes the whole table lay itself out again (measured: 350 ms for 5,000
 * rows against none). Only rows on screen get one; they are placed by transform, reads before writes.
 */
export function createRowLayer(doc: Document, ports: RowLayerPorts): RowLayer {
  const { host, root } = createHost(doc, "marginalia-rows");
  const rows = new Map<string, Row>();
  const idOf = new WeakMap<Element, string>();
  const visible = new Set<string>();
  const badges = new Map<string, { button: HTMLButtonElement; state: Mark["state"]; wideWidthPx: number }>();
  let marks: ReadonlyMap<string, Mark> = new Map();
  const unobserved: Element[] = [];
  let scheduled = false;

  const intersections = ports.createIntersectionObserver((entries) => {
    for (const entry of entries) {
      const id = idOf.get(entry.target);
      if (id === undefined) continue;
      if (entry.isIntersecting) visible.add(id);
      else visible.delete(id);
    }
    ports.onVisible([...visible]);
    schedule();
  });

  /** A few hundred rows a frame: five thousand at once are a long task. */
  function observeSome(): void {
    for (const element of unobserved.splice(0, OBSERVED_PER_FRAME)) intersections.observe(element);
    if (unobserved.length > 0) ports.onFrame(observeSome);
  }

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    ports.onFrame(() => {
      scheduled = false;
      draw();
    });
  }

  function draw(): void {
    for (const [id, badge] of badges) {
      if (visible.has(id) && rows.has(id)) continue;
      badge.button.remove();
      badges.delete(id);
    }
    for (const id of visible) show(id, marks.get(id));
    place();
  }

  function show(id: string, mark: Mark | undefined): void {
    const existing = badges.get(id);
    if (mark === undefined || SILENT.has(mark.state) || !rows.has(id)) {
      existing?.button.remove();
      badges.delete(id);
      return;
    }
    if (existing?.state === mark.state) return;
    existing?.button.remove();
    const words = WORDS[mark.state];
    const button = doc.createElement("button");
    button.type = "button";
    button.className = `badge ${words.tone}`;
    button.title = words.meaning;
    button.setAttribute("aria-haspopup", "dialog");
    const label = doc.createElement("span");
    label.textContent = words.short;
    button.append(icon(doc, words.tone), label);
    button.addEventListener("click", () => ports.onOpen(id));
    root.append(button);
    badges.set(id, { button, state: mark.state, wideWidthPx: 0 });
  }

  function place(): void {
    const origin = host.getBoundingClientRect();
    const shown = [...badges].flatMap(([id, badge]) => {
      const row = rows.get(id);
      return row === undefined ? [] : [{ badge, cells: cellBoxes(row.element, row.anchor) }];
    });
    for (const { badge } of shown) if (badge.wideWidthPx === 0) badge.wideWidthPx = badge.button.offsetWidth;
    const widestPx = Math.max(0, ...shown.map(({ badge }) => badge.wideWidthPx));
    const { column, compact } = badgeColumn(shown.map(({ cells }) => cells), widestPx, COMPACT_WIDTH_PX);
    for (const { badge, cells } of shown) {
      const cell = cells[column];
      if (cell === undefined) continue;
      const { x, y } = placeIn(cell, compact ? COMPACT_WIDTH_PX : badge.wideWidthPx, BADGE_HEIGHT_PX);
      badge.button.classList.toggle("compact", compact);
      badge.button.style.transform = `translate(${Math.round(x - origin.left)}px,${Math.round(y - origin.top)}px)`;
    }
  }

  return {
    host,
    setRows(next) {
      const ids = new Map(next.map((row) => [row.id, row]));
      for (const [id, row] of rows) {
        if (ids.get(id)?.element === row.element) continue;
        intersections.unobserve(row.element);
        rows.delete(id);
        visible.delete(id);
      }
      for (const row of next) {
        if (rows.has(row.id)) continue;
        rows.set(row.id, row);
        idOf.set(row.element, row.id);
        unobserved.push(row.element);
      }
      observeSome();
      schedule();
    },
    setMarks(next) {
      marks = next;
      schedule();
    },
    reposition: schedule,
    rectOf: (id) => badges.get(id)?.button.getBoundingClientRect() ?? null,
    destroy() {
      unobserved.length = 0;
      intersections.disconnect();
      host.remove();
    },
  };
}
