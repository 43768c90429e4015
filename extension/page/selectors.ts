/**
 * Where things are in Xero's pages. The only place that knows a selector.
 *
 * Rules: ids in addresses and attributes first, then automation ids, then stable element ids, then block names; never a generated id, a hashed
 * class, a position or a text. Candidates are tried in order. A miss means "Xero changed": the caller does nothing and says so.
 * Evidence names who saw it on a live page and when; "assumed" means that nobody wrote down having seen it.
 */
export interface SelectorEntry {
  candidates: readonly string[];
  evidence: string;
}

export type SelectorKey =
  | "shell.root"
  | "shell.navigation"
  | "shell.organisationLinks"
  | "spa.headerActions"
  | "spa.header"
  | "classic.title"
  | "contact.headerActions"
  | "billsList.rowLinks"
  | "invoicesList.rowLinks"
  | "billEdit.invoiceId"
  | "bankRec.container"
  | "bankRec.lines";

export type Registry = Readonly<Record<SelectorKey, SelectorEntry>>;

export const PACKAGED_SELECTORS: Registry = {
  "shell.root": { candidates: ["#shell-app-root", "#bodyContainer", "#ItemsToReconcile"], evidence: "seen live 2026-08; the classic two 2026-08" },
  "shell.navigation": { candidates: ["nav#wac-top-panel", "#shell-nav"], evidence: "seen live 2026-08, on both page kinds" },
  "shell.organisationLinks": { candidates: ['a[href*="/app/!"]'], evidence: "seen live 2026-08, on both page kinds" },
  "spa.headerActions": { candidates: [".xui-pageheading--actions .xui-actions"], evidence: "seen live 2026" },
  "spa.header": { candidates: ['[data-automationid="PageHeader"]'], evidence: "seen live 2026-08" },
  "classic.title": { candidates: ["#page_title", "#title"], evidence: "2022" },
  "contact.headerActions": {
    candidates: [".xui-pageheading--actions .xui-actions", ':has(> [data-automationid="CONTACT_HEADER_ACTIONS_EDIT"])'],
    evidence: "seen live 2026",
  },
  "billsList.rowLinks": { candidates: ['a[href*="/bills/view/bill?"]'], evidence: "seen live 2026-08; several links a row" },
  "invoicesList.rowLinks": {
    candidates: ['a[href*="View.aspx?InvoiceID=" i], a[href*="Edit.aspx?InvoiceID=" i]'],
    evidence: "2013 for the link, 2026-08 for the page",
  },
  "billEdit.invoiceId": { candidates: ['input[name="CleanInvoiceID"]'], evidence: "2013-16" },
  "bankRec.container": { candidates: ["#ItemsToReconcile", "#statementLines"], evidence: "seen live 2026-08" },
  "bankRec.lines": {
    candidates: ["#statementLines > [data-statementlineid]", '#statementLines > [id^="sl"]'],
    evidence: "seen live 2026-06",
  },
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
  const registry: Record<SelectorKey, SelectorEntry> = { ...packaged };
  for (const [key, candidates] of Object.entries(overrides)) {
    if (!isKnown(key, packaged)) {
      dropped.push(key);
      continue;
    }
    const good = candidates.filter((selector) => selector.length <= SELECTOR_MAX_CHARACTERS && parses(selector));
    dropped.push(...candidates.filter((selector) => !good.includes(selector)).map((selector) => `${key}: ${selector}`));
    registry[key] = { ...packaged[key], candidates: [...good, ...packaged[key].candidates].slice(0, CANDIDATES_MAX) };
  }
  return { registry, dropped };
}

function isKnown(key: string, registry: Registry): key is SelectorKey {
  return Object.hasOwn(registry, key);
}
