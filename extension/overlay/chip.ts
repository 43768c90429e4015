import type { Mark } from "../data/marks.ts";
import { createHost } from "./host.ts";
import { icon } from "./icon.ts";
import { ageText, chipParts, WORDS } from "./words.ts";

export interface Chip {
  host: HTMLElement;
  /** `ageMs` is given when the answer is an old one that could not be refreshed. */
  show: (mark: Mark, ageMs: number | null) => void;
  setOpen: (open: boolean) => void;
  focus: () => void;
  rect: () => DOMRect;
}

/** The chip in the header: one button that says project, margin and whether both sides agree. */
export function createChip(doc: Document, onOpen: () => void): Chip {
  const { host, root } = createHost(doc, "marginalia-chip");
  const button = doc.createElement("button");
  button.type = "button";
  button.setAttribute("aria-haspopup", "dialog");
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", onOpen);
  root.append(button);
  let shown = "";

  return {
    host,
    show(mark, ageMs) {
      const age = ageMs === null ? null : `as of ${ageText(ageMs)}`;
      const key = JSON.stringify([mark, age]);
      if (key === shown) return;
      shown = key;
      const words = WORDS[mark.state];
      const parts = chipParts(mark);
      button.className = `chip ${words.tone}`;
      button.title = words.meaning;
      const spans = [
        parts.project === null ? null : span("project", parts.project),
        parts.margin === null ? null : span("part", parts.margin),
        span("part", parts.state),
        age === null ? null : span("part", age),
      ].filter((part) => part !== null);
      button.replaceChildren(icon(doc, words.tone), ...spans);
      button.setAttribute("aria-label", `Marginalia: ${spans.map((part) => part.textContent).join(", ")}`);
    },
    setOpen: (open) => button.setAttribute("aria-expanded", String(open)),
    focus: () => button.focus(),
    rect: () => button.getBoundingClientRect(),
  };

  function span(className: string, text: string): HTMLSpanElement {
    const element = doc.createElement("span");
    element.className = className;
    element.textContent = text;
    return element;
  }
}
