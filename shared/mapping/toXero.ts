import type { SyncedBody } from "../merge/groups.ts";
import type { Contact } from "../records/contact.ts";
import type { Document } from "../records/document.ts";
import type { SyncedKind } from "../records/kinds.ts";
import type { Payment } from "../records/payment.ts";
import type { ToXeroOptions, ToXeroResult } from "./mapped.ts";
import { contactToXero } from "./xeroContact.ts";
import { documentToXero } from "./xeroDocument.ts";
import { paymentToXero } from "./xeroPayment.ts";

/** One element for Xero's wire: the writable fields of the groups asked for, with Xero's ids for everything it refers to. */
export function toXero(kind: SyncedKind, body: SyncedBody, options: ToXeroOptions): ToXeroResult {
  if (kind === "contact") return contactToXero(body as Contact, options);
  if (kind === "payment") return paymentToXero(body as Payment, options);
  return documentToXero(kind, body as Document, options);
}
