import type { Mark, Marks, MarkState } from "../data/marks.ts";
import { createMarksClient } from "../data/marksClient.ts";
import type { XeroPage } from "../data/messages.ts";
import { adapterFor } from "../page/adapters/adapters.ts";
import type { PageContext, Row } from "../page/pageContext.ts";
import { readRoute } from "../page/readPage.ts";
import { routeOf, type Route } from "../page/route.ts";
import type { Registry } from "../page/selectors.ts";
import { ABOUT } from "../page/subject.ts";
import { createCardFrame } from "./cardFrame.ts";
import { createChip, type Chip } from "./chip.ts";
import { isOurs } from "./host.ts";
import { listMark } from "./listMark.ts";
import { mount } from "./mount.ts";
import { createRowLayer, type RowLayer } from "./rowLayer.ts";
import { createScheduler, type Changes } from "./scheduler.ts";

/** How long Xero's page may take to draw what its address promises; its micro-frontends arrive well after the document. */
export const PAGE_TIMEOUT_MS = 15_000;
/** Marks older than this are shown with their age. */
const OLD_MS = 120_000;
const REFRESH_MS = 20_000;

export interface OverlayPorts {
  doc: Document;
  cardUrl: string;
  registry: Registry;
  disabled: ReadonlySet<string>;
  now: () => number;
  reportPage: (page: XeroPage | null) => void;
  fetchMarks: (shortCode: string, records: XeroPage["listed"]) => Promise<Marks>;
  /** Tells the background worker what the card is about, before it loads. */
  openCard: (subject: XeroPage["subject"]) => void;
  openPanel: () => void;
  reportDrift: (kind: Route["kind"], field: string, answer: string) => void;
}

export interface Overlay {
  navigate: (url: URL) => void;
  /** Ask again now: something was decided in the card. */
  refresh: () => void;
  stop: () => void;
}

