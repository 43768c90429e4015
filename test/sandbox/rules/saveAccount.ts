import type { Account, AccountType } from "../books/ledger.ts";
import { nextGuid } from "../random.ts";
import type { Writing } from "../world.ts";
import { accountByCode, classOfType } from "./accounts.ts";
import { accepted, messages, refused, type Outcome } from "./outcome.ts";
import { flag, oneOf, text, tooLong, type Posted } from "./posted.ts";
import { changed, put } from "./writing.ts";

export function saveAccount(writing: Writing, posted: Posted, before?: Account): Outcome<Account> {
  const errors = tooLong(posted, { Code: 10, Name: 150 });
  const type = oneOf(posted, "Type", Object.keys(classOfType) as AccountType[]) ?? before?.type;
  const name = text(posted, "Name") ?? before?.name ?? "";
  const code = text(posted, "Code") ?? before?.code ?? "";
  if (!type) return refused("Account type must be specified");
  if (name === "") errors.push("Account name must be specified");
  if (code === "" && type !== "BANK") errors.push("Account code must be specified");
  const holder = accountByCode(writing.books, code);
  if (holder && holder.id !== before?.id) errors.push(messages.codeNotUnique);
  if ([...writing.books.accounts.values()].some((one) => one.name.toLowerCase() === name.toLowerCase() && one.id !== before?.id)) errors.push(messages.nameNotUnique);
  const status = oneOf(posted, "Status", ["ACTIVE", "ARCHIVED"] as const) ?? before?.status ?? "ACTIVE";
  if (before?.systemAccount !== undefined && (status === "ARCHIVED" || type !== before.type)) errors.push("System accounts cannot be archived or changed");
  if (type === "BANK" && !(text(posted, "BankAccountNumber") ?? before?.bankAccountNumber)) errors.push("Bank account number must be specified");
  const taxType = text(posted, "TaxType") ?? before?.taxType ?? "BASEXCLUDED";
  if (!writing.books.taxRates.has(taxType)) errors.push(messages.taxTypeNotValid(taxType));
  if (errors.length > 0) return refused(...errors);
  const bankAccountNumber = text(posted, "BankAccountNumber") ?? before?.bankAccountNumber;
  const account: Account = {
    ...before,
    id: before?.id ?? nextGuid(writing.world.state.random),
    code, name, type, status, taxType,
    description: text(posted, "Description") ?? before?.description ?? "",
    enablePaymentsToAccount: flag(posted, "EnablePaymentsToAccount") ?? before?.enablePaymentsToAccount ?? false,
    showInExpenseClaims: flag(posted, "ShowInExpenseClaims") ?? before?.showInExpenseClaims ?? false,
    ...(bankAccountNumber === undefined ? {} : { bankAccountNumber }),
    updatedAtMs: writing.nowMs,
  };
  put(writing, "accounts", account.id, account);
  changed(writing, "Account", account.id, before ? "update" : "create");
  return accepted(account);
}
