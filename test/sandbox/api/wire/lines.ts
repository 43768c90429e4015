import type { Books } from "../../books/books.ts";
import type { Line } from "../../books/document.ts";
import { jsonFromMinor, jsonFromPrice, jsonFromScaled } from "../../money.ts";

export type Wire = Record<string, unknown>;

export function lineWire(books: Books, line: Line, unitdp: 2 | 4): Wire {
  const account = line.accountId === undefined ? undefined : books.accounts.get(line.accountId);
  const wire: Wire = { LineItemID: line.lineItemId };
  if (line.itemCode !== undefined) {
    wire["ItemCode"] = line.itemCode;
    const item = [...books.items.values()].find((one) => one.code === line.itemCode);
    if (item) wire["Item"] = { ItemID: item.id, Name: item.name, Code: item.code };
  }
  if (line.description !== undefined) wire["Description"] = line.description;
  if (line.unitAmountScaled !== undefined) wire["UnitAmount"] = jsonFromPrice(line.unitAmountScaled, unitdp);
  if (line.taxType !== undefined) wire["TaxType"] = line.taxType;
  wire["TaxAmount"] = jsonFromMinor(line.taxMinor);
  wire["LineAmount"] = jsonFromMinor(line.lineMinor);
  if (account) {
    if (account.code !== "") wire["AccountCode"] = account.code;
    wire["AccountID"] = account.id;
  }
  wire["Tracking"] = line.tracking.map((tracking) => {
    const category = books.trackingCategories.get(tracking.categoryId);
    const option = category?.options.find((one) => one.id === tracking.optionId);
    return { Name: category?.name ?? "", Option: option?.name ?? "", TrackingCategoryID: tracking.categoryId, TrackingOptionID: tracking.optionId };
  });
  if (line.quantityScaled !== undefined) wire["Quantity"] = jsonFromScaled(line.quantityScaled);
  if (line.discountRateScaled !== undefined) wire["DiscountRate"] = jsonFromScaled(line.discountRateScaled);
  if (line.discountMinor !== undefined) wire["DiscountAmount"] = jsonFromMinor(line.discountMinor);
  return wire;
}