/** Drives chip, badges and card over one tab of Xero; holds no knowledge of Xero's pages and none of our API. */
export function createOverlay(ports: OverlayPorts): Overlay {
  const { doc } = ports;
  const view = doc.defaultView as Window & typeof globalThis;
  const onFrame = (run: () => void) => void view.requestAnimationFrame(run);
  let route: Route | null = null;
  let page: PageContext | null = null;
  let rows = new Map<string, Row>();
  let marks = new Map<string, Mark>();
  let pageState: MarkState | null = null;
  let asOf: number | null = null;
  let chip: Chip | null = null;
  let layer: RowLayer | null = null;
  let arrivedAt = 0;
  let settled = false;
  let opener: { focus: () => void } | null = null;
  let reported = "";
  let settleTimer = 0;

  const client = createMarksClient({
    onFrame,
    onMarks: receive,
    fetchMarks: (batch) => {
      const code = page?.organisation.shortCode ?? null;
      return code === null ? Promise.reject(new Error("no organisation")) : ports.fetchMarks(code, batch);
    },
  });
  const scheduler = createScheduler(
    { now: () => ports.now(), onFrame, onIdle: (run) => void view.setTimeout(() => view.requestIdleCallback(run), 1000), isOurs },
    changed,
    (why) => {
      if (route !== null) ports.reportDrift(route.kind, "overlay", why);
      leave();
    },
  );
  const card = createCardFrame(doc, {
    cardUrl: ports.cardUrl,
    onClosed: () => {
      chip?.setOpen(false);
      opener?.focus();
      opener = null;
    },
    onNoHello: () => ports.openPanel(),
  });
  const resizes = new view.ResizeObserver(() => layer?.reposition());
  const refreshTimer = view.setInterval(() => {
    if (doc.visibilityState === "visible") refresh();
  }, REFRESH_MS);
  const onScroll = (event: Event) => {
    if (event.target !== doc) layer?.reposition();
  };
  const onVisible = () => {
    if (doc.visibilityState === "visible") refresh();
  };
  doc.addEventListener("scroll", onScroll, { capture: true, passive: true });
  doc.addEventListener("visibilitychange", onVisible);

  function navigate(url: URL): void {
    const next = ports.disabled.has("all") ? null : routeOf(url);
    if (route !== null && next !== null && JSON.stringify(route) === JSON.stringify(next)) return;
    leave();
    route = next;
    if (route === null) {
      ports.reportPage(null);
      return;
    }
    arrivedAt = ports.now();
    settleTimer = view.setTimeout(look, PAGE_TIMEOUT_MS);
    look();
  }

  function leave(): void {
    scheduler.stop();
    client.reset();
    card.close();
    resizes.disconnect();
    view.clearTimeout(settleTimer);
    chip?.host.remove();
    layer?.destroy();
    [route, page, chip, layer, pageState, asOf, settled, reported] = [null, null, null, null, null, null, false, ""];
    rows = new Map();
    marks = new Map();
  }

  /** Reads the page from scratch. */
  function look(): void {
    if (route === null) return;
    page = readRoute(doc, route, ports.registry);
    rows = new Map(page.rows.map((row) => [row.id, row]));
    watch();
    draw();
    if (!settled && (isComplete() || isLate())) settle();
  }

  function isComplete(): boolean {
    return page !== null && page.root !== null && page.chip !== null && page.organisation.shortCode !== null;
  }

  function isLate(): boolean {
    return ports.now() - arrivedAt >= PAGE_TIMEOUT_MS;
  }

  /** The part that matters once it is known; the body while the page is still being drawn. */
  function watch(): void {
    if (page === null) return;
    const root = isComplete() || isLate() ? (page.root ?? doc.body) : doc.body;
    scheduler.watch(root);
    resizes.disconnect();
    resizes.observe(doc.body);
    resizes.observe(root);
  }

  function changed(changes: Changes): void {
    if (route === null || page === null) return;
    const rootLeft = page.root !== null && !page.root.isConnected;
    if (rootLeft || changes.relabelled || !settled || page.organisation.shortCode === null) {
      look();
      return;
    }
    const adapter = adapterFor(route.kind, route.ui, ports.registry);
    if (adapter.rows !== undefined) {
      for (const [id, row] of rows) if (!row.element.isConnected) rows.delete(id);
      for (const element of changes.added) {
        if (!element.isConnected) continue;
        for (const row of adapter.rows(element.parentElement ?? element).rows) if (!rows.has(row.id)) rows.set(row.id, row);
      }
    }
    page = { ...page, chip: adapter.chip(doc).mount };
    draw();
  }

  function settle(): void {
    settled = true;
    view.clearTimeout(settleTimer);
    if (page === null) return;
    for (const [field, answer] of Object.entries(page.fields)) if (answer !== "ok") ports.reportDrift(page.route.kind, field, answer);
    if (page.root === null) ports.reportDrift(page.route.kind, "root", "missing");
  }

  /** Applies what is known; doing it twice changes nothing. */
  function draw(): void {
    if (page === null) return;
    report();
    const mark = chipMark();
    if (mark !== null && page.chip !== null && !ports.disabled.has("chip")) {
      chip ??= createChip(doc, () => toggleCard(null, chip));
      mount(chip.host, page.chip);
      chip.show(mark, asOf !== null && ports.now() - asOf > OLD_MS ? ports.now() - asOf : null);
    } else chip?.host.remove();
    drawRows();
    askForMarks();
  }

  function drawRows(): void {
    if (page === null) return;
    const kind = ABOUT[page.route.kind].rows;
    if (kind === null || page.organisation.shortCode === null || pageState !== null || ports.disabled.has("rows")) {
      layer?.destroy();
      layer = null;
      return;
    }
    layer ??= createRowLayer(doc, {
      onFrame,
      onVisible: (ids) => client.want(ids.filter((id) => !marks.has(id)).map((id) => ({ kind, id }))),
      onOpen: (id) => toggleCard({ kind, id }, { focus: () => chip?.focus(), rect: () => layer?.rectOf(id) ?? null }),
      createIntersectionObserver: (callback) => new view.IntersectionObserver(callback, { rootMargin: "100px" }),
    });
    if (!layer.host.isConnected) doc.body.append(layer.host);
    layer.setRows([...rows.values()]);
    layer.setMarks(marks);
  }

  /** What the chip says; null while there is nothing to say yet, or on pages that get no chip. */
  function chipMark(): Mark | null {
    if (page === null) return null;
    const about = ABOUT[page.route.kind];
    if (about.subject === null && about.rows === null) return null;
    if (page.organisation.shortCode === null)
      return isLate() || page.organisation.why === "conflict" ? plain("organisation-unknown") : null;
    if (page.fields.id === "conflict") return plain("organisation-unknown");
    if (pageState !== null) return plain(pageState);
    if (about.rows !== null) return asOf === null ? plain("loading") : listMark([...rows.keys()].flatMap((id) => marks.get(id) ?? []));
    if (page.id === null) return plain("unsaved");
    return marks.get(page.id) ?? plain("loading");
  }

  function askForMarks(): void {
    if (page === null || page.organisation.shortCode === null) return;
    client.want(recordsOf(page).filter((record) => !marks.has(record.id)));
  }

  function recordsOf(of: PageContext): XeroPage["listed"] {
    const about = ABOUT[of.route.kind];
    if (about.subject !== null) return of.id === null ? [] : [{ kind: about.subject, id: of.id }];
    const { rows: kind } = about;
    return kind === null ? [] : [...rows.keys()].slice(0, 200).map((id) => ({ kind, id }));
  }

  function receive(answer: Marks): void {
    pageState = answer.page;
    asOf = answer.asOf;
    for (const [id, mark] of Object.entries(answer.marks)) marks.set(id, mark);
    draw();
  }

  function report(): void {
    if (page === null) return;
    const about = ABOUT[page.route.kind];
    const next: XeroPage = {
      shortCode: page.organisation.shortCode,
      kind: page.route.kind,
      editing: about.editing,
      subject: about.subject !== null && page.id !== null ? { kind: about.subject, id: page.id } : null,
      listed: about.rows === null ? [] : recordsOf(page),
      accountId: page.route.accountId,
    };
    const key = JSON.stringify(next);
    if (key === reported) return;
    reported = key;
    ports.reportPage(next);
  }

  function toggleCard(subject: XeroPage["subject"], from: { focus: () => void; rect: () => DOMRect | null } | null): void {
    if (card.isOpen()) {
      card.close();
      return;
    }
    const rect = from?.rect();
    if (from === null || !rect) return;
    ports.openCard(subject);
    card.open(rect);
    opener = from;
    if (subject === null) chip?.setOpen(true);
  }

  function refresh(): void {
    if (page !== null && page.organisation.shortCode !== null) client.want(recordsOf(page));
  }

  return {
    navigate,
    refresh,
    stop() {
      leave();
      view.clearInterval(refreshTimer);
      doc.removeEventListener("scroll", onScroll, { capture: true });
      doc.removeEventListener("visibilitychange", onVisible);
    },
  };
}

function plain(state: MarkState): Mark {
  return { state, projectName: null, marginE2: null, waitingCount: 0 };
}
