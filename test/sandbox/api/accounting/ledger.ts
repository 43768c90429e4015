import type { Account, Item, TaxRate } from "../../books/ledger.ts";
import { list, type ListRules } from "../../queries/list.ts";
import { saveAccount } from "../../rules/saveAccount.ts";
import { deleteItem, saveItem } from "../../rules/saveItem.ts";
import { saveTaxRate } from "../../rules/saveTaxRate.ts";
import { asGuid } from "../../rules/posted.ts";
import { ok, validationFailed, type Answer } from "../answer.ts";
import { readElements } from "../body.ts";
import type { Call, Route } from "../call.ts";
import { unknownId } from "../unknownId.ts";
import { accountWire, itemWire, taxRateWire } from "../wire/ledger.ts";
import { writeMany } from "../writeMany.ts";

const settings = ["accounting.settings"] as const;
const itemScopes = ["accounting.settings", "accounting.invoices"] as const;

const accountRules: ListRules<Account> = {
  updatedAtMs: (account) => account.updatedAtMs,
  paging: "none",
  fields: {
    AccountID: { type: "guid", read: (one) => one.id },
    Code: { type: "string", read: (one) => one.code || undefined },
    Name: { type: "string", read: (one) => one.name },
    Type: { type: "enum", read: (one) => one.type },
    Status: { type: "enum", read: (one) => one.status },
    TaxType: { type: "string", read: (one) => one.taxType },
    SystemAccount: { type: "enum", read: (one) => one.systemAccount },
    EnablePaymentsToAccount: { type: "boolean", read: (one) => one.enablePaymentsToAccount },
    UpdatedDateUTC: { type: "date", read: (one) => one.updatedAtMs },
  },
};

const taxRules: ListRules<TaxRate> = {
  paging: "none",
  fields: {
    Name: { type: "string", read: (one) => one.name },
    TaxType: { type: "string", read: (one) => one.taxType },
    Status: { type: "enum", read: (one) => one.status },
  },
};

const itemRules: ListRules<Item> = {
  updatedAtMs: (item) => item.updatedAtMs,
  paging: "none",
  fields: {
    ItemID: { type: "guid", read: (one) => one.id },
    Code: { type: "string", read: (one) => one.code },
    Name: { type: "string", read: (one) => one.name },
    UpdatedDateUTC: { type: "date", read: (one) => one.updatedAtMs },
  },
};

export const ledgerRoutes: readonly Route[] = [
  { method: "GET", pattern: "/Accounts", scopes: settings, handle: listAccounts },
  { method: "GET", pattern: "/Accounts/:id", scopes: settings, handle: (call) => withAccount(call, (account) => ok({ Accounts: [accountWire(account)] })) },
  { method: "PUT", pattern: "/Accounts", scopes: settings, handle: (call) => oneOnly(call, "Accounts", (posted) => writeMany(call, { list: "Accounts", idField: "AccountID", save: (one) => saveAccount(call.writing, one), wire: accountWire }, [posted])) },
  { method: "POST", pattern: "/Accounts/:id", scopes: settings, handle: (call) => withAccount(call, (account) => writeMany(call, { list: "Accounts", idField: "AccountID", save: (one) => saveAccount(call.writing, one, account), wire: accountWire })) },
  { method: "GET", pattern: "/TaxRates", scopes: settings, handle: (call) => ok({ TaxRates: list(call.world, call.request, call.query, taxRates(call), taxRules).records.map(taxRateWire) }) },
  { method: "GET", pattern: "/TaxRates/:taxType", scopes: settings, handle: (call) => { const rate = call.books.taxRates.get(call.params["taxType"] ?? ""); return rate ? ok({ TaxRates: [taxRateWire(rate)] }) : unknownId(call); } },
  { method: "PUT", pattern: "/TaxRates", scopes: settings, handle: (call) => writeMany(call, { list: "TaxRates", idField: "TaxType", save: (one) => saveTaxRate(call.writing, one), wire: taxRateWire }) },
  { method: "POST", pattern: "/TaxRates", scopes: settings, handle: (call) => writeMany(call, { list: "TaxRates", idField: "TaxType", save: (one) => saveTaxRate(call.writing, one), wire: taxRateWire }) },
  { method: "GET", pattern: "/Items", scopes: itemScopes, handle: (call) => ok({ Items: list(call.world, call.request, call.query, call.books.items.values(), itemRules).records.map((item) => itemWire(call.books, item, call.unitdp)) }) },
  { method: "GET", pattern: "/Items/:id", scopes: itemScopes, handle: (call) => withItem(call, (item) => ok({ Items: [itemWire(call.books, item, call.unitdp)] })) },
  { method: "PUT", pattern: "/Items", scopes: itemScopes, handle: (call) => writeItems(call, true) },
  { method: "POST", pattern: "/Items", scopes: itemScopes, handle: (call) => writeItems(call, false) },
  { method: "POST", pattern: "/Items/:id", scopes: itemScopes, handle: (call) => withItem(call, (item) => writeItems(call, false, item.id)) },
  { method: "DELETE", pattern: "/Items/:id", scopes: itemScopes, handle: (call) => withItem(call, (item) => { deleteItem(call.writing, item); return { status: 204 }; }) },
];

/** Accounts are written one to a request (facts §2.2). */
function oneOnly(call: Call, listName: string, then: (posted: Record<string, unknown>) => Answer): Answer {
  const [first, ...others] = readElements(call.body, listName);
  if (!first || others.length > 0) return validationFailed([{ ValidationErrors: [{ Message: `Only one of ${listName} can be written in a request` }] }]);
  return then(first);
}

function listAccounts(call: Call): Answer {
  const found = list(call.world, call.request, call.query, call.books.accounts.values(), accountRules);
  return ok({ Accounts: found.records.map(accountWire) });
}

/** NONE stands on NoTax lines but is no rate of the organisation's. */
const taxRates = (call: Call) => [...call.books.taxRates.values()].filter((rate) => rate.status !== "DELETED");

function withAccount(call: Call, then: (account: Account) => Answer): Answer {
  const account = call.books.accounts.get(asGuid(call.params["id"] ?? "") ?? "");
  return account ? then(account) : unknownId(call);
}

function withItem(call: Call, then: (item: Item) => Answer): Answer {
  const given = call.params["id"] ?? "";
  const item = call.books.items.get(asGuid(given) ?? "") ?? [...call.books.items.values()].find((one) => one.code === given);
  return item ? then(item) : unknownId(call);
}

function writeItems(call: Call, createOnly: boolean, id?: string): Answer {
  return writeMany(call, {
    list: "Items",
    idField: "ItemID",
    save: (posted) => saveItem(call.writing, id === undefined ? posted : { ...posted, ItemID: id }, { createOnly }),
    wire: (item) => itemWire(call.books, item, call.unitdp),
  });
}
