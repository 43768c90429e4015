import { describe, expect, test } from "vitest";
import { asClient, type Body } from "../asClient.ts";
import { createSandbox } from "../sandbox.ts";

async function write(lines: Body[], more: Body = {}, unitdp = 4) {
  const sandbox = createSandbox({ seed: 1, firm: "empty" });
  const client = asClient(sandbox);
  return client.put(`/Invoices?unitdp=${unitdp}`, { Type: "ACCREC", Contact: { Name: "Anyone" }, LineItems: lines, ...more });
}

const errorsOf = (answer: { json: () => Body }) => answer.json()["Elements"][0].ValidationErrors.map((error: Body) => error["Message"]) as string[];
const plain = { Description: "x", AccountCode: "200" };

describe("tax is rounded to cents line by line, then summed (facts §5.3)", () => {
  const table: [how: string, lines: Body[], subTotal: number, tax: number, total: number][] = [
    ["Exclusive", [{ UnitAmount: 0.35 }, { UnitAmount: 0.35 }, { UnitAmount: 0.35 }], 1.05, 0.12, 1.17],
    ["Inclusive", [{ UnitAmount: 10 }, { UnitAmount: 10 }, { UnitAmount: 10 }], 27.27, 2.73, 30],
    ["NoTax", [{ UnitAmount: 10 }, { UnitAmount: 0.005 }], 10.01, 0, 10.01],
    ["Exclusive", [{ UnitAmount: 33.335, Quantity: 3 }], 100.01, 10, 110.01],
    ["Exclusive", [{ UnitAmount: 100, DiscountRate: 33.33 }], 66.67, 6.67, 73.34],
    ["Exclusive", [{ UnitAmount: 100, DiscountAmount: 10 }], 90, 9, 99],
    ["Exclusive", [{ UnitAmount: 100, TaxType: "EXEMPTOUTPUT" }, { UnitAmount: -20 }], 80, -2, 78],
    ["Exclusive", [{ UnitAmount: 999999.9999, Quantity: 9999 }], 9998999999, 999899999.9, 10998899998.9],
  ];
  test.each(table)("%s %j", async (LineAmountTypes, lines, subTotal, tax, total) => {
    const [invoice] = (await write(lines.map((one) => ({ ...plain, ...one })), { LineAmountTypes })).json()["Invoices"];
    expect({ SubTotal: invoice.SubTotal, TotalTax: invoice.TotalTax, Total: invoice.Total }).toEqual({ SubTotal: subTotal, TotalTax: tax, Total: total });
  });
});

test("without unitdp=4 a price is cut to two decimals, on the way in and out (facts §2.3)", async () => {
  expect((await write([{ ...plain, UnitAmount: 1.2345, Quantity: 100 }], {}, 2)).json()["Invoices"][0]).toMatchObject({ SubTotal: 123, LineItems: [{ UnitAmount: 1.23 }] });
  expect((await write([{ ...plain, UnitAmount: 1.2345, Quantity: 100 }], {}, 4)).json()["Invoices"][0]).toMatchObject({ SubTotal: 123.45, LineItems: [{ UnitAmount: 1.2345 }] });
});

describe("what a line may not say (facts §5.3, §5.7)", () => {
  const table: [what: string, line: Body, sentence: RegExp, more?: Body][] = [
    ["a line total that does not fit", { ...plain, Quantity: 2, UnitAmount: 10, LineAmount: 25 }, /does not match the expected line total 20.00/],
    ["a negative quantity", { ...plain, Quantity: -1, UnitAmount: 10 }, /The quantity value -1 is invalid/],
    ["no description", { AccountCode: "200", UnitAmount: 1 }, /Description must be specified/],
    ["a description of 4,001 characters", { ...plain, Description: "x".repeat(4001), UnitAmount: 1 }, /maximum length of 4000/],
    ["an unknown account", { Description: "x", UnitAmount: 1, AccountCode: "nope" }, /Account code 'nope' is not a valid code for this document/],
    ["receivables", { Description: "x", UnitAmount: 1, AccountCode: "610" }, /Account code '610'/],
    ["a bank account", { Description: "x", UnitAmount: 1, AccountCode: "090" }, /Account code '090'/],
    ["the GST account", { Description: "x", UnitAmount: 1, AccountCode: "820" }, /Account code '820'/],
    ["an unknown tax type", { ...plain, UnitAmount: 1, TaxType: "VAT" }, /The TaxType code 'VAT'/],
    ["a purchases rate on a sales account", { ...plain, UnitAmount: 1, TaxType: "INPUT" }, /The TaxType code 'INPUT' cannot be used with account code '200'/],
    ["a tax amount of another rate", { ...plain, UnitAmount: 100, TaxAmount: 20 }, /does not match the expected tax amount 10.00/],
    ["a discount on a bill", { Description: "x", AccountCode: "400", UnitAmount: 100, DiscountRate: 5 }, /Discounts can only be used on ACCREC/, { Type: "ACCPAY" }],
    ["an unknown item", { ...plain, UnitAmount: 1, ItemCode: "none" }, /Item code 'none' is not valid/],
  ];
  test.each(table)("%s", async (_, line, sentence, more = {}) => {
    const answer = await write([line], more);
    expect(answer.status).toBe(400);
    expect(errorsOf(answer).join("\n")).toMatch(sentence);
  });
});

