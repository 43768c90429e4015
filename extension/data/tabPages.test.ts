import { describe, expect, test } from "vitest";
import type { XeroPage } from "./messages.ts";
import { tabPage } from "./tabPages.ts";

const id = "7f3c1a52-0d4e-4a5b-9f0e-2b6c1d8e9a01";
const other = "4ad0c8be-61f2-4d8c-9a70-f1b23c5d6e78";
const reported: XeroPage = { shortCode: "!a", kind: "bill-view", editing: false, subject: { kind: "bill", id }, listed: [], accountId: null };
const bill = (code: string, billId: string) => `https://go.xero.com/app/${code}/bills/view/bill?id=${billId}`;

describe("what a tab is about", () => {
  test("the report of its content script while the address fits", () => expect(tabPage(reported, bill("!a", id))).toBe(reported));
  test("the address alone when nothing was reported", () => expect(tabPage(null, bill("!a", id))).toEqual(reported));
  test("a report of the record before is not believed", () => expect(tabPage(reported, bill("!a", other))?.subject?.id).toBe(other));
  test("a report of another organisation is not believed", () => expect(tabPage(reported, bill("!b", id))?.shortCode).toBe("!b"));
  test("navigation links that contradicted the address stay unknown", () =>
    expect(tabPage({ ...reported, shortCode: null }, bill("!a", id))?.shortCode).toBeNull());
  test("a classic page without a report has no organisation", () =>
    expect(tabPage(null, `https://go.xero.com/AccountsPayable/Edit.aspx?InvoiceID=${id}`)).toMatchObject({ shortCode: null, editing: true }));
  test.each([null, "https://example.test/", "https://go.xero.com/app/!a/homepage", "not an address"])("%s is about nothing", (address) =>
    expect(tabPage(reported, address)).toBeNull(),
  );
});
