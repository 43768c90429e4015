import { beforeEach, describe, expect, test } from "vitest";
import { promise } from "../../../test/promise.ts";
import { aContact, aProject, httpHarness, NOW } from "../../../test/sim/httpHarness.ts";

let http: Awaited<ReturnType<typeof httpHarness>>;
beforeEach(async () => {
  http = await httpHarness();
  await http.put("contact", "contact-1", aContact("Bay Cafe"));
  await http.put("project", "project-1", aProject("Website"));
  await http.put("contact", "contact-b", aContact("Stranger"), { organisationId: "b" });
});

const line = { description: "Design", quantityE4: 15_000, unitAmountE4: 1_200_000, accountCode: "200", taxType: "OUTPUT", projectId: "project-1" };
const invoice = { contactId: "contact-1", date: "2026-11-02", dueDate: "2026-11-16", lines: [line] };

describe("what is wrong is named, says what to do, and changes nothing", () => {
  const many = Array.from({ length: 501 }, () => line);
  test.each([
    { what: "no JSON", raw: "{name:", code: "malformed_json", status: 400 },
    { what: "an empty body", raw: "", code: "malformed_json", status: 400 },
    { what: "a list", body: [], code: "invalid_input", status: 422 },
    { what: "null", body: null, code: "invalid_input", status: 422 },
    { what: "an unknown field", body: { ...invoice, colour: "red" }, code: "unknown_field", at: "colour" },
    { what: "an unknown field of a line", body: { ...invoice, lines: [{ ...line, qty: 1 }] }, code: "unknown_field", at: "lines.0.qty" },
    { what: "a missing field", body: { date: "2026-11-02", lines: [line] }, code: "invalid_input", at: "contactId" },
    { what: "a text for a number", body: { ...invoice, lines: [{ ...line, unitAmountE4: "12" }] }, code: "invalid_input", at: "lines.0.unitAmountE4" },
    { what: "an amount with three decimals", body: { ...invoice, lines: [{ ...line, discountMinor: 12.345 }] }, code: "invalid_input", at: "lines.0.discountMinor" },
    { what: "a price with a fraction of its scale", body: { ...invoice, lines: [{ ...line, unitAmountE4: 0.5 }] }, code: "invalid_input", at: "lines.0.unitAmountE4" },
    { what: "an amount beyond all numbers", raw: JSON.stringify(invoice).replace("1200000", "1e400"), code: "invalid_input", at: "lines.0.unitAmountE4" },
    { what: "30 February", body: { ...invoice, date: "2026-02-30" }, code: "invalid_input", at: "date" },
    { what: "29 February of a common year", body: { ...invoice, dueDate: "2026-02-29" }, code: "invalid_input", at: "dueDate" },
    { what: "a time for a date", body: { ...invoice, date: "2026-11-02T10:00:00Z" }, code: "invalid_input", at: "date" },
    { what: "a year that lost its century", body: { ...invoice, date: "0026-11-02" }, code: "invalid_input", at: "date" },
    { what: "a rate beyond all counting", body: { ...invoice, currency: "USD", currencyRateE6: 1e300 }, code: "invalid_input", at: "currencyRateE6" },
    { what: "a text with a NUL", body: { ...invoice, reference: "PO\u0000 7" }, code: "invalid_input", at: "reference" },
    { what: "half a surrogate pair", raw: JSON.stringify({ ...invoice, reference: "PO" }).replace("PO", "PO\\ud83d"), code: "invalid_input", at: "reference" },
    { what: "no lines", body: { ...invoice, lines: [] }, code: "invalid_input", at: "lines" },
    { what: "501 lines", body: { ...invoice, lines: many }, code: "invalid_input", at: "lines" },
    { what: "an unknown status", body: { ...invoice, status: "paid" }, code: "invalid_input", at: "status" },
    { what: "an unknown contact", body: { ...invoice, contactId: "nobody" }, code: "unknown_reference", at: "contactId" },
    { what: "another organisation's contact", body: { ...invoice, contactId: "contact-b" }, code: "unknown_reference", at: "contactId" },
    { what: "a project where a contact belongs", body: { ...invoice, contactId: "project-1" }, code: "unknown_reference", at: "contactId" },
    { what: "an unknown project", body: { ...invoice, lines: [line, { ...line, projectId: "gone" }] }, code: "unknown_reference", at: "lines.1.projectId" },
    { what: "an unknown account", body: { ...invoice, lines: [{ ...line, accountCode: "777" }] }, code: "unknown_reference", at: "lines.0.accountCode" },
    { what: "an archived account", body: { ...invoice, lines: [{ ...line, accountCode: "999" }] }, code: "unknown_reference", at: "lines.0.accountCode" },
    { what: "an unknown tax rate", body: { ...invoice, lines: [{ ...line, taxType: "GSTISH" }] }, code: "unknown_reference", at: "lines.0.taxType" },
    { what: "a line's id on a new document", body: { ...invoice, lines: [{ ...line, id: "mine" }] }, code: "unknown_reference", at: "lines.0.id" },
    { what: "two discounts on one line", body: { ...invoice, lines: [{ ...line, discountMinor: 1, discountRateE4: 1 }] }, code: "invalid_input", at: "lines.0.discountMinor" },
    { what: "more than can be counted", body: { ...invoice, lines: [{ ...line, quantityE4: 99_999_999_999_999, unitAmountE4: 99_999_999_999_999 }] }, code: "invalid_input", at: "lines" },
    { what: "more than a megabyte", raw: JSON.stringify({ ...invoice, reference: "x".repeat(1_000_001) }), code: "too_large", status: 413 },
    { what: "bytes that are no text", raw: Buffer.from([0xff, 0xfe, 0x80]) as unknown as string, code: "malformed_json", status: 400 },
  ])("$what → $code", async ({ raw, body, code, at, status = 422 }) => {
    const answer = await http.call("POST", "/v1/invoices", raw === undefined ? { body } : { raw });
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.json).toMatchObject({ code, status, ...(at === undefined ? {} : { at }) });
    expect(answer.status).toBe(status);
    expect(answer.json.detail).toMatch(/^.{10,}\.$/);
    expect(answer.json.remedy).toMatch(/\.$/);
    expect(await http.recordCount()).toBe(3);
  });

  test.each([
    { what: "a name with <", resource: "contacts", body: { name: "A <b>" }, at: "name" },
    { what: "an e-mail address without @", resource: "contacts", body: { name: "A", email: "nobody" }, at: "email" },
    { what: "a negative budget", resource: "projects", body: { name: "P", budgetMinor: -1 }, at: "budgetMinor" },
    { what: "minutes beyond all counting", resource: "projects", body: { name: "P", budgetMinutes: 1e300 }, at: "budgetMinutes" },
    { what: "an end before the start", resource: "projects", body: { name: "P", startsOn: "2026-02-01", endsOn: "2026-01-01" }, at: "endsOn" },
    { what: "two rates from one day", resource: "people", body: { name: "P", costRates: [{ from: "2026-01-01", perHourMinor: 1 }, { from: "2026-01-01", perHourMinor: 2 }] }, at: "costRates" },
    { what: "25 hours in a day", resource: "time-entries", body: { projectId: "project-1", personId: "p", date: "2026-11-02", minutes: 1_500 }, at: "minutes" },
    { what: "half a minute", resource: "time-entries", body: { projectId: "project-1", personId: "p", date: "2026-11-02", minutes: 0.5 }, at: "minutes" },
    { what: "a payment of nothing", resource: "payments", body: { documentId: "d", date: "2026-11-02", amountMinor: 0 }, at: "amountMinor" },
    { what: "a payment of an unknown document", resource: "payments", body: { documentId: "d", date: "2026-11-02", amountMinor: 10 }, at: "documentId" },
  ])("$what", async ({ resource, body, at }) => {
    const { status, json } = await http.call("POST", `/v1/${resource}`, { body });
    expect([status, json.at]).toEqual([422, at]);
    expect(await http.recordCount()).toBe(3);
  });
});

