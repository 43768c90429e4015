import { adapterFor } from "./adapters/adapters.ts";
import { findFirst, type Answer } from "./find.ts";
import { organisationOf } from "./organisation.ts";
import type { Field, PageContext } from "./pageContext.ts";
import { routeOf, type Route } from "./route.ts";
import { PACKAGED_SELECTORS, type Registry } from "./selectors.ts";

/**
 * Everything the overlay may know of a page: a pure function of the address, the document and the registry. Null where the overlay has no business.
 */
export function readPage(doc: Document, url: URL, registry: Registry = PACKAGED_SELECTORS): PageContext | null {
  const route = routeOf(url);
  return route === null ? null : readRoute(doc, route, registry);
}

export function readRoute(doc: Document, route: Route, registry: Registry): PageContext {
  const adapter = adapterFor(route.kind, route.ui, registry);
  const { organisation, answer } = organisationOf(doc, route, registry);
  const { mount, answer: chipAnswer } = adapter.chip(doc);
  const list = adapter.rows?.(doc);
  const second = adapter.secondId?.(doc) ?? null;
  const id = identify(route.id, second);
  const fields: Partial<Record<Field, Answer>> = { organisation: answer, chip: chipAnswer };
  if (route.id !== null) fields.id = id.answer;
  if (list !== undefined) fields.rows = list.answer;
  return {
    route,
    organisation,
    id: id.id,
    fields,
    rows: list?.rows ?? [],
    chip: mount,
    root: findFirst(doc, registry, "shell.root").element,
  };
}

/** Two hooks that name different records: neither is believed. */
function identify(inUrl: string | null, inPage: string | null): { id: string | null; answer: Answer } {
  if (inUrl !== null && inPage !== null && inUrl !== inPage) return { id: null, answer: "conflict" };
  return { id: inUrl, answer: inUrl === null ? "missing" : "ok" };
}
