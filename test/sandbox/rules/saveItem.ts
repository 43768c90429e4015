import type { Item } from "../books/ledger.ts";
import { scaledFromJson4 } from "../money.ts";
import { nextGuid } from "../random.ts";
import type { Writing } from "../world.ts";
import { accountByCode } from "./accounts.ts";
import type { SaveMode } from "./contacts.ts";
import { accepted, messages, refused, type Outcome } from "./outcome.ts";
import { child, flag, guid, number, text, tooLong, type Posted } from "./posted.ts";
import { changed, put, remove } from "./writing.ts";

export function saveItem(writing: Writing, posted: Posted, mode: SaveMode): Outcome<Item> {
  const { items } = writing.books;
  const id = guid(posted, "ItemID");
  const code = text(posted, "Code");
  const before = id !== undefined ? items.get(id) : [...items.values()].find((one) => one.code === code);
  if (id !== undefined && !before) return refused(messages.documentNotFound);
  if (before && mode.createOnly) return refused(messages.codeNotUnique);
  const errors = tooLong(posted, { Code: 30, Name: 50, Description: 4000, PurchaseDescription: 4000 });
  if (!code && !before) errors.push("Item code must be specified");
  const details = (field: string, old: Item["sales"]): Item["sales"] => {
    const given = child(posted, field);
    if (!given) return old;
    const accountCode = text(given, "AccountCode");
    const account = accountCode ? accountByCode(writing.books, accountCode) : undefined;
    if (accountCode && !account) errors.push(messages.accountNotValid(accountCode));
    const unitPriceScaled = scaledFromJson4(number(given, "UnitPrice")) ?? old?.unitPriceScaled;
    const accountId = account?.id ?? old?.accountId;
    const taxType = text(given, "TaxType") ?? old?.taxType;
    return { ...(unitPriceScaled === undefined ? {} : { unitPriceScaled }), ...(accountId === undefined ? {} : { accountId }), ...(taxType === undefined ? {} : { taxType }) };
  };
  const sales = details("SalesDetails", before?.sales);
  const purchases = details("PurchaseDetails", before?.purchases);
  if (errors.length > 0) return refused(...errors);
  const item: Item = {
    id: before?.id ?? nextGuid(writing.world.state.random),
    code: code ?? before?.code ?? "",
    name: text(posted, "Name") ?? before?.name ?? code ?? "",
    description: text(posted, "Description") ?? before?.description ?? "",
    purchaseDescription: text(posted, "PurchaseDescription") ?? before?.purchaseDescription ?? "",
    isSold: flag(posted, "IsSold") ?? before?.isSold ?? true,
    isPurchased: flag(posted, "IsPurchased") ?? before?.isPurchased ?? true,
    ...(sales ? { sales } : {}),
    ...(purchases ? { purchases } : {}),
    updatedAtMs: writing.nowMs,
  };
  put(writing, "items", item.id, item);
  changed(writing, "Item", item.id, before ? "update" : "create");
  return accepted(item);
}

/** Items vanish without a status (facts §2.4). */
export function deleteItem(writing: Writing, item: Item): void {
  remove(writing, "items", item.id);
  changed(writing, "Item", item.id, "delete");
}
