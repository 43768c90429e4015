import { createHost } from "./host.ts";

/** How long the card's page has to say hello. A page with COEP require-corp never lets it load; then the side panel opens instead. */
export const HELLO_TIMEOUT_MS = 1000;

export interface CardFrame {
  open: (near: DOMRect) => void;
  close: () => void;
  isOpen: () => boolean;
}

export interface CardFramePorts {
  cardUrl: string;
  onClosed: () => void;
  /** The card did not load. */
  onNoHello: () => void;
}

const MARGIN_PX = 12;
const START_HEIGHT_PX = 320;
const MIN_HEIGHT_PX = 160;

/**
 * The card: an extension page in an iframe inside a closed shadow root. Xero's page can neither read it nor press its buttons. What it shows is not
 * in its address: it asks the background worker which record this tab is about.
 */
export function createCardFrame(doc: Document, ports: CardFramePorts): CardFrame {
  const view = doc.defaultView as Window;
  const origin = new URL(ports.cardUrl).origin;
  let open: { host: HTMLElement; frame: HTMLIFrameElement; timer: number; topPx: number } | null = null;

  function onMessage(event: MessageEvent): void {
    if (open === null || event.origin !== origin || event.source !== open.frame.contentWindow) return;
    const data: unknown = event.data;
    if (typeof data !== "object" || data === null || !("marginalia" in data)) return;
    if (data.marginalia === "hello") {
      view.clearTimeout(open.timer);
      open.frame.classList.remove("waiting");
      open.frame.focus();
    } else if (data.marginalia === "close") close();
    else if (data.marginalia === "height" && "heightPx" in data && typeof data.heightPx === "number") resize(data.heightPx);
  }

  function resize(heightPx: number): void {
    if (open === null) return;
    const roomPx = view.innerHeight - open.topPx - MARGIN_PX;
    open.frame.style.height = `${Math.max(MIN_HEIGHT_PX, Math.min(heightPx, roomPx))}px`;
  }

  function onKey(event: KeyboardEvent): void {
    if (event.key === "Escape") close();
  }

  function onPointer(event: Event): void {
    if (open !== null && !event.composedPath().includes(open.host)) close();
  }

  function close(): void {
    if (open === null) return;
    const { host, timer } = open;
    open = null;
    view.clearTimeout(timer);
    view.removeEventListener("message", onMessage);
    doc.removeEventListener("keydown", onKey, true);
    doc.removeEventListener("pointerdown", onPointer, true);
    host.remove();
    ports.onClosed();
  }

  return {
    open(near) {
      close();
      const { host, root } = createHost(doc, "marginalia-card");
      const frame = doc.createElement("iframe");
      frame.className = "frame waiting";
      frame.title = "Marginalia";
      frame.src = ports.cardUrl;
      const topPx = Math.max(MARGIN_PX, Math.min(near.bottom + 8, view.innerHeight - START_HEIGHT_PX));
      frame.style.top = `${topPx}px`;
      frame.style.right = `${Math.max(MARGIN_PX, Math.min(view.innerWidth - near.right, view.innerWidth - 440 - MARGIN_PX))}px`;
      frame.style.height = `${START_HEIGHT_PX}px`;
      root.append(frame);
      view.addEventListener("message", onMessage);
      doc.addEventListener("keydown", onKey, true);
      doc.addEventListener("pointerdown", onPointer, true);
      const timer = view.setTimeout(() => {
        close();
        ports.onNoHello();
      }, HELLO_TIMEOUT_MS);
      open = { host, frame, timer, topPx };
      doc.body.append(host);
    },
    close,
    isOpen: () => open !== null,
  };
}
