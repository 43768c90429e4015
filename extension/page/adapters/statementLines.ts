import { findAll, type Answer } from "../find.ts";
import { guid } from "../guid.ts";
import type { Row } from "../pageContext.ts";
import type { Registry } from "../selectors.ts";

/**
 * Statement lines carry their id twice (`id="sl<32 hex>"` and an attribute). Where both speak they must agree, else the line is left alone. The hidden
 * template carries the nil id and drops out with it.
 */
export function statementLines(root: ParentNode, registry: Registry): { rows: Row[]; answer: Answer } {
  const found = findAll(root, registry, "bankRec.lines");
  const rows: Row[] = [];
  let disagreed = false;
  for (const element of found.elements) {
    const byAttribute = guid(element.getAttribute("data-statementlineid"));
    const byId = element.id.startsWith("sl") ? guid(element.id.slice(2)) : null;
    if (byAttribute !== null && byId !== null && byAttribute !== byId) disagreed = true;
    else {
      const id = byAttribute ?? byId;
      if (id !== null) rows.push({ id, element, anchor: element });
    }
  }
  return { rows, answer: disagreed ? "conflict" : rows.length === 0 ? "missing" : found.answer };
}