test.each([
  [0.5, "minutes must be a whole number."], [0, "minutes must be at least 1."], [1_500, "minutes must be at most 1440."], ["5", "minutes must be a number."],
])("%s minutes: %s", async (minutes, detail) => {
  expect((await http.call("POST", "/v1/time-entries", { body: { projectId: "project-1", personId: "p", date: "2026-11-02", minutes } })).json.detail).toBe(detail);
});

describe("creating", () => {
  test("works out amounts and tax as Xero does", async () => {
    const { status, json, headers } = await http.call("POST", "/v1/invoices", { body: invoice });
    expect(status).toBe(201);
    expect(headers.get("etag")).toBe('"1"');
    expect(json).toMatchObject({ kind: "invoice", revision: 1, body: { side: "sales", status: "draft", currency: "AUD", subtotalMinor: 18_000, taxMinor: 1_800, totalMinor: 19_800, amountDueMinor: 19_800 } });
    expect(json.body.lines[0]).toMatchObject({ amountMinor: 18_000, taxMinor: 1_800, projectId: "project-1", xeroLineId: null });
  });

  test("every kind can be made and read back", async () => {
    const person = await http.call("POST", "/v1/people", { body: { name: "Ada", costRates: [{ from: "2026-06-01", perHourMinor: 7_000 }, { from: "2026-01-01", perHourMinor: 6_000 }] } });
    expect(person.json.body.costRates.map((rate: { from: string }) => rate.from)).toEqual(["2026-01-01", "2026-06-01"]);
    const made = await http.call("POST", "/v1/invoices", { body: invoice });
    const inputs = {
      contacts: { name: "New", phones: { mobile: { number: "0400 000 000" } } },
      projects: { name: "App", clientId: "contact-1", budgetMinor: 500_000 },
      services: { name: "Design", unitAmountE4: 1_200_000, accountCode: "200" },
      "time-entries": { projectId: "project-1", personId: person.json.id, date: "2026-11-02", minutes: 90 },
      quotes: { ...invoice, title: "Website" },
      bills: { ...invoice, lines: [{ unitAmountE4: 100_000 }] },
      "credit-notes": { ...invoice, side: "sales" },
      payments: { documentId: made.json.id, date: "2026-11-09", amountMinor: 9_900 },
    };
    for (const [resource, body] of Object.entries(inputs)) {
      const created = await http.call("POST", `/v1/${resource}`, { body });
      expect([resource, created.status]).toEqual([resource, 201]);
      const read = await http.call("GET", `/v1/${resource}/${created.json.id}`);
      expect(read.json).toEqual(created.json);
    }
  });

  promise(["SM-07"], "stored rows", "the same Request-Id twice makes one record and gives the first answer", async () => {
    const headers = { "Request-Id": "order-4711" };
    const first = await http.call("POST", "/v1/invoices", { body: invoice, headers });
    const second = await http.call("POST", "/v1/invoices", { body: invoice, headers });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.json).toEqual(first.json);
    expect(second.headers.get("request-replayed")).toBe("true");
    expect(await http.recordCount()).toBe(4);
  });

  test("at the same moment too", async () => {
    const headers = { "Request-Id": "order-4712" };
    const answers = await Promise.all(Array.from({ length: 4 }, () => http.call("POST", "/v1/invoices", { body: invoice, headers })));
    expect(await http.recordCount()).toBe(4);
    expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThanOrEqual(1);
    for (const { status, json } of answers) expect(status === 201 || json.code === "not_possible_now").toBe(true);
  });

  test("another request under the same id is refused", async () => {
    const headers = { "Request-Id": "order-4713" };
    await http.call("POST", "/v1/invoices", { body: invoice, headers });
    const other = await http.call("POST", "/v1/invoices", { body: { ...invoice, reference: "other" }, headers });
    expect([other.status, other.json.code]).toEqual([409, "request_id_reused"]);
    expect(await http.recordCount()).toBe(4);
  });

  test("a fault after saving: the same request again finds the record it made", async () => {
    const headers = { "Request-Id": "order-4714" };
    const { engine } = http.deps;
    http.deps.engine = { ...engine, saveRecord: async (request) => {
      await engine.saveRecord(request);
      throw new Error("the isolate died");
    } };
    expect((await http.call("POST", "/v1/invoices", { body: invoice, headers })).json.code).toBe("internal");
    http.deps.engine = engine;
    const again = await http.call("POST", "/v1/invoices", { body: invoice, headers });
    expect(again.status).toBe(201);
    expect(await http.recordCount()).toBe(4);
  });
});

