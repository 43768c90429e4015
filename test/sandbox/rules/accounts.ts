import type { Books } from "../books/books.ts";
import type { Account, AccountClass, AccountType, TaxRate } from "../books/ledger.ts";
import { scale } from "../money.ts";

export const classOfType: Record<AccountType, AccountClass> = {
  BANK: "ASSET",
  CURRENT: "ASSET",
  FIXED: "ASSET",
  INVENTORY: "ASSET",
  NONCURRENT: "ASSET",
  PREPAYMENT: "ASSET",
  CURRLIAB: "LIABILITY",
  LIABILITY: "LIABILITY",
  TERMLIAB: "LIABILITY",
  PAYG: "LIABILITY",
  EQUITY: "EQUITY",
  DEPRECIATN: "EXPENSE",
  DIRECTCOSTS: "EXPENSE",
  EXPENSE: "EXPENSE",
  OVERHEADS: "EXPENSE",
  OTHERINCOME: "REVENUE",
  REVENUE: "REVENUE",
  SALES: "REVENUE",
};

/** System accounts that a line may carry all the same; receivables, payables and the GST account may not (facts §5.7). */
const systemAccountsForLines = new Set(["HISTORICAL", "RETAINEDEARNINGS", "GSTONIMPORTS", "WAGEPAYABLES", "UNPAIDEXPCLM"]);

/** Whether the account may stand on a document's line: active, not bank or inventory, not a system account (facts §5.7). */
export function usableOnLines(account: Account): boolean {
  if (account.status !== "ACTIVE" || account.type === "BANK" || account.type === "INVENTORY") return false;
  return account.systemAccount === undefined || systemAccountsForLines.has(account.systemAccount);
}

export function accountByCode(books: Books, code: string): Account | undefined {
  if (code === "") return undefined;
  for (const account of books.accounts.values()) if (account.code === code) return account;
  return undefined;
}

/** Whether money can be paid into or out of it. */
export const takesPayments = (account: Account) => account.status === "ACTIVE" && (account.type === "BANK" || account.enablePaymentsToAccount);

/** Whether Xero lets the rate stand beside the account (CanApplyTo…, facts §5.7). */
export const taxFitsAccount = (rate: TaxRate, account: Account) => rate.appliesTo[classOfType[account.type]];

/** Percent, scaled by 10,000: the sum of components, a compound one on top of the others. */
export function effectiveRateScaled(rate: TaxRate): number {
  let plain = 0;
  let compound = 0;
  for (const component of rate.components) {
    if (component.isCompound) compound += component.rateScaled;
    else plain += component.rateScaled;
  }
  return plain + compound + Math.round((plain * compound) / (100 * scale));
}
