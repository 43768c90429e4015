import { formatMinor } from "../../shared/money.ts";
import type { Allocation, Document } from "../../shared/records/document.ts";
import { refuse } from "./refuse.ts";

const ENDED: ReadonlySet<Document["status"]> = new Set(["voided", "deleted"]);

/**
 * Ends the request when a credit can never be applied like this: it would wait for good, and what is applied after it with it. An amount that
 * is only more than the document still owes is let through: it waits, with both amounts, because the document may yet change.
 */
export function checkAllocation(asked: Omit<Allocation, "xeroId">, credit: Document, document: Document): void {
  const at = "documentId";
  if (ENDED.has(credit.status)) refuse("not_possible_now", `The credit is ${credit.status}.`, { remedy: "Use another credit of this contact." });
  if (ENDED.has(document.status)) refuse("not_possible_now", `The document is ${document.status}.`, { at, remedy: "Apply the credit to one that is still open." });
  if (document.contactId !== credit.contactId) refuse("invalid_input", "documentId is a document of another contact than the credit's.", { at });
  if (document.side !== credit.side)
    refuse("invalid_input", `documentId is ${document.side === "sales" ? "an invoice, and the credit is a supplier's" : "a bill, and the credit is a client's"}.`, { at });
  if (document.currency !== credit.currency) refuse("invalid_input", `documentId is in ${document.currency}, and the credit in ${credit.currency}.`, { at });

  const waiting = credit.allocations.filter(({ xeroId }) => xeroId === null);
  if (waiting.some(({ documentId, amountMinor, date }) => documentId === asked.documentId && amountMinor === asked.amountMinor && date === asked.date))
    refuse("not_possible_now", "The same amount is on its way to this document already.", { remedy: "Nothing to do; to apply as much again, wait until it is in Xero." });
  const leftMinor = credit.amountDueMinor - waiting.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  if (asked.amountMinor > leftMinor)
    refuse("not_possible_now", `${formatMinor(asked.amountMinor, credit.currency)} is more than the ${formatMinor(Math.max(0, leftMinor), credit.currency)} left of the credit.`, { at: "amountMinor", remedy: "Apply less." });
}
