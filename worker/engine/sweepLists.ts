import type { XeroListKind } from "../../shared/mapping/fromXero.ts";
import { READING, XERO_LIMITS } from "../../shared/limits.ts";

/** One of Xero's lists, as the nightly sweep reads it. */
export interface SweepList {
  list: XeroListKind;
  /** Invoices and bills of these statuses alone. */
  statuses?: readonly string[];
  /** Rows without lines: Xero offers them for invoices and contacts. Rows of the other lists come whole, so what differs is mended at once. */
  light: boolean;
  /** Nights after which every row of the list was compared. */
  nights: number;
}

const WEEK = 7;
const MONTH = READING.fullReadEveryDays;
const OPEN = ["DRAFT", "SUBMITTED", "AUTHORISED"];

/**
 * A list that fits on one page is compared every night, whole. Of longer ones what is still open is; all documents, in full, within a month. Everything every
 * night would read half of the first import again; what Xero changes moves a document to the newest end of its list, where polls find it.
 */
export const SWEEP_LISTS: readonly SweepList[] = [
  { list: "invoice", statuses: OPEN, light: true, nights: 1 },
  { list: "invoice", light: false, nights: MONTH },
  { list: "contact", light: true, nights: WEEK },
  { list: "credit_note", light: false, nights: WEEK },
  { list: "payment", light: false, nights: MONTH },
  { list: "bank_transaction", light: false, nights: MONTH },
  { list: "overpayment", light: false, nights: WEEK },
  { list: "prepayment", light: false, nights: WEEK },
  { list: "quote", light: false, nights: WEEK },
];

/** After a reconnect: every list, whole, once. */
export const PROOF_LISTS: readonly SweepList[] = (["contact", "invoice", "credit_note", "payment", "bank_transaction", "overpayment", "prepayment", "quote"] as const).map(
  (list) => ({ list, light: list === "contact" || list === "invoice", nights: 1 }),
);

/** Smaller pages cost calls and save little. */
const SMALLEST_PAGE = 100;

export interface Night {
  pageSize: number;
  first: number;
  count: number;
}

/**
 * The pages of a list that one night reads: all where one page holds them, else as many, and as long, as bring every row round within the list's nights.
 *
 * @param known how many rows of the list are linked here; Xero's own count is only known once a page was read.
 */
export function pagesOfNight({ list, nights }: SweepList, known: number, night: number): Night {
  const most = list === "quote" ? XERO_LIMITS.quotesPerPage : XERO_LIMITS.pageSize;
  if (nights === 1 || known <= most) return { pageSize: most, first: 1, count: Number.POSITIVE_INFINITY };
  const pageSize = Math.min(most, Math.max(SMALLEST_PAGE, Math.ceil(known / nights)));
  const pages = Math.max(1, Math.ceil(known / pageSize));
  const count = Math.ceil(pages / nights);
  return { pageSize, first: 1 + ((night * count) % pages), count };
}