test("a request that met too many others is not answered for good: sent again under its id, it is done", async () => {
  const headers = { "Request-Id": "order-4716" };
  const { engine } = http.deps;
  http.deps.engine = { ...engine, saveRecord: async () => ({ ok: false, refusal: { code: "busy", sentence: "Too much is being saved at this moment; this was not." } }) };
  const first = await http.call("POST", "/v1/invoices", { body: invoice, headers });
  expect([first.status, first.json.code, first.headers.get("Retry-After"), await http.recordCount()]).toEqual([503, "busy", "2", 3]);
  http.deps.engine = engine;
  expect((await http.call("POST", "/v1/invoices", { body: invoice, headers })).status).toBe(201);
});

test("a request that was cut off and left its id behind can be sent again after a minute", async () => {
  const headers = { "Request-Id": "order-4715" };
  const { engine } = http.deps;
  http.deps.engine = { ...engine, saveRecord: () => new Promise(() => undefined) };
  void http.call("POST", "/v1/invoices", { body: invoice, headers });
  await new Promise((resolve) => setTimeout(resolve, 200));
  http.deps.engine = engine;
  const soon = await http.call("POST", "/v1/invoices", { body: invoice, headers });
  expect([soon.status, soon.json.code, soon.headers.get("retry-after")]).toEqual([409, "not_possible_now", "2"]);
  http.deps.clock = { now: () => NOW + 61_000 };
  expect((await http.call("POST", "/v1/invoices", { body: invoice, headers })).status).toBe(201);
  expect(await http.recordCount()).toBe(4);
});

