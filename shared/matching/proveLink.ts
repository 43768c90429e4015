import type { SyncedBody } from "../merge/groups.ts";
import type { SyncedKind } from "../records/kinds.ts";
import type { Contact } from "../records/contact.ts";
import type { Document } from "../records/document.ts";
import type { Payment } from "../records/payment.ts";

export interface Proof {
  proved: boolean;
  /** What does not agree with what both sides held when they were last connected. */
  differs: readonly ("id" | "number" | "total" | "name" | "amount" | "document")[];
}

/**
 * Whether a link of before a disconnect still joins the same two things: by id, number and total (contacts: id and name or tax number;
 * payments: id, document and amount). `agreed` is what both sides last agreed on; a document changed in Xero meanwhile fails only where
 * its identity moved, and is then shown to a person instead of being synced blindly.
 */
export function proveLink(kind: SyncedKind, linkedXeroId: string, agreed: SyncedBody, found: { xeroId: string; body: SyncedBody } | null): Proof {
  if (found === null || found.xeroId !== linkedXeroId) return { proved: false, differs: ["id"] };
  const differs = kind === "contact" ? contactDiffers(agreed as Contact, found.body as Contact) : kind === "payment" ? paymentDiffers(agreed as Payment, found.body as Payment) : documentDiffers(agreed as Document, found.body as Document);
  return { proved: differs.length === 0, differs };
}

function contactDiffers(agreed: Contact, found: Contact): Proof["differs"] {
  return agreed.name === found.name || (agreed.taxNumber !== null && agreed.taxNumber === found.taxNumber) ? [] : ["name"];
}

function paymentDiffers(agreed: Payment, found: Payment): Proof["differs"] {
  return [...(agreed.documentId === found.documentId ? [] : (["document"] as const)), ...(agreed.amountMinor === found.amountMinor ? [] : (["amount"] as const))];
}

function documentDiffers(agreed: Document, found: Document): Proof["differs"] {
  return [...(agreed.number === found.number ? [] : (["number"] as const)), ...(agreed.totalMinor === found.totalMinor ? [] : (["total"] as const))];
}
