import { formatMinor } from "../money.ts";
import type { Allocation, Document } from "../records/document.ts";
import type { Reason } from "./reasons.ts";
import type { References } from "./references.ts";

/** Why Xero would not apply this much of a credit to that document, or null. The amount is never shrunk to make it fit. */
export function allocationProblem({ documentId, amountMinor }: Pick<Allocation, "documentId" | "amountMinor">, credit: Document, references: Pick<References, "amountDueMinor" | "xeroIdOf">): Reason | null {
  const { currency } = credit;
  if (references.xeroIdOf("invoice", documentId) === null && references.xeroIdOf("bill", documentId) === null) {
    return { code: "document_first", sentence: "The document it is applied to is not in Xero yet.", remedy: "Nothing to do: the allocation follows it." };
  }
  const money = (minor: number) => formatMinor(minor, currency);
  if (amountMinor > credit.amountDueMinor) {
    return { code: "more_than_due", sentence: `${money(amountMinor)} is more than the ${money(credit.amountDueMinor)} left of the credit in Xero.`, remedy: "Apply less, or take it off another document first. It is never shrunk by itself." };
  }
  const dueMinor = references.amountDueMinor(documentId);
  if (dueMinor === null || amountMinor <= dueMinor) return null;
  return { code: "more_than_due", sentence: `${money(amountMinor)} is more than the ${money(dueMinor)} still due on the document.`, remedy: "Apply less; the rest stays with the client as credit. It is never shrunk by itself." };
}
