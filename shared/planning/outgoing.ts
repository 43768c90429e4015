import { withAmounts } from "../documentAmounts.ts";
import { sameLineMoney } from "../merge/documentGroups.ts";
import type { SyncedBody } from "../merge/groups.ts";
import { toHome } from "../money.ts";
import type { Document, Line } from "../records/document.ts";
import type { SyncedKind } from "../records/kinds.ts";
import type { Payment } from "../records/payment.ts";
import type { References } from "./references.ts";
import type { CreateStatus, SyncRules } from "./rules.ts";
import { isTextOnly } from "../mapping/xeroLines.ts";

/** Bodies made ready for Xero: coding from services and defaults, tax as Xero works it out, the status the rules ask for. */

/** New lines without account or tax take their service's, else the organisation's default. Nothing is guessed beyond that. */
function coded(line: Line, document: Document, rules: SyncRules, references: References): Line {
  if (line.xeroLineId !== null || isTextOnly(line) || (line.accountCode !== null && line.taxType !== null)) return line;
  const service = line.serviceId === null ? null : references.service(line.serviceId);
  const usual = rules.defaultCoding[document.side];
  return {
    ...line,
    accountCode: line.accountCode ?? service?.accountCode ?? usual.accountCode,
    taxType: line.taxType ?? service?.taxType ?? usual.taxType,
  };
}

/** Amounts are worked out anew for lines whose money differs from Xero's; the others keep a tax that a person may have overridden. */
export function outgoingDocument(document: Document, xero: Document | null, rules: SyncRules, references: References): Document {
  const lines = document.lines.map((line) => coded(line, document, rules, references));
  const theirs = new Map(xero?.lines.map((line) => [line.id, line]));
  const sameKind = xero !== null && xero.lineAmountTypes === document.lineAmountTypes && xero.currency === document.currency;
  const rateE4Of = (taxType: string) => references.taxRate(taxType)?.rateE4 ?? null;
  return withAmounts({ ...document, lines }, rateE4Of, (line) => {
    const their = theirs.get(line.id);
    return !sameKind || their === undefined || !sameLineMoney(line, their);
  });
}

const STATUS_ORDER: readonly CreateStatus[] = ["draft", "submitted", "authorised"];

/** The status a new document gets in Xero: what the rules say, or what was approved here where approval flows. */
export function createStatus(kind: SyncedKind, document: Document, rules: SyncRules): Document["status"] {
  if (kind !== "invoice" && kind !== "bill" && kind !== "credit_note") return document.status;
  const asked = rules.createStatus[kind];
  const here = STATUS_ORDER.indexOf(document.status as CreateStatus);
  if (!rules.pushApproval || here < 0) return asked;
  return STATUS_ORDER[Math.max(here, STATUS_ORDER.indexOf(asked))]!;
}

/** A payment's method stands for the account that the organisation chose for it. */
export function outgoingPayment(payment: Payment, rules: SyncRules): Payment {
  if (payment.accountId !== null) return payment;
  const method = (payment.method ?? "").toLowerCase();
  // People name methods as they like, "constructor" too.
  const accountId = Object.hasOwn(rules.paymentAccounts, method) ? (rules.paymentAccounts[method] ?? null) : null;
  return accountId === null ? payment : { ...payment, accountId };
}

/** Whether the rules let a record be created on the other side at all. */
export function isFilteredOut(kind: SyncedKind, body: SyncedBody, rules: SyncRules, homeCurrency: string): boolean {
  const filter = rules.filters[kind];
  if (!filter || kind === "contact" || kind === "payment") return false;
  const document = body as Document;
  const homeMinor = toHome(document.totalMinor, document.currency, document.currencyRateE6, homeCurrency);
  // What cannot be compared yet, because Xero has still to give its rate, is not kept from going there to get it.
  if (filter.minTotalMinor !== undefined && homeMinor !== null && homeMinor < filter.minTotalMinor) return true;
  const projects = filter.projectIds;
  return projects !== undefined && !document.lines.some((line) => line.projectId !== null && projects.includes(line.projectId));
}
