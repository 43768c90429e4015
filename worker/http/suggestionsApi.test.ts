import Ajv2020 from "ajv/dist/2020.js";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import type { Document } from "../../shared/records/document.ts";
import { promise } from "../../test/promise.ts";
import { afterRounds, httpWorld, type HttpWorld, later } from "../../test/sim/httpWorld.ts";
import type { Who } from "../../test/sim/httpHarness.ts";
import { openStore } from "../store/open.ts";
import { unusualCoding } from "../store/schema/unusualCodings.ts";

let world: HttpWorld;
const suppliers = new Map<string, string>();
beforeEach(async () => {
  world = await httpWorld();
  suppliers.clear();
}, 30_000);

interface BillOf {
  supplier: string;
  number: string;
  status: "DRAFT" | "AUTHORISED";
  lines: readonly { text: string; amount: number; code?: string; tax?: string }[];
}
function bill({ supplier, number, status, lines }: BillOf): string {
  const { tenantId, sandbox } = world;
  const contactId = suppliers.get(supplier) ?? sandbox.bookkeeper.createContact({ tenantId, contact: { Name: supplier } as never }).id;
  suppliers.set(supplier, contactId);
  return sandbox.bookkeeper.createBill({
    tenantId,
    bill: {
      Contact: { ContactID: contactId }, InvoiceNumber: number, Date: "2026-11-10", DueDate: "2026-12-20", LineAmountTypes: "Exclusive", Status: status,
      LineItems: lines.map(({ text, amount, code, tax = "INPUT" }) => ({ Description: text, Quantity: 1, UnitAmount: amount, ...(code !== undefined && { AccountCode: code, TaxType: tax }) })),
    } as never,
  }).id;
}
const recordOf = async (xeroId: string): Promise<{ id: string; body: Document }> => {
  const [link] = (await world.rows("link", { xeroId })) as unknown as { recordId: string }[];
  const [row] = (await world.rows("record", { id: link!.recordId })) as unknown as { id: string; body: string }[];
  return { id: row!.id, body: JSON.parse(row!.body) as Document };
};
const codes = (xeroId: string) => {
  const { accounts, invoices } = world.sandbox.organisations[0]!.books;
  return invoices.get(xeroId)!.lines.map(({ accountId, lineMinor }) => [accounts.get(accountId ?? "")?.code ?? null, lineMinor]);
};

const findings = async () => openStore(world.d1).select().from(unusualCoding);

/** What an address answered is what /openapi.json says that it answers. */
async function described(as: Who, method: string, path: string, template: string, body?: unknown) {
  const answer = await world.call(as, method, path, body);
  const document = (await world.call("viewer", "GET", "/openapi.json")).json as { paths: Record<string, Record<string, { responses: Record<string, { content: Record<string, { schema: object }> }> }>> };
  const { responses } = document.paths[template]![method.toLowerCase()]!;
  const { schema } = responses[String(answer.status)]!.content["application/json"]!;
  expect(Object.keys(schema).length).toBeGreaterThan(0);
  const ajv = new Ajv2020({ strict: false });
  const isValid = ajv.validate(schema, answer.json);
  expect(ajv.errors, JSON.stringify(answer.json).slice(0, 500)).toBeNull();
  expect(isValid).toBe(true);
  return answer.json;
}

