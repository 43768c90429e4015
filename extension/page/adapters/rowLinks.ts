import { findAll, type Answer } from "../find.ts";
import { guid } from "../guid.ts";
import type { Row } from "../pageContext.ts";
import type { Registry, SelectorKey } from "../selectors.ts";

/** Rows by the ids in their links. A row holds several links to the same record; the first one keeps the badge. */
export function rowLinks(root: ParentNode, registry: Registry, key: SelectorKey, parameter: string): { rows: Row[]; answer: Answer } {
  const found = findAll(root, registry, key);
  const rows = new Map<string, Row>();
  // Long lists are read in one go: no URL objects, and the second link of a row is told by its equal address alone.
  const idIn = new RegExp(`[?&]${parameter}=([0-9a-f-]{32,36})(?:[&#]|$)`, "i");
  let before: string | null = null;
  for (const anchor of found.elements) {
    const href = anchor.getAttribute("href");
    if (href === before) continue;
    before = href;
    const id = guid(idIn.exec(href ?? "")?.[1]);
    if (id === null || rows.has(id)) continue;
    const element = anchor.closest('tr, [role="row"]');
    if (element !== null) rows.set(id, { id, element, anchor });
  }
  return { rows: [...rows.values()], answer: rows.size > 0 ? found.answer : looksFilled(root) ? "missing" : "ok" };
}

/** An empty list is not drift: only rows of several cells without the link we know are. */
function looksFilled(root: ParentNode): boolean {
  return root.querySelector("tbody > tr > td + td") !== null;
}
