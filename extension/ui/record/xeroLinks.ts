import type { SubjectKind } from "../../data/messages.ts";
import { XERO_ORIGIN } from "../../page/route.ts";

/** Xero's own page of a record. The short code in the address pins the organisation. */
export function viewUrl(shortCode: string, kind: SubjectKind, id: string): string | null {
  const app = `${XERO_ORIGIN}/app/${shortCode}`;
  const urls: Record<SubjectKind, string | null> = {
    invoice: `${app}/invoicing/view/${id}`,
    bill: `${app}/bills/view/bill?id=${id}`,
    contact: `${app}/contacts/contact/${id}`,
    bank_transaction: null,
  };
  return urls[kind];
}