describe("changing", () => {
  const create = async () => (await http.call("POST", "/v1/invoices", { body: invoice })).json;
  const put = (id: string, body: unknown, revision?: string) => http.call("PUT", `/v1/invoices/${id}`, { body, headers: revision === undefined ? {} : { "If-Match": revision } });

  test("keeps a line by its id, adds one without, drops what is missing", async () => {
    const before = await create();
    const kept = { ...line, id: before.body.lines[0].id, description: "Design, revised" };
    const { json } = await put(before.id, { ...invoice, lines: [kept, line] }, '"1"');
    expect(json).toMatchObject({ revision: 2, body: { totalMinor: 39_600 } });
    expect(json.body.lines[0].id).toBe(before.body.lines[0].id);
    expect(json.body.lines[1].id).not.toBe(json.body.lines[0].id);
    const fewer = await put(before.id, { ...invoice, lines: [line] }, "2");
    expect(fewer.json.body.lines).toHaveLength(1);
  });

  test("leaves what is not said and empties what is null: a client cannot wipe what it does not know of", async () => {
    const contact = (await http.call("POST", "/v1/contacts", { body: { name: "Bay", email: "a@b.example", phones: { mobile: { number: "1" }, fax: { number: "2" } } } })).json;
    const change = async (body: object, revision: number) => (await http.call("PUT", `/v1/contacts/${contact.id}`, { body, headers: { "If-Match": String(revision) } })).json.body;
    expect(await change({ name: "Bay", phones: { fax: null } }, 1)).toMatchObject({ email: "a@b.example", phones: { mobile: { number: "1" }, fax: null } });
    expect(await change({ name: "Bay", email: null }, 2)).toMatchObject({ email: null, phones: { mobile: { number: "1" } } });
    const made = (await http.call("POST", "/v1/invoices", { body: { ...invoice, number: "INV-7", lineAmountTypes: "inclusive", lines: [{ ...line, discountRateE4: 100_000 }] } })).json;
    const { json } = await put(made.id, { contactId: "contact-1", date: "2026-11-03", lines: [{ id: made.body.lines[0].id, unitAmountE4: 1_200_000 }] }, "1");
    expect(json.body).toMatchObject({ number: "INV-7", dueDate: "2026-11-16", lineAmountTypes: "inclusive", totalMinor: made.body.totalMinor });
    expect(json.body.lines).toEqual(made.body.lines);
    const fixed = await put(made.id, { ...invoice, number: null, lines: [{ id: made.body.lines[0].id, unitAmountE4: 1_200_000, discountMinor: 100 }] }, "2");
    expect(fixed.json.body).toMatchObject({ number: null, lines: [{ discountRateE4: null, discountMinor: 100 }] });
  });

  test("needs the revision that was read", async () => {
    const { id } = await create();
    expect((await put(id, invoice)).json).toMatchObject({ code: "invalid_input", at: "If-Match" });
    expect((await put(id, invoice, "W/\"x\"")).json.code).toBe("invalid_input");
    await put(id, { ...invoice, reference: "first" }, "1");
    const late = await put(id, { ...invoice, reference: "second" }, "1");
    expect([late.status, late.json.code]).toEqual([409, "revision_conflict"]);
    expect((await http.call("GET", `/v1/invoices/${id}`)).json.body.reference).toBe("first");
  });

  test("a record of another kind or organisation is not found", async () => {
    for (const path of ["/v1/invoices/contact-1", "/v1/contacts/contact-b", "/v1/contacts/unknown"]) expect((await http.call("GET", path)).json.code).toBe("not_found");
    expect((await http.call("PUT", "/v1/contacts/contact-b", { body: { name: "Mine" }, headers: { "If-Match": "1" } })).status).toBe(404);
  });
});

