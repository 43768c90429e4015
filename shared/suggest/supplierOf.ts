import type { SuggestLine } from "./types.ts";
import { supplierKey } from "./words.ts";

/** Identity of the supplier: Xero's contact where known, else the normalised name. */
export function supplierOf({ contactId, supplierName }: Pick<SuggestLine, "contactId" | "supplierName">): string {
  return contactId ? `c:${contactId}` : `n:${supplierKey(supplierName)}`;
}
