import { findFirst, findAll, type Answer } from "./find.ts";
import { XERO_ORIGIN, type Route } from "./route.ts";
import type { Registry } from "./selectors.ts";

/** Which organisation the page shows. Unknown means: show nothing of any organisation. */
export type Organisation = { shortCode: string; from: "url" | "nav-link" } | { shortCode: null; why: "missing" | "conflict" };

const CODE_IN_PATH = /^\/app\/(![^/?#]+)/i;

/**
 * The address first, the links of the top navigation second; both must agree wherever both speak. Links of an open organisation switcher go to
 * `/OrganisationLogin` and so are not read. History is never consulted: classic pages take the organisation from a session that all tabs share.
 */
export function organisationOf(doc: Document, route: Route, registry: Registry): { organisation: Organisation; answer: Answer } {
  const navigation = findFirst(doc, registry, "shell.navigation");
  const linked = navigation.element === null ? [] : codesIn(navigation.element, registry);
  const codes = new Set(linked);
  if (route.shortCode !== null) codes.add(route.shortCode);
  if (codes.size > 1) return { organisation: { shortCode: null, why: "conflict" }, answer: "conflict" };
  if (route.shortCode !== null) return { organisation: { shortCode: route.shortCode, from: "url" }, answer: "ok" };
  const [shortCode] = codes;
  if (shortCode === undefined) return { organisation: { shortCode: null, why: "missing" }, answer: "missing" };
  return { organisation: { shortCode, from: "nav-link" }, answer: navigation.answer };
}

function codesIn(navigation: Element, registry: Registry): string[] {
  return findAll(navigation, registry, "shell.organisationLinks").elements.flatMap((link) => {
    const href = link.getAttribute("href");
    if (href === null || !URL.canParse(href, XERO_ORIGIN)) return [];
    const url = new URL(href, XERO_ORIGIN);
    const code = url.origin === XERO_ORIGIN ? CODE_IN_PATH.exec(url.pathname)?.[1] : undefined;
    return code === undefined ? [] : [code];
  });
}
