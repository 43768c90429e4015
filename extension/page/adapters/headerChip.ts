import { findFirst, type Answer } from "../find.ts";
import type { ChipMount } from "../pageContext.ts";
import type { Registry, SelectorKey } from "../selectors.ts";

export interface ChipPlace {
  key: SelectorKey;
  place: ChipMount["place"];
}

/** The first place that exists. A later place counts as a fallback, so that drift is seen before the chip is gone. */
export function headerChip(doc: Document, registry: Registry, places: readonly ChipPlace[]): { mount: ChipMount | null; answer: Answer } {
  for (const [index, { key, place }] of places.entries()) {
    const found = findFirst(doc, registry, key);
    if (found.element !== null) return { mount: { element: found.element, place }, answer: index === 0 ? found.answer : "fallback" };
  }
  return { mount: null, answer: "missing" };
}
