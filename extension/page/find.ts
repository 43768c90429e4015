import type { Registry, SelectorKey } from "./selectors.ts";

/** How a field was found: by the first candidate, by a later one (an early warning), not at all, or two hooks contradicted each other. */
export type Answer = "ok" | "fallback" | "missing" | "conflict";

export interface Found {
  elements: Element[];
  answer: Answer;
}

/** The elements of the first candidate that matches anything. */
export function findAll(root: ParentNode, registry: Registry, key: SelectorKey): Found {
  for (const [index, selector] of registry[key].entries()) {
    const elements = [...root.querySelectorAll(selector)];
    if (elements.length > 0) return { elements, answer: index === 0 ? "ok" : "fallback" };
  }
  return { elements: [], answer: "missing" };
}

/** The first element of the first candidate that matches anything. */
export function findFirst(root: ParentNode, registry: Registry, key: SelectorKey): { element: Element | null; answer: Answer } {
  for (const [index, selector] of registry[key].entries()) {
    const element = root.querySelector(selector);
    if (element !== null) return { element, answer: index === 0 ? "ok" : "fallback" };
  }
  return { element: null, answer: "missing" };
}