describe("a supplier with history", () => {
  let xeroId: string;
  let billId: string;
  let lineId: string;
  beforeEach(async () => {
    for (let i = 0; i < 22; i++) bill({ supplier: "Northline Timber", number: `NT-${i}`, status: "AUTHORISED", lines: [{ text: "Timber beams", amount: 100 + i, code: i === 7 ? "429" : "310" }] });
    for (let i = 0; i < 8; i++) bill({ supplier: "Linkway Tolls", number: `LT-${i}`, status: "AUTHORISED", lines: [{ text: "Road tolls", amount: 20 + i, code: "493" }] });
    xeroId = bill({ supplier: "Northline Timber", number: "NEW", status: "DRAFT", lines: [{ text: "Timber beams", amount: 104 }] });
    await later(world, 35);
    const record = await recordOf(xeroId);
    billId = record.id;
    lineId = record.body.lines[0]!.id;
  }, 30_000);

  promise(["N1", "OP-13", "OP-14", "D17"], "the API's answer and the counts in D1", "every reason of a suggestion is a sum over stored counts, and the evidence has date, amount, coding and a link to the Xero bill", async () => {
    const { lines } = await described("key", "GET", `/v1/bills/${billId}/suggestions`, "/v1/bills/{id}/suggestions");
    const [line] = lines;
    expect([line.account.value, line.tax.value, line.account.agreeCount, line.account.ofCount]).toEqual(["310", "INPUT", 21, 22]);
    expect(line.evidence[0]).toMatchObject({ date: "2026-11-10", supplier: "Northline Timber", currency: "AUD", account: "310 Contractors", tax: "GST on Expenses", href: expect.stringMatching(/bills\/view\/bill\?id=/) });
    expect(line.account.counterExample).toMatchObject({ account: expect.stringMatching(/^429 /) });
    expect(line.account.wouldChange).toContain("1 of 22 lines");

    const why = await described("viewer", "GET", `/v1/bills/${billId}/suggestions/${lineId}`, "/v1/bills/{id}/suggestions/{lineId}");
    expect(why.linesCounted).toBe(30);
    expect(why.counted.length).toBeGreaterThan(2);
    const db = openStore(world.d1);
    for (const { field, text, count, of, codings } of why.counted as { field: "account" | "tax" | "project"; text: string; count: number; of: number; codings: { account: string; tax: string; project: string; lines: number }[] }[]) {
      const value = why.suggestion[field].value as string;
      expect(text).toContain(`${count} of ${of}`);
      if (codings.length === 0) continue;
      expect(codings.reduce((sum, { lines: all }) => sum + all, 0)).toBe(of);
      expect(codings.filter((coding) => coding[field] === value).reduce((sum, { lines: all }) => sum + all, 0)).toBe(count);
    }
    // The supplier's own count, recomputed from the records themselves.
    const own = (why.counted as { field: string; text: string; count: number; of: number }[]).find(({ field, text }) => field === "account" && text.endsWith("from this supplier"));
    const [records] = await db.all<{ agreeing: number; all: number }>(sql`select sum(l.value ->> 'accountCode' = '310') as agreeing, count(*) as "all" from record r, json_each(r.body, '$.lines') l, record s
      where r.kind = 'bill' and r.status = 'authorised' and s.id = r.contact_id and s.body ->> 'name' = 'Northline Timber'`);
    expect(own === undefined ? null : [own.count, own.of]).toEqual(own === undefined ? null : [records!.agreeing, records!.all]);
  });

  promise(["OP-12", "OP-14"], "the API's answers", "what a person decides re-scores the other fields before anything is written", async () => {
    const given = (body: object) => described("bookkeeper", "POST", `/v1/bills/${billId}/suggestions/given`, "/v1/bills/{id}/suggestions/given", body);
    const { lines: [usual] } = await given({ lines: [{ lineId, accountCode: "310" }] });
    expect(usual.account).toMatchObject({ value: "310", band: "decided" });
    expect(usual.tax.value).toBe("INPUT");
    const project = (await world.call("key", "POST", "/v1/projects", { name: "Quay Street" })).json;
    const deliveries = [1, 2, 3, 4, 5].map((number) => bill({ supplier: "Northline Timber", number: `Q-${number}`, status: "AUTHORISED", lines: [{ text: "Timber beams", amount: 100 + number, code: "429" }] }));
    await later(world, 35);
    for (const delivery of deliveries) {
      const { id, body } = await recordOf(delivery);
      await world.call("bookkeeper", "POST", `/v1/bills/${id}/coding`, { shortCode: world.shortCode, lines: [{ lineId: body.lines[0]!.id, projectId: project.id }] });
    }
    const { lines: [delivery] } = await given({ lines: [{ lineId, accountCode: "429" }] });
    expect([delivery.project.value, usual.project.value]).toEqual([project.id, ""]);
    expect(codes(xeroId)).toEqual([[null, 10_400]]);
  }, 30_000);

  test("a list is answered in one request; strangers are refused by name", async () => {
    const { items } = await described("key", "POST", "/v1/suggestions", "/v1/suggestions", { recordIds: [billId] });
    expect(items).toMatchObject([{ recordId: billId, title: "Bill NEW", lines: [{ account: { value: "310" } }] }]);
    expect((await world.call("key", "POST", "/v1/suggestions", { recordIds: [billId, "nobody"] })).json).toMatchObject({ code: "unknown_reference", at: "recordIds.1" });
  });

  promise(["N3", "OP-16"], "the stand-in's books", "a click on Apply can be undone by the next click", async () => {
    const applied = await world.call("bookkeeper", "POST", `/v1/bills/${billId}/coding`, { shortCode: world.shortCode, lines: [{ lineId, accountCode: "310", taxType: "INPUT" }] });
    expect(codes(xeroId)).toEqual([["310", 10_400]]);
    const undone = await world.call("bookkeeper", "POST", `/v1/bills/${billId}/coding/undo`, { shortCode: world.shortCode, undo: applied.json.undo });
    expect([undone.status, undone.json.outcome, codes(xeroId)]).toEqual([200, "written", [[null, 10_400]]]);
    expect(undone.json.context.state).toBe("suggestion");
  });

  promise(["D17", "N17"], "the API's answers", "an admin moves the threshold with the books' own record beside it; above it, what is not sure enough becomes no suggestion, with the reason", async () => {
    await world.call("viewer", "GET", `/v1/bills/${billId}/suggestions`);
    const accuracy = await described("viewer", "GET", "/v1/suggestions/accuracy", "/v1/suggestions/accuracy");
    expect(accuracy.byConfidence.length).toBeGreaterThan(0);
    expect((await world.call("bookkeeper", "PUT", "/v1/suggestions/settings", { thresholdE2: 9000 })).status).toBe(403);
    expect((await world.call("admin", "PUT", "/v1/suggestions/settings", { thresholdE2: 9900 })).json).toMatchObject({ code: "invalid_input", at: "thresholdE2" });
    const before = (await world.call("viewer", "GET", `/v1/bills/${billId}/suggestions`)).json.lines[0];
    const saved = await described("admin", "PUT", "/v1/suggestions/settings", "/v1/suggestions/settings", { thresholdE2: 9500 });
    expect(saved).toMatchObject({ thresholdE2: 9500, shippedThresholdE2: 4500 });
    const after = (await world.call("viewer", "GET", `/v1/bills/${billId}/suggestions`)).json.lines[0];
    const unsure = (["account", "tax", "project"] as const).filter((field) => before[field].confidenceE2 < 9500);
    expect(unsure.length).toBeGreaterThan(0);
    for (const field of unsure) expect([after[field].value, after[field].abstained]).toEqual([null, expect.stringContaining("below 95 %")]);
    // The other rules do not take it away, and do not see it.
    const rules = (await world.call("admin", "GET", "/v1/rules")).json;
    expect(rules).not.toHaveProperty("suggestions");
    expect((await world.call("admin", "PUT", "/v1/rules", rules)).status).toBe(200);
    expect((await world.call("viewer", "GET", "/v1/suggestions/settings")).json.thresholdE2).toBe(9500);
  });

  promise(["N9"], "the API's answers and the stand-in's books", "a booked line that strongly disagrees with its evidence is listed with it; it is recoded in Xero by a click, or said to be right and not listed again", async () => {
    for (const number of ["ODD-1", "ODD-2"]) bill({ supplier: "Linkway Tolls", number, status: "AUTHORISED", lines: [{ text: "Road tolls", amount: 24, code: "310" }] });
    for (let i = 0; i < 32; i++) bill({ supplier: "Linkway Tolls", number: `MORE-${i}`, status: "AUTHORISED", lines: [{ text: "Road tolls", amount: 20 + i, code: "493" }] });
    await later(world, 35);
    await afterRounds(world);
    const { items } = await described("viewer", "GET", "/v1/suggestions/unusual", "/v1/suggestions/unusual");
    const odd = (items as { title: string; field: string; recordId: string; lineId: string; booked: { value: string }; expected: { value: string }; evidence: unknown[]; href: string }[]).filter(({ title }) => title.startsWith("Bill ODD"));
    expect(odd.map(({ title, field, booked, expected }) => [title, field, booked.value, expected.value]).sort()).toEqual([["Bill ODD-1", "account", "310", "493"], ["Bill ODD-2", "account", "310", "493"]]);
    expect(odd[0]!.evidence.length).toBeGreaterThan(0);
    expect(odd[0]!.href).toContain("/bills/view/bill?id=");
    const judge = (item: (typeof odd)[number], judgement: string) => ({ recordId: item.recordId, lineId: item.lineId, field: item.field, judgement });
    expect((await world.call("viewer", "POST", "/v1/suggestions/unusual", judge(odd[0]!, "right"))).status).toBe(403);
    await described("bookkeeper", "POST", "/v1/suggestions/unusual", "/v1/suggestions/unusual", judge(odd[0]!, "right"));
    const after = (await world.call("bookkeeper", "POST", "/v1/suggestions/unusual", judge(odd[1]!, "recode"))).json;
    expect(after).toMatchObject({ judgedRight: 1, recoded: 1 });
    expect(after.items.filter(({ title }: { title: string }) => title.startsWith("Bill ODD"))).toEqual([]);
    expect((await world.call("bookkeeper", "POST", "/v1/suggestions/unusual", judge(odd[1]!, "recode"))).json.code).toBe("not_found");
    const { xeroId: recoded } = (await world.rows("link", { recordId: odd[1]!.recordId }))[0] as unknown as { xeroId: string };
    expect(codes(recoded)).toEqual([["493", 2_400]]);
  }, 30_000);

  test("reading the list of unusual codings changes nothing; what was settled in Xero is not on it, and the next round forgets it", async () => {
    const odd = bill({ supplier: "Linkway Tolls", number: "ODD-1", status: "AUTHORISED", lines: [{ text: "Road tolls", amount: 24, code: "310" }] });
    for (let i = 0; i < 32; i++) bill({ supplier: "Linkway Tolls", number: `MORE-${i}`, status: "AUTHORISED", lines: [{ text: "Road tolls", amount: 20 + i, code: "493" }] });
    await later(world, 35);
    const listed = async () => ((await world.call("viewer", "GET", "/v1/suggestions/unusual")).json.items as { title: string }[]).filter(({ title }) => title === "Bill ODD-1");
    expect([await listed(), await findings()]).toEqual([[], []]);
    await afterRounds(world);
    const found = await findings();
    const isTolls = ({ expected }: { expected: string }): boolean => expected === "493";
    expect([(await listed()).length, found.filter(isTolls).length]).toEqual([1, 1]);
    expect(await findings()).toEqual(found);
    const { lineItemId } = world.sandbox.organisations[0]!.books.invoices.get(odd)!.lines[0]!;
    world.sandbox.bookkeeper.editInvoiceLines({ tenantId: world.tenantId, invoiceId: odd, lines: [{ LineItemID: lineItemId, Description: "Road tolls", Quantity: 1, UnitAmount: 24, AccountCode: "493", TaxType: "INPUT" }] as never });
    await later(world, 35);
    expect([await listed(), await findings()]).toEqual([[], found]);
    await afterRounds(world);
    expect(await findings()).toEqual(found.filter((one) => !isTolls(one)));
  }, 30_000);
});

