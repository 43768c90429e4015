import type { SubjectKind } from "../data/messages.ts";
import type { PageKind } from "./route.ts";

/** What a page is about, what its rows are, and whether a form holds its own copy of the record. */
interface About {
  subject: SubjectKind | null;
  rows: SubjectKind | null;
  editing: boolean;
}

export const ABOUT: Readonly<Record<PageKind, About>> = {
  "invoices-list": { subject: null, rows: "invoice", editing: false },
  "invoice-view": { subject: "invoice", rows: null, editing: false },
  "invoice-edit": { subject: "invoice", rows: null, editing: true },
  "bills-list": { subject: null, rows: "bill", editing: false },
  "bill-view": { subject: "bill", rows: null, editing: false },
  "bill-edit": { subject: "bill", rows: null, editing: true },
  "contact-view": { subject: "contact", rows: null, editing: false },
  "bank-rec": { subject: null, rows: null, editing: false },
  "bank-transaction": { subject: "bank_transaction", rows: null, editing: false },
};
