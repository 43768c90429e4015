import type { SyncedKind } from "../records/kinds.ts";
import type { PolicyEdits } from "../planning/rules.ts";
import type { GroupFamily } from "./groups.ts";

/**
 * Who wins when both sides changed a field group to different values. `newest` needs times and becomes `ask` where they overlap;
 * `ask` opens a conflict for a person.
 */
export type Winner = "xero" | "ours" | "newest" | "ask";

interface Cell {
  draft: Winner;
  /** The document is AUTHORISED or PAID in Xero. */
  posted: Winner;
}

const always = (winner: Winner): Cell => ({ draft: winner, posted: winner });

/** Xero is the book of record for coding, tax and identity; people's texts and contact details go to whoever was last. */
const DOCUMENT: Partial<Record<GroupFamily, Cell>> = {
  coding: always("xero"),
  money: { draft: "ask", posted: "xero" },
  text: always("newest"),
  identity: always("xero"),
  reference: always("newest"),
  dueDate: always("newest"),
  status: always("xero"),
  heading: always("newest"),
  allocations: always("xero"),
};

const CONTACT: Partial<Record<GroupFamily, Cell>> = {
  name: always("newest"),
  email: always("newest"),
  taxNumber: always("newest"),
  accountNumber: always("newest"),
  phone: always("newest"),
  address: always("newest"),
  persons: always("newest"),
  terms: always("newest"),
  status: always("newest"),
};

/** Payments cannot be edited in Xero, only deleted; a deletion there stands. */
const PAYMENT: Partial<Record<GroupFamily, Cell>> = { payment: always("xero"), status: always("xero") };

/** The default table: record × field group → rule. */
export const DEFAULT_POLICY: Record<SyncedKind, Partial<Record<GroupFamily, Cell>>> = {
  contact: CONTACT,
  quote: DOCUMENT,
  invoice: DOCUMENT,
  bill: DOCUMENT,
  credit_note: DOCUMENT,
  bank_transaction: { ...DOCUMENT, money: always("xero"), text: always("xero"), reference: always("xero"), dueDate: always("xero") },
  payment: PAYMENT,
  overpayment: { ...DOCUMENT, money: always("xero"), text: always("xero") },
  prepayment: { ...DOCUMENT, money: always("xero"), text: always("xero") },
};

/** The rule of one cell, with the organisation's own choices over the defaults. A cell nobody thought of asks a person. */
export function winnerOf(kind: SyncedKind, family: GroupFamily, posted: boolean, edits: PolicyEdits): Winner {
  const phase = posted ? "posted" : "draft";
  return edits[kind]?.[family]?.[phase] ?? DEFAULT_POLICY[kind][family]?.[phase] ?? "ask";
}