describe("listing", () => {
  test("pages go through everything once, newest change first, however many share a moment", async () => {
    for (let index = 0; index < 23; index += 1) await http.put("contact", `c-${String(index).padStart(2, "0")}`, aContact(`C ${index}`), { at: 1_000 + Math.floor(index / 5) });
    const seen: string[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < 10; page += 1) {
      const { json } = await http.call("GET", `/v1/contacts?limit=7${cursor === null ? "" : `&cursor=${cursor}`}`);
      seen.push(...json.items.map((item: { id: string }) => item.id));
      cursor = json.nextCursor;
      if (cursor === null) break;
    }
    expect(seen).toHaveLength(24);
    expect(new Set(seen).size).toBe(24);
    expect(seen[0]).toBe("contact-1");
    expect(seen).not.toContain("contact-b");
  });

  test("filters by status, contact and the project of any line", async () => {
    const made = (await http.call("POST", "/v1/invoices", { body: { ...invoice, lines: [{ unitAmountE4: 1 }, line] } })).json;
    await http.call("POST", "/v1/invoices", { body: { ...invoice, status: "submitted", lines: [{ unitAmountE4: 1 }] } });
    const ids = async (query: string) => (await http.call("GET", `/v1/invoices?${query}`)).json.items.map((item: { id: string }) => item.id);
    expect(await ids("projectId=project-1")).toEqual([made.id]);
    expect(await ids("status=draft")).toEqual([made.id]);
    expect(await ids("contactId=contact-1")).toHaveLength(2);
    expect(await ids("contactId=nobody")).toEqual([]);
  });

  test.each(["limit=0", "limit=201", "limit=ten", "cursor=!!", "cursor=aGFsbG8", "colour=red", "status=", "status=pending", "status=active&status=archived", "limit=5&limit=5", "contactId=", "contactId=a%20b"])("%s is refused", async (query) => {
    expect((await http.call("GET", `/v1/contacts?${query}`)).status).toBe(422);
  });
});

describe("who may", () => {
  test.each([
    { as: null, method: "GET", path: "/v1/contacts", code: "unauthorised" },
    { as: "viewer", method: "POST", path: "/v1/contacts", code: "forbidden" },
    { as: "key", method: "POST", path: "/v1/api-keys", code: "forbidden" },
    { as: "key", method: "GET", path: "/v1/members", code: "forbidden" },
    { as: "key", method: "GET", path: "/v1/me", code: "forbidden" },
    { as: "bookkeeper", method: "PUT", path: "/v1/rules", code: "forbidden" },
    { as: "bookkeeper", method: "POST", path: "/v1/disconnect", code: "forbidden" },
    { as: "viewer", method: "POST", path: "/v1/conflicts/x/resolve", code: "forbidden" },
    { as: "viewer", method: "POST", path: "/v1/records/contact-1/retry", code: "forbidden" },
  ] as const)("$as may not $method $path", async ({ as, method, path, code }) => {
    expect((await http.call(method, path, { as, ...(method === "GET" ? {} : { body: { name: "x" } }) })).json.code).toBe(code);
  });

  test("a wrong key, an unknown organisation, none, and a key beside its own", async () => {
    expect((await http.call("GET", "/v1/contacts", { as: null, headers: { Authorization: "Bearer mrg_wrong-wrong-wrong-wrong" } })).status).toBe(401);
    expect((await http.call("GET", "/v1/contacts", { as: "viewer", organisation: "c" })).json.code).toBe("not_found");
    expect((await http.call("GET", "/v1/contacts", { as: "viewer", organisation: "" })).json.code).toBe("organisation_missing");
    expect((await http.call("GET", "/v1/contacts", { headers: { Organisation: "b" } })).json.code).toBe("not_found");
  });

  test("what is not there says so, and what takes another method too", async () => {
    expect((await http.call("GET", "/v1/nothing")).json.code).toBe("not_found");
    expect((await http.call("DELETE", "/v1/contacts/contact-1")).json).toMatchObject({ code: "method_not_allowed", status: 405 });
  });
});
