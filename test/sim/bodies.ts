import type { Contact } from "../../shared/records/contact.ts";
import type { Document, Line } from "../../shared/records/document.ts";

/** Records as a project tool would send them. */
export function contactBody(name: string): Contact {
  return {
    name, firstName: null, lastName: null, email: null, taxNumber: null, accountNumber: null, phones: { default: null, mobile: null, direct: null, fax: null },
    addresses: { postal: null, street: null }, persons: [], salesTerms: null, billTerms: null, status: "active", mergedIntoId: null, isCustomer: true, isSupplier: false,
  };
}

export function invoiceBody(contactId: string, quantity: number): Document {
  const line: Line = {
    id: "l1", xeroLineId: null, description: "Design", quantityE4: 10_000, unitAmountE4: 1_000_000, discountRateE4: null, discountMinor: null, itemCode: null, accountCode: "200",
    taxType: "OUTPUT", taxMinor: 1_000, amountMinor: 10_000, tracking: [], projectId: null, serviceId: null, timeEntryIds: [],
  };
  return withQuantity({
    side: "sales", contactId, number: null, reference: null, date: "2026-11-20", dueDate: "2026-12-20", status: "draft", currency: "AUD", currencyRateE6: null, lineAmountTypes: "exclusive",
    lines: [line], subtotalMinor: 0, taxMinor: 0, totalMinor: 0, amountDueMinor: 0, amountPaidMinor: 0, amountCreditedMinor: 0, fullyPaidOn: null, sentToContact: false, allocations: [],
    bankAccountId: null, isReconciled: false, title: null, summary: null, terms: null,
  }, quantity);
}

export function withQuantity(body: Document, quantity: number): Document {
  const lines = body.lines.map((line, index) => (index > 0 ? line : { ...line, quantityE4: quantity * 10_000, amountMinor: quantity * 10_000, taxMinor: quantity * 1_000 }));
  const subtotalMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0);
  const taxMinor = lines.reduce((sum, line) => sum + line.taxMinor, 0);
  return { ...body, lines, subtotalMinor, taxMinor, totalMinor: subtotalMinor + taxMinor, amountDueMinor: subtotalMinor + taxMinor - body.amountPaidMinor - body.amountCreditedMinor };
}