describe("a supplier whose bills are usually split", () => {
  let xeroId: string;
  let billId: string;
  beforeEach(async () => {
    for (let i = 0; i < 4; i++) bill({ supplier: "Harbour Rents", number: `R-${i}`, status: "AUTHORISED", lines: [{ text: "Workshop", amount: 666.67, code: "469" }, { text: "Office", amount: 333.33, code: "429" }] });
    xeroId = bill({ supplier: "Harbour Rents", number: "R-NEW", status: "DRAFT", lines: [{ text: "Rent, November", amount: 1_000.01, code: "469" }] });
    await later(world, 35);
    billId = (await recordOf(xeroId)).id;
  }, 30_000);

  promise(["N27", "OP-18"], "the card's data and the stand-in's books", "the usual split is suggested to the cent with the bills it was seen on, and a click writes it as lines in Xero with the bill's total unchanged", async () => {
    const { totalMinor } = world.sandbox.organisations[0]!.books.invoices.get(xeroId)!;
    const { split } = await world.context("bill", xeroId);
    expect(split).toMatchObject({ count: 4, of: 4, hindrance: null, taxBeforeMinor: 10_000, taxAfterMinor: 10_000 });
    expect(split.earlier[0]).toMatchObject({ title: expect.stringMatching(/^Bill R-/), parts: [{ amountMinor: 66_667 }, { amountMinor: 33_333 }], href: expect.any(String) });
    const parts = split.shares.map(({ account, tax, project, amountMinor }: { account: { value: string }; tax: { value: string }; project: { value: string }; amountMinor: number }) => ({ accountCode: account.value, taxType: tax.value, projectId: project.value || null, amountMinor }));
    expect(parts.reduce((sum: number, { amountMinor }: { amountMinor: number }) => sum + amountMinor, 0)).toBe(100_001);
    const answer = await world.call("bookkeeper", "POST", `/v1/bills/${billId}/split`, { shortCode: world.shortCode, lineId: split.lineId, parts });
    expect([answer.status, answer.json.outcome, answer.json.context.split]).toEqual([200, "written", null]);
    expect(codes(xeroId).map(([code]) => code).sort()).toEqual(["429", "469"]);
    expect(world.sandbox.organisations[0]!.books.invoices.get(xeroId)!.totalMinor).toBe(totalMinor);
  });

  test("a paid bill shows the split and why it cannot be written; bad parts change nothing", async () => {
    const { split } = await world.context("bill", xeroId);
    const ask = (parts: object[]) => world.call("bookkeeper", "POST", `/v1/bills/${billId}/split`, { shortCode: world.shortCode, lineId: split.lineId, parts });
    const part = { accountCode: "469", taxType: "INPUT", projectId: null, amountMinor: 50_000 };
    for (const [parts, code] of [[[part], "invalid_input"], [[part, part], "invalid_input"], [[part, { ...part, amountMinor: 0 }], "invalid_input"], [[part, { ...part, amountMinor: 50_001, accountCode: "nope" }], "unknown_reference"], [[part, { ...part, amountMinor: 0.5 }], "invalid_input"]] as const)
      expect((await ask([...parts])).json.code).toBe(code);
    expect(codes(xeroId)).toEqual([["469", 100_001]]);
    world.sandbox.bookkeeper.approve({ tenantId: world.tenantId, invoiceId: xeroId });
    world.sandbox.bookkeeper.payInvoice({ tenantId: world.tenantId, invoiceId: xeroId, amountMinor: 100 });
    await later(world, 35);
    expect((await world.context("bill", xeroId)).split.hindrance).toContain("paid");
    expect((await ask([part, { ...part, amountMinor: 50_001 }])).json.code).toBe("not_possible_now");
    expect(codes(xeroId)).toEqual([["469", 100_001]]);
  });
});

describe("the description of the interface", () => {
  test("every address of the suggestions says what it takes, answers and refuses", async () => {
    const { paths } = (await world.call("viewer", "GET", "/openapi.json")).json as { paths: Record<string, Record<string, { operationId: string; requestBody?: object; responses: Record<string, { description: string; content: { [type: string]: { schema: object } } }> }>> };
    const own = Object.entries(paths).filter(([path]) => /\/suggestions|\/split$|\/coding/.test(path)).flatMap(([, methods]) => Object.entries(methods));
    expect(own.length).toBeGreaterThanOrEqual(16);
    for (const [method, { operationId, requestBody, responses }] of own) {
      const takesNothing = method === "get" || ["continueBulk", "undoBulk"].includes(operationId);
      expect([operationId, requestBody !== undefined]).toEqual([operationId, !takesNothing]);
      expect([operationId, responses["default"]?.content["application/problem+json"]?.schema]).toEqual([operationId, { $ref: "#/components/schemas/Problem" }]);
    }
    expect(paths["/v1/suggestions/bulk"]!["post"]!.responses["409"]!.description).toContain("not_possible_now");
  });
});
