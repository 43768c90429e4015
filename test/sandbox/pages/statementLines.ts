import { createHash } from "node:crypto";
import type { Books } from "../books/books.ts";
import type { Invoice, Payment } from "../books/document.ts";
import type { LocalDate } from "../dates.ts";
import { invoiceBalance } from "../rules/balance.ts";

/**
 * One line of a bank statement that waits to be reconciled. Xero has no API for them (facts §5.6), so the books keep none: they
 * follow from the books, as a bank would report money that the books already or soon know.
 */
export interface StatementLine {
  id: string;
  date: LocalDate;
  payee: string;
  reference: string;
  /** Money out is negative. */
  amountMinor: number;
  /** A payment in the books that the line stands for: Xero would offer it as a match. */
  match?: { payment: Payment; invoice: Invoice };
}

/** Most lines on one page of the reconciliation. */
const statementPageSize = 50;

/** Payments that nobody has reconciled yet come first (they match), then the newest open documents (they do not, yet). */
export function statementLines(books: Books, accountId: string): StatementLine[] {
  const lines: StatementLine[] = [];
  for (const payment of books.payments.values()) {
    if (payment.accountId !== accountId || payment.isReconciled || payment.status !== "AUTHORISED" || payment.targetKind !== "invoice") continue;
    const invoice = books.invoices.get(payment.targetId);
    if (invoice) lines.push({ ...lineOf(books, `${payment.id}:payment`, invoice, payment.bankAmountMinor, payment.date), match: { payment, invoice } });
  }
  const firstBank = [...books.accounts.values()].find((account) => account.type === "BANK" && account.status === "ACTIVE");
  if (firstBank?.id === accountId) {
    const open = [...books.invoices.values()].filter((invoice) => invoice.status === "AUTHORISED" && invoice.currency === books.organisation.baseCurrency);
    for (const invoice of open.sort((one, other) => (one.date < other.date ? 1 : -1)).slice(0, 5)) {
      lines.push(lineOf(books, `${invoice.id}:open`, invoice, invoiceBalance(books, invoice).dueMinor, invoice.date));
    }
  }
  return lines.sort((one, other) => (one.date === other.date ? (one.id < other.id ? -1 : 1) : one.date < other.date ? 1 : -1)).slice(0, statementPageSize);
}

function lineOf(books: Books, key: string, invoice: Invoice, amountMinor: number, date: LocalDate): StatementLine {
  const hex = createHash("sha256").update(key).digest("hex");
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  const payee = (books.contacts.get(invoice.contactId)?.name ?? "").toUpperCase().slice(0, 18);
  return { id, date, payee, reference: invoice.number, amountMinor: invoice.type === "ACCREC" ? amountMinor : -amountMinor };
}
