import type { CreditDocument, CreditNote } from "../../books/document.ts";
import { msFromLocalDate, wireDate } from "../../dates.ts";
import { jsonFromMinor } from "../../money.ts";
import { list, type ListRules } from "../../queries/list.ts";
import { allocate, removeAllocation } from "../../rules/allocations.ts";
import { remainingCredit } from "../../rules/balance.ts";
import { saveCreditNote } from "../../rules/creditNotes.ts";
import { asGuid } from "../../rules/posted.ts";
import type { Books } from "../../books/books.ts";
import { ok, validationFailed, type Answer } from "../answer.ts";
import type { Call, Route } from "../call.ts";
import type { ScopeFamily } from "../scopes.ts";
import { unknownId } from "../unknownId.ts";
import { creditNoteWire, overpaymentWire, prepaymentWire, type DocumentDetail } from "../wire/documents.ts";
import type { Wire } from "../wire/lines.ts";
import { writeMany } from "../writeMany.ts";

interface CreditKind<C extends CreditDocument> {
  path: string;
  idField: string;
  scopes: readonly ScopeFamily[];
  map: (books: Books) => Map<string, C>;
  wire: (books: Books, credit: C, detail: DocumentDetail) => Wire;
}

const creditNotes: CreditKind<CreditNote> = { path: "CreditNotes", idField: "CreditNoteID", scopes: ["accounting.invoices"], map: (books) => books.creditNotes, wire: creditNoteWire };

export const creditRoutes: readonly Route[] = [
  ...creditRoutesOf(creditNotes),
  ...creditRoutesOf({ path: "Overpayments", idField: "OverpaymentID", scopes: ["accounting.payments"], map: (books) => books.overpayments, wire: overpaymentWire }),
  ...creditRoutesOf({ path: "Prepayments", idField: "PrepaymentID", scopes: ["accounting.payments"], map: (books) => books.prepayments, wire: prepaymentWire }),
  { method: "PUT", pattern: "/CreditNotes", scopes: creditNotes.scopes, handle: (call) => writeNotes(call, true) },
  { method: "POST", pattern: "/CreditNotes", scopes: creditNotes.scopes, handle: (call) => writeNotes(call, false) },
  { method: "POST", pattern: "/CreditNotes/:id", scopes: creditNotes.scopes, handle: (call) => withCredit(call, creditNotes, (note) => writeNotes(call, false, note.id)) },
];

/** Reading, allocating and taking an allocation back are alike for all three kinds (facts §5.5). */
function creditRoutesOf<C extends CreditDocument>(kind: CreditKind<C>): Route[] {
  const { path, scopes } = kind;
  return [
    { method: "GET", pattern: `/${path}`, scopes, handle: (call) => listCredits(call, kind) },
    { method: "GET", pattern: `/${path}/:id`, scopes, handle: (call) => withCredit(call, kind, (credit) => ok({ [path]: [kind.wire(call.books, credit, { lines: true, single: true, unitdp: call.unitdp })] })) },
    { method: "PUT", pattern: `/${path}/:id/Allocations`, scopes, handle: (call) => withCredit(call, kind, (credit) => writeAllocations(call, kind, credit.id)) },
    { method: "DELETE", pattern: `/${path}/:id/Allocations/:allocationId`, scopes, handle: (call) => withCredit(call, kind, (credit) => deleteAllocation(call, credit)) },
  ];
}

function listCredits<C extends CreditDocument>(call: Call, kind: CreditKind<C>): Answer {
  const { books } = call;
  const rules: ListRules<C> = {
    updatedAtMs: (credit) => credit.updatedAtMs,
    paging: "optional",
    fields: {
      [kind.idField]: { type: "guid", read: (one) => one.id },
      Type: { type: "enum", read: (one) => one.type },
      Status: { type: "enum", read: (one) => one.status },
      Reference: { type: "string", read: (one) => one.reference || undefined },
      Date: { type: "date", read: (one) => msFromLocalDate(one.date) },
      Total: { type: "number", read: (one) => one.totalMinor / 100 },
      RemainingCredit: { type: "number", read: (one) => remainingCredit(books, one) / 100 },
      UpdatedDateUTC: { type: "date", read: (one) => one.updatedAtMs },
      "Contact.ContactID": { type: "guid", read: (one) => one.contactId },
      "Contact.Name": { type: "string", read: (one) => books.contacts.get(one.contactId)?.name },
      ...(kind.path === "CreditNotes" ? { CreditNoteNumber: { type: "string" as const, read: (one: C) => (one.kind === "creditNote" ? one.number : undefined) } } : {}),
    },
  };
  const found = list(call.world, call.request, call.query, kind.map(books).values(), rules);
  const detail = { lines: found.isPaged, unitdp: call.unitdp };
  return ok({ ...(found.pagination ? { pagination: found.pagination } : {}), [kind.path]: found.records.map((credit) => kind.wire(books, credit, detail)) });
}

function withCredit<C extends CreditDocument>(call: Call, kind: CreditKind<C>, then: (credit: C) => Answer): Answer {
  const given = call.params["id"] ?? "";
  const id = asGuid(given);
  const map = kind.map(call.books);
  const credit = id !== undefined ? map.get(id) : [...map.values()].find((one) => one.kind === "creditNote" && one.number === given);
  return credit ? then(credit) : unknownId(call);
}

function writeNotes(call: Call, createOnly: boolean, id?: string): Answer {
  const mode = { createOnly, unitdp: call.unitdp, ...(id === undefined ? {} : { id }) };
  return writeMany(call, {
    list: "CreditNotes",
    idField: "CreditNoteID",
    save: (posted) => saveCreditNote(call.writing, posted, mode),
    wire: (note) => creditNoteWire(call.books, note, { lines: true, single: true, unitdp: call.unitdp }),
  });
}

/** The answer's allocation names no AllocationID, as in Xero's own example: re-read the note for it (facts §11.6). */
function writeAllocations<C extends CreditDocument>(call: Call, kind: CreditKind<C>, creditId: string): Answer {
  return writeMany(call, {
    list: "Allocations",
    idField: "AllocationID",
    save: (posted) => allocate(call.writing, kind.map(call.books).get(creditId) as C, posted),
    wire: (allocation) => {
      const invoice = call.books.invoices.get(allocation.invoiceId);
      return { Amount: jsonFromMinor(allocation.amountMinor), Date: wireDate(allocation.date), Invoice: { InvoiceID: allocation.invoiceId, InvoiceNumber: invoice?.number ?? "" } };
    },
  });
}

function deleteAllocation(call: Call, credit: CreditDocument): Answer {
  const allocation = call.books.allocations.get(asGuid(call.params["allocationId"] ?? "") ?? "");
  if (!allocation || allocation.creditId !== credit.id) return unknownId(call);
  const outcome = removeAllocation(call.writing, allocation);
  if (!outcome.ok) return validationFailed([{ ValidationErrors: outcome.errors.map((Message) => ({ Message })) }]);
  return ok({ AllocationID: allocation.id, IsDeleted: true });
}
