import { findAll, type Answer } from "../find.ts";
import { guid } from "../guid.ts";
import type { Row } from "../pageContext.ts";
import { XERO_ORIGIN } from "../route.ts";
import type { Registry, SelectorKey } from "../selectors.ts";

/** Rows by the ids in their links. A row holds several links to the same record; the first one keeps the badge. */
export function rowLinks(root: ParentNode, registry: Registry, key: SelectorKey, parameter: string): { rows: Row[]; answer: Answer } {
  const found = findAll(root, registry, key);
  const rows = new Map<string, Row>();
  for (const anchor of found.elements) {
    const id = idIn(anchor.getAttribute("href"), parameter);
    const element = anchor.closest('tr, [role="row"]');
    if (id !== null && element !== null && !rows.has(id)) rows.set(id, { id, element, anchor });
  }
  return { rows: [...rows.values()], answer: rows.size > 0 ? found.answer : looksFilled(root) ? "missing" : "ok" };
}

/** An empty list is not drift: only rows of several cells without the link we know are. */
function looksFilled(root: ParentNode): boolean {
  return root.querySelector("tbody > tr > td + td") !== null;
}

function idIn(href: string | null, parameter: string): string | null {
  if (href === null || !URL.canParse(href, XERO_ORIGIN)) return null;
  for (const [name, value] of new URL(href, XERO_ORIGIN).searchParams) if (name.toLowerCase() === parameter) return guid(value);
  return null;
}