test("a tax amount within rounding is kept as given (facts §5.3)", async () => {
  expect((await write([{ ...plain, UnitAmount: 100, TaxAmount: 10.01 }])).json()["Invoices"][0]).toMatchObject({ TotalTax: 10.01, Total: 110.01 });
});

test("a line of text alone is legal (facts §5.3)", async () => {
  const [invoice] = (await write([{ Description: "Thank you for your trust" }, { ...plain, UnitAmount: 5 }])).json()["Invoices"];
  expect(invoice.LineItems[0].AccountCode).toBeUndefined();
  expect(invoice.Total).toBe(5.5);
});

test("an archived account or tracking option is refused, at most two categories fit (facts §5.7)", async () => {
  const sandbox = createSandbox({ seed: 1, firm: "empty" });
  const client = asClient(sandbox);
  const [organisation] = sandbox.organisations;
  const [category, region] = [...(organisation?.books.trackingCategories.values() ?? [])];
  const option = category?.options[0];
  const tracked = (Tracking: Body[]) => client.put("/Invoices", { Type: "ACCREC", Contact: { Name: "Anyone" }, LineItems: [{ ...plain, UnitAmount: 1, Tracking }] });
  const byName = await tracked([{ Name: category?.name, Option: option?.name }, { TrackingCategoryID: region?.id, TrackingOptionID: region?.options[0]?.id }]);
  expect(byName.json()["Invoices"][0].LineItems[0].Tracking).toHaveLength(2);
  expect((await tracked([{ Name: category?.name, Option: option?.name }, { Name: category?.name, Option: category?.options[1]?.name }])).status).toBe(400);
  sandbox.bookkeeper.archiveTrackingOption({ tenantId: client.tenantId, categoryId: category?.id ?? "", optionId: option?.id ?? "" });
  expect((await tracked([{ Name: category?.name, Option: option?.name }])).status).toBe(400);
  const fees = [...(organisation?.books.accounts.values() ?? [])].find((account) => account.code === "200");
  sandbox.bookkeeper.archiveAccount({ tenantId: client.tenantId, accountId: fees?.id ?? "" });
  expect(errorsOf(await tracked([]))).toEqual(["Account code '200' is not a valid code for this document."]);
});

test("two active tracking categories, and an option in use is only archived (facts §5.7)", async () => {
  const sandbox = createSandbox({ seed: 1, firm: "empty" });
  const client = asClient(sandbox);
  expect((await client.put("/TrackingCategories", { Name: "Third" })).status).toBe(400);
  const [category] = (await client.get("/TrackingCategories")).json()["TrackingCategories"];
  const [option, unused] = category.Options;
  await client.put("/Invoices", { Type: "ACCREC", Contact: { Name: "Anyone" }, LineItems: [{ ...plain, UnitAmount: 1, Tracking: [{ Name: category.Name, Option: option.Name }] }] });
  const path = `/TrackingCategories/${category.TrackingCategoryID}/Options`;
  expect((await client.send("DELETE", `${path}/${option.TrackingOptionID}`)).status).toBe(400);
  expect((await client.send("DELETE", `${path}/${unused.TrackingOptionID}`)).status).toBe(200);
  expect((await client.post(`${path}/${option.TrackingOptionID}`, { Status: "ARCHIVED" })).json()["Options"][0]).toMatchObject({ Status: "ARCHIVED", TrackingOptionID: option.TrackingOptionID });
});
