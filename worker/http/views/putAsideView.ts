import type { HeldUpView } from "../../../shared/api/views.ts";
import type { putAsideRows } from "../../store/reads/putAside.ts";
import { fieldLabel } from "./fieldText.ts";
import { xeroHref } from "./xeroHref.ts";

type PutAsideRow = Awaited<ReturnType<typeof putAsideRows>>[number];

interface Named {
  InvoiceNumber?: unknown;
  CreditNoteNumber?: unknown;
  QuoteNumber?: unknown;
  Name?: unknown;
  Type?: unknown;
  CurrencyCode?: unknown;
  Contact?: { Name?: unknown };
}

/** What was put aside as people know it: by the names that Xero gave it, whatever else of it could not be read. */
export function putAsideView({ id, kind: listed, xeroId, reason, body }: PutAsideRow, shortCode: string | null, homeCurrency: string): HeldUpView {
  const raw = JSON.parse(body) as Named;
  const text = (value: unknown): string | null => (typeof value === "string" && value.trim() !== "" ? value.trim() : null);
  // One list of Xero's has both.
  const kind = listed === "invoice" && raw.Type === "ACCPAY" ? "bill" : listed;
  const number = text(raw.InvoiceNumber) ?? text(raw.CreditNoteNumber) ?? text(raw.QuoteNumber);
  return {
    id, kind, state: "set_aside", title: kind === "contact" ? (text(raw.Name) ?? fieldLabel(kind)) : number === null ? fieldLabel(kind) : `${fieldLabel(kind)} ${number}`,
    contactName: text(raw.Contact?.Name), reason: putAsideReason(reason), href: xeroHref(shortCode, kind, xeroId), totalMinor: null, currency: text(raw.CurrencyCode) ?? homeCurrency,
  };
}

/** @param kept what was stored: the bare reason, or the sentence that a link has of it. */
export function putAsideReason(kept: string): HeldUpView["reason"] {
  const why = kept.replace(/^Xero's record cannot be expressed here: /, "").replace(/\.$/, "");
  return {
    code: "unmappable", sentence: `Xero's record cannot be expressed here: ${why}.`,
    remedy: "Change it in Xero: then it is read by itself. Until then it counts for no project and no report; nothing of it is lost.",
  };
}
