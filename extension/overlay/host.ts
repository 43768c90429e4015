import { overlaySheet } from "./styles.ts";

export const HOST_TAGS = ["marginalia-chip", "marginalia-rows", "marginalia-card"] as const;
type HostTag = (typeof HOST_TAGS)[number];

/** Keys and clicks meant for us must not reach Xero's shortcuts and row handlers. */
const ISOLATED_EVENTS = ["keydown", "keyup", "keypress", "click", "mousedown", "mouseup", "pointerdown", "pointerup"];

/** An element of ours with a closed shadow root: Xero's scripts cannot look in, its styles cannot reach in. */
export function createHost(doc: Document, tag: HostTag): { host: HTMLElement; root: ShadowRoot } {
  const host = doc.createElement(tag);
  const root = host.attachShadow({ mode: "closed" });
  root.adoptedStyleSheets = [overlaySheet(doc)];
  for (const type of ISOLATED_EVENTS) host.addEventListener(type, (event) => event.stopPropagation());
  return { host, root };
}

export function isOurs(node: Node): boolean {
  return HOST_TAGS.some((tag) => tag === node.nodeName.toLowerCase());
}

/** Hosts that an older version of this script left behind. */
export function removeOrphans(doc: Document): void {
  for (const orphan of doc.querySelectorAll(HOST_TAGS.join(","))) orphan.remove();
}
