/**
 * Where things are in Xero's pages. The only place that knows a selector.
 *
 * Rules: ids in addresses and attributes first, then automation ids, then stable element ids, then block names; never a generated id, a hashed
 * class, a position or a text. Candidates are tried in order. A miss means "Xero changed": the caller does nothing and says so.
 * The comment above each says when it was last seen on a live page.
 */
export type SelectorKey =
  | "shell.root"
  | "shell.navigation"
  | "shell.organisationLinks"
  | "spa.headerActions"
  | "spa.header"
  | "spa.title"
  | "classic.title"
  | "contact.headerActions"
  | "billsList.rowLinks"
  | "invoicesList.rowLinks"
  | "billEdit.invoiceId"
  | "bankRec.container"
  | "bankRec.lines";

export type Registry = Readonly<Record<SelectorKey, readonly string[]>>;

export const PACKAGED_SELECTORS: Registry = {
  // seen live 2026-08; the classic two 2026-08
  "shell.root": ["#shell-app-root", "#bodyContainer", "#ItemsToReconcile"],
  // seen live 2026-08, on both page kinds
  "shell.navigation": ["nav#wac-top-panel", "#shell-nav"],
  // seen live 2026-08, on both page kinds
  "shell.organisationLinks": ['a[href*="/app/!"]'],
  // seen live 2026
  "spa.headerActions": [".xui-pageheading--actions .xui-actions"],
  // seen live 2026-08
  "spa.header": ['[data-automationid="PageHeader"]'],
  // seen live 2026-08
  "spa.title": ['[data-automationid="PageHeader--title"]'],
  // 2022
  "classic.title": ["#page_title", "#title"],
  // seen live 2026
  "contact.headerActions": [".xui-pageheading--actions .xui-actions", ':has(> [data-automationid="CONTACT_HEADER_ACTIONS_EDIT"])'],
  // seen live 2026-08; several links a row
  "billsList.rowLinks": ['a[href*="/bills/view/bill?"]'],
  // 2013 for the link, 2026-08 for the page
  "invoicesList.rowLinks": ['a[href*="View.aspx?InvoiceID=" i], a[href*="Edit.aspx?InvoiceID=" i]'],
  // 2013-16
  "billEdit.invoiceId": ['input[name="CleanInvoiceID"]'],
  // seen live 2026-08
  "bankRec.container": ["#ItemsToReconcile", "#statementLines"],
  // seen live 2026-06
  "bankRec.lines": ["#statementLines > [data-statementlineid]", '#statementLines > [id^="sl"]'],
};

/** Longest selector that an override may carry; a real one is under 100 characters. */
const SELECTOR_MAX_CHARACTERS = 200;
const CANDIDATES_MAX = 8;

export interface MergedSelectors {
  registry: Registry;
  /** What was dropped, for the report: unknown keys and selectors that this browser cannot parse. */
  dropped: readonly string[];
}

/**
 * Published overrides on top of the packaged registry. An override may only put further candidates in front of a known key, so the worst that a bad
 * file can do is to miss; what does not parse here is dropped and named.
 */
export function mergeSelectors(
  overrides: Readonly<Record<string, readonly string[]>>,
  parses: (selector: string) => boolean,
  packaged: Registry = PACKAGED_SELECTORS,
): MergedSelectors {
  const dropped: string[] = [];
  const registry: Record<SelectorKey, readonly string[]> = { ...packaged };
  for (const [key, candidates] of Object.entries(overrides)) {
    if (!isKnown(key, packaged)) {
      dropped.push(key);
      continue;
    }
    const good = candidates.filter((selector) => selector.length <= SELECTOR_MAX_CHARACTERS && parses(selector));
    dropped.push(...candidates.filter((selector) => !good.includes(selector)).map((selector) => `${key}: ${selector}`));
    registry[key] = [...good, ...packaged[key]].slice(0, CANDIDATES_MAX);
  }
  return { registry, dropped };
}

function isKnown(key: string, registry: Registry): key is SelectorKey {
  return Object.hasOwn(registry, key);
}
