import { BulkConfirm } from "./BulkConfirm.tsx";
import { useBulk } from "./useBulk.ts";

/** Sure lines right in Xero: of one supplier on his page, of everybody on a list of bills. Nothing where there are none. */
export function BulkCard({ tabId, contactId }: { tabId: number | null; contactId: string | null }) {
  return <BulkConfirm bulk={useBulk({ scope: "tab", tabId }, { contactId })} quiet />;
}
