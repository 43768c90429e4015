import type { Call } from "../api/call.ts";
import type { Answer } from "../api/answer.ts";
import { invoiceWire } from "../api/wire/documents.ts";
import { totalsOf } from "../rules/lines.ts";
import { put } from "../rules/writing.ts";

/** Gives every record of a list a field that no description knows. */
export function withUnknownFields(body: unknown): unknown {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map((record: unknown) => (typeof record === "object" && record !== null ? { ...record, BrandNewField: { Nested: [1, "two"] } } : record)) : value,
    ]),
  );
}

/** Xero's own arithmetic differs by a cent from the client's, in the first taxed line of each invoice written. */
export function adjustTax(call: Call, answer: Answer): void {
  const body = answer.body as { Invoices?: Record<string, unknown>[] } | undefined;
  if (!body?.Invoices) return;
  body.Invoices = body.Invoices.map((wire) => {
    const invoice = call.books.invoices.get(String(wire["InvoiceID"]));
    const index = invoice?.lines.findIndex((line) => line.taxMinor > 0) ?? -1;
    if (!invoice || index < 0 || invoice.paymentIds.length > 0) return wire;
    const lines = invoice.lines.map((line, at) => (at === index ? { ...line, taxMinor: line.taxMinor + 1 } : line));
    const adjusted = { ...invoice, lines, ...totalsOf(lines, invoice.lineAmountTypes) };
    put(call.writing, "invoices", invoice.id, adjusted);
    return { ...wire, ...invoiceWire(call.books, adjusted, { lines: true, single: true, unitdp: call.unitdp }) };
  });
}
