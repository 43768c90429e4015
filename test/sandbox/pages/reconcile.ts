import { accept } from "../accept.ts";
import { BookkeeperRefused } from "../bookkeeper/actions.ts";
import { beginWriting, changed, put } from "../rules/writing.ts";
import type { PageContext } from "./pageContext.ts";
import { statementLines } from "./statementLines.ts";

/** A person's OK on a matched statement line: its payment counts as reconciled. Xero offers this in its pages only (facts §5.6). */
export function reconcile({ world, organisation, books }: PageContext, statementLineId: string): void {
  const banks = [...books.accounts.values()].filter((account) => account.type === "BANK");
  const line = banks.flatMap((account) => statementLines(books, account.id)).find((one) => one.id === statementLineId);
  if (!line?.match) throw new BookkeeperRefused(["This statement line has no match to accept"]);
  const writing = beginWriting(world, organisation, { by: "bookkeeper", isAdviser: true });
  put(writing, "payments", line.match.payment.id, { ...line.match.payment, isReconciled: true, updatedAtMs: writing.nowMs });
  changed(writing, "Payment", line.match.payment.id, "update");
  accept(writing);
}
