import { hash } from "../../../shared/suggest/hash.ts";
import type { SuggestLine } from "../../../shared/suggest/types.ts";

/** Suppliers by a long tail; each has its usual account, project and wording, and strays now and then. */
function facts(i: number, next: () => number) {
  const supplier = Math.floor(SUPPLIERS * next() ** 2.5);
  const usual = hash(`usual ${supplier}`) % 60;
  const account = String(300 + (next() < 0.85 ? usual : Math.floor(next() * 60)));
  const text = ["Monthly service", "Site visit", "Materials for", "Hire of plant", "Licence"][hash(`text ${supplier}`) % 5] ?? "";
  return { id: `b${i}`, supplier, account, text: `${text} ${["north", "south", "hall", "park", "office"][Math.floor(next() * 5)]} ${i % 12}`, amountMinor: Math.round(100 * 10 ** (1 + 3 * next())), project: `p${hash(account) % 40}` };
}

export const SUPPLIERS = 1_500;

/** Ids have the length and the spread of real ones: they are a good part of what is stored. */
function uuid(name: string): string {
  const hex = hash(name).toString(16).padStart(14, "0") + hash(`${name} `).toString(16).padStart(14, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(12, 15)}-8${hex.slice(15, 18)}-${hex.slice(16, 28)}`;
}

/** A paid-for bill of one line, as a record's body. */
export function storeBill(i: number, next: () => number): { id: string; body: string } {
  const { id, supplier, account, text, amountMinor, project } = facts(i, next);
  const line = { id: uuid(`line ${id}`), description: text, accountCode: account, taxType: "INPUT", taxMinor: 0, amountMinor, projectId: project };
  const date = new Date(Date.UTC(2020, 0, 1) + i * 1_800_000).toISOString().slice(0, 10);
  return { id: uuid(id), body: JSON.stringify({ side: "purchases", contactId: `s${supplier}`, number: `INV-${1000 + i}`, date, status: "authorised", currency: "GBP", lineAmountTypes: "exclusive", lines: [line], bankAccountId: null }) };
}

/** The next bill's line, as it is asked about. */
export function storeQuestion(i: number, next: () => number): SuggestLine {
  const { id, supplier, text, amountMinor } = facts(i, next);
  return { lineId: id, documentId: id, kind: "bill", supplierName: `Supplier ${supplier}`, contactId: hash(`s${supplier}`).toString(36), description: text, amountMinor, currency: "GBP", date: "2026-01-15", paidFrom: null, documentNumber: `INV-${1000 + i}` };
}
