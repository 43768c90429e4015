import { guid } from "./guid.ts";

export type PageKind =
  | "invoices-list"
  | "invoice-view"
  | "invoice-edit"
  | "bills-list"
  | "bill-view"
  | "bill-edit"
  | "contact-view"
  | "bank-rec"
  | "bank-transaction";

export type XeroUi = "spa" | "classic";

/** What the address alone says. `id` is null on lists and on a document that Xero has not saved yet. */
export interface Route {
  kind: PageKind;
  ui: XeroUi;
  /** With its leading "!"; classic pages name no organisation in the address. */
  shortCode: string | null;
  id: string | null;
  accountId: string | null;
  /** List tab, in Xero's own spelling. */
  tab: string | null;
  page: number | null;
}

export const XERO_ORIGIN = "https://go.xero.com";

interface Pattern {
  kind: PageKind;
  ui: XeroUi;
  /** Against the path after `/app/{shortCode}`, lower-cased; group 1 is an id or a tab. */
  path: RegExp;
  takes: "id" | "tab" | "nothing";
  idParameter?: string;
}

// Short codes hold "-" and further "!" (`!G!hH0`, `!!MbJQ`, `!25F0!`), so everything up to the next slash is taken.
const APP = /^\/app\/(![^/?#]+)(\/.*)?$/i;
const APP_WITHOUT_CODE = /^\/app(\/.*)$/i;

const PATTERNS: readonly Pattern[] = [
  { kind: "invoice-view", ui: "spa", path: /^\/invoicing\/view\/([^/]+)\/?$/, takes: "id" },
  { kind: "invoice-edit", ui: "spa", path: /^\/invoicing\/edit\/([^/]+)\/?$/, takes: "id" },
  { kind: "invoice-edit", ui: "spa", path: /^\/invoicing\/?$/, takes: "nothing" },
  { kind: "bill-view", ui: "spa", path: /^\/bills\/view\/bill\/?$/, takes: "nothing", idParameter: "id" },
  { kind: "bills-list", ui: "spa", path: /^\/bills\/list\/([a-z-]+)\/?$/, takes: "tab" },
  { kind: "bills-list", ui: "spa", path: /^\/bills\/?$/, takes: "nothing" },
  { kind: "contact-view", ui: "spa", path: /^\/contacts\/contact\/([^/]+)\/?$/, takes: "id" },
];

const CLASSIC: readonly Pattern[] = [
  { kind: "invoices-list", ui: "classic", path: /^\/accountsreceivable\/search\.aspx$/, takes: "nothing" },
  { kind: "invoice-view", ui: "classic", path: /^\/accountsreceivable\/view\.aspx$/, takes: "nothing", idParameter: "invoiceid" },
  { kind: "invoice-edit", ui: "classic", path: /^\/accountsreceivable\/edit\.aspx$/, takes: "nothing", idParameter: "invoiceid" },
  { kind: "bill-view", ui: "classic", path: /^\/accountspayable\/view\.aspx$/, takes: "nothing", idParameter: "invoiceid" },
  { kind: "bill-edit", ui: "classic", path: /^\/accountspayable\/edit\.aspx$/, takes: "nothing", idParameter: "invoiceid" },
  { kind: "contact-view", ui: "classic", path: /^\/contacts\/view\/([^/]+)\/?$/, takes: "id" },
  { kind: "contact-view", ui: "classic", path: /^\/contacts\/view\.aspx$/, takes: "nothing", idParameter: "contactid" },
  { kind: "bank-rec", ui: "classic", path: /^\/bank(?:rec)?\/bankrec\.aspx$/, takes: "nothing" },
  { kind: "bank-transaction", ui: "classic", path: /^\/bank\/viewtransaction\.aspx$/, takes: "nothing", idParameter: "banktransactionid" },
];

/** Kinds that mean nothing without the id of one record. */
const NEEDS_ID: ReadonlySet<PageKind> = new Set(["invoice-view", "bill-view", "contact-view", "bank-transaction"]);

/** The page that an address names, or null for the rest of Xero, where the overlay does nothing at all. */
export function routeOf(url: URL): Route | null {
  if (url.origin !== XERO_ORIGIN) return null;
  const app = APP.exec(url.pathname);
  const shortCode = app ? (app[1] ?? null) : null;
  const rest = app ? (app[2] ?? "/") : (APP_WITHOUT_CODE.exec(url.pathname)?.[1] ?? null);
  const path = (rest ?? url.pathname).toLowerCase();
  const query = lowerCaseQuery(url);
  for (const pattern of rest === null ? CLASSIC : PATTERNS) {
    const match = pattern.path.exec(path);
    if (match === null) continue;
    const id = guid(pattern.takes === "id" ? match[1] : pattern.idParameter ? query.get(pattern.idParameter) : null);
    const accountId = guid(query.get("accountid"));
    if (NEEDS_ID.has(pattern.kind) && id === null) return null;
    if (pattern.kind === "bank-rec" && accountId === null) return null;
    return {
      kind: pattern.kind,
      ui: pattern.ui,
      shortCode,
      id,
      accountId,
      tab: pattern.takes === "tab" ? (match[1] ?? null) : statusTab(query),
      page: pattern.kind === "bank-rec" ? pageNumber(query.get("page")) : null,
    };
  }
  return null;
}

/** Xero spells query names in any case (`InvoiceID`, `invoiceID`, `invoiceid`). */
function lowerCaseQuery(url: URL): Map<string, string> {
  const query = new Map<string, string>();
  for (const [name, value] of url.searchParams) query.set(name.toLowerCase(), value);
  return query;
}

/** `invoiceStatus=INVOICESTATUS/AUTHORISED` → AUTHORISED. */
function statusTab(query: Map<string, string>): string | null {
  return query.get("invoicestatus")?.split("/").at(-1) ?? null;
}

function pageNumber(text: string | undefined): number {
  const page = Number(text ?? 1);
  return Number.isInteger(page) && page > 0 ? page : 1;
}
