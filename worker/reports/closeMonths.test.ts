import Ajv2020 from "ajv/dist/2020.js";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { MonthListView, MonthReportView } from "../../shared/api/reportShapes.ts";
import type { Ports } from "../ports.ts";
import { openStore } from "../store/open.ts";
import { httpWorld, type HttpWorld, later } from "../../test/sim/httpWorld.ts";
import type { Who } from "../../test/sim/httpHarness.ts";
import { promise } from "../../test/promise.ts";
import { closeMonths } from "./closeMonths.ts";

// Each test runs a whole firm; a busy machine needs its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const DAY_MINUTES = 24 * 60;
const EVENTS_URL = "https://firm.example/events";

let world: HttpWorld;
let projectId: string;
let xeroIds: string[];

/** Monday, 23 November 2026: two invoices, one of them for a project, a bill, an hour of work. */
beforeEach(async () => {
  world = await httpWorld({ rules: { eventsUrl: EVENTS_URL, createStatus: { invoice: "authorised", bill: "authorised", credit_note: "draft" } } as never });
  const post = async (path: string, body: object) => (await world.call("key", "POST", `/v1/${path}`, body)).json;
  const client = await post("contacts", { name: "Harbour Films", isCustomer: true, isSupplier: true });
  projectId = (await post("projects", { name: "Feature film", clientId: client.id, billing: "fixed_price", budgetMinor: 500_000 })).id;
  const line = (unitAmountE4: number, more: object = {}) => ({ description: "Film", quantityE4: 10_000, unitAmountE4, accountCode: "200", taxType: "OUTPUT", ...more });
  const invoices = [
    await post("invoices", { contactId: client.id, date: "2026-11-20", dueDate: "2026-11-25", lines: [line(10_000_000, { projectId })] }),
    await post("invoices", { contactId: client.id, date: "2026-11-21", dueDate: "2026-12-20", lines: [line(5_000_000)] }),
  ];
  await post("bills", { contactId: client.id, number: "B-1", date: "2026-11-21", dueDate: "2026-12-21", lines: [{ ...line(3_000_000, { projectId }), accountCode: "429", taxType: "INPUT" }] });
  await world.settle();
  xeroIds = await Promise.all(invoices.map(async ({ id }) => (await world.call("viewer", "GET", `/v1/invoices/${id}`)).json.sync.xeroId as string));
});
afterEach(() => vi.restoreAllMocks());

const cron = (wrap: (store: Ports["store"]) => Ports["store"] = (store) => store): Promise<number> =>
  closeMonths({ db: openStore(world.d1), ports: { store: wrap(world.store), log: { event: () => undefined } } }, world.clock.now());
const report = async (month: string, as: Who = "viewer") => (await world.call(as, "GET", `/v1/reports/month?month=${month}`)).json as MonthReportView;
const months = async () => ((await world.call("viewer", "GET", "/v1/reports/months")).json as MonthListView).items;
const told = () => world.told.filter(({ type }) => type === "month.closed");

async function untilDecember(): Promise<void> {
  for (let day = 23; day <= 30; day += 1) await later(world, DAY_MINUTES);
}

promise(["SM-04"], "D1, the API and the firm's webhook", "after the month's last day its figures are kept and sent to the firm's own system, once, with nobody clicking; November's late changes are shown beside them", async () => {
  expect(await cron()).toBe(0);
  await untilDecember();
  expect(await cron()).toBe(1);
  expect(await cron()).toBe(0);
  await world.settle();
  await later(world, 10);
  expect(told()).toHaveLength(1);
  const message = JSON.parse(told()[0]!.body);
  expect(message).toMatchObject({ name: "Marlow & Finch Agency", month: "2026-11", organisation: { now: { invoicedMinor: 150_000, otherCostsMinor: 30_000, marginMinor: 120_000 } } });
  expect(message.sentence).toBe("November 2026: invoiced AUD 1,500.00, collected AUD 0.00, margin AUD 1,200.00 (80.0 %). Clients owe AUD 1,650.00, of which AUD 1,100.00 is overdue.");
  const closed = await report("2026-11");
  expect(closed).toMatchObject({ state: "closed", changes: [], summary: { projects: [{ id: projectId, now: { invoicedMinor: 100_000, otherCostsMinor: 30_000 } }], receivables: { to30Minor: 110_000, currentMinor: 55_000 } } });

  // In December: one of November's invoices is voided, the other paid. The payment is December's; the void changes November.
  world.sandbox.bookkeeper.void({ tenantId: world.tenantId, invoiceId: xeroIds[1]! });
  world.sandbox.bookkeeper.payInvoice({ tenantId: world.tenantId, invoiceId: xeroIds[0]! });
  await later(world, 35);
  expect(await cron()).toBe(0);
  const afterwards = await report("2026-11");
  expect(afterwards.summary).toEqual(closed.summary);
  expect(afterwards.changes).toEqual([
    { project: null, figure: "invoiced", thenMinor: 150_000, nowMinor: 100_000 },
    { project: null, figure: "margin", thenMinor: 120_000, nowMinor: 70_000 },
    { project: null, figure: "outstanding", thenMinor: 150_000, nowMinor: 100_000 },
    { project: null, figure: "receivables", thenMinor: 165_000, nowMinor: 110_000 },
  ]);
  const december = await report("2026-12");
  expect(december).toMatchObject({ state: "running", summary: { organisation: { now: { collectedMinor: 100_000 }, before: { invoicedMinor: 100_000 } }, money: { inMinor: 110_000 } } });
});

describe("the month's end", () => {
  beforeEach(untilDecember);

  promise(["SM-04"], "D1", "a cron that is doubled, cut off before or after its commit, or repeated leaves one row and one message", async () => {
    const dying = (after: boolean) => (store: Ports["store"]): Ports["store"] => ({
      ...store,
      commit: async (...all) => {
        if (after) await store.commit(...all);
        throw new Error("cut off");
      },
    });
    expect(await cron(dying(false))).toBe(0);
    expect(await world.rows("monthSummary")).toHaveLength(0);
    expect(await cron(dying(true))).toBe(0);
    const [first] = await world.rows("monthSummary");
    world.clock.advance(60_000);
    await Promise.all([cron(), cron()]);
    expect(await world.rows("monthSummary")).toEqual([first]);
    expect(await world.rows("outEvent", { type: "month.closed" })).toHaveLength(1);
  });

  test("two crons at the same moment, neither knowing of the other, write it once", async () => {
    const counts = await Promise.all([cron(), cron(), cron()]);
    expect(counts.some((count) => count === 1)).toBe(true);
    expect(await world.rows("monthSummary")).toHaveLength(1);
    expect(await world.rows("outEvent", { type: "month.closed" })).toHaveLength(1);
  });

  promise(["SM-04"], "D1 and the firm's webhook", "where no cron ran for two months, both months are closed, each with its own figures", async () => {
    world.sandbox.bookkeeper.payInvoice({ tenantId: world.tenantId, invoiceId: xeroIds[0]! });
    for (let day = 1; day <= 32; day += 1) await later(world, DAY_MINUTES);
    expect(await cron()).toBe(2);
    await world.settle();
    await later(world, 10);
    expect(told().map(({ body }) => JSON.parse(body).month)).toEqual(["2026-11", "2026-12"]);
    const [november, december] = [await report("2026-11"), await report("2026-12")];
    expect([november.summary.organisation.now.invoicedMinor, november.summary.organisation.now.collectedMinor]).toEqual([150_000, 0]);
    expect([december.summary.organisation.now.invoicedMinor, december.summary.organisation.now.collectedMinor]).toEqual([0, 100_000]);
    expect(november.changes).toEqual([]);
    expect((await months()).map(({ month, state }) => [month, state])).toEqual([["2027-01", "running"], ["2026-12", "closed"], ["2026-11", "closed"]]);
  });

  test("a Xero that cannot be read any more does not keep the month open for good, and the report says when it was last read", async () => {
    await world.store.commit([], [{ update: "organisation", where: { id: world.organisationId }, set: { state: "needs_sign_in" } }]);
    await world.store.commit([], [{ update: "cursor", where: { organisationId: world.organisationId, lane: "poll" }, set: { lastCompletedAt: Date.UTC(2026, 10, 28) } }]);
    const [organisation] = await world.rows("organisation", { organisationId: undefined, id: world.organisationId });
    const lastRead = organisation!["lastRoundAt"];
    expect(await cron()).toBe(0);
    world.clock.advance(DAY_MINUTES * 60_000);
    expect(await cron()).toBe(1);
    expect((await report("2026-11")).summary.xeroReadAt).toBe(lastRead);
  });

  test("after a month in which nothing ran, Xero is read before what ended meanwhile is closed", async () => {
    await world.store.commit([], [{ update: "cursor", where: { organisationId: world.organisationId, lane: "poll" }, set: { lastCompletedAt: Date.UTC(2026, 10, 23) } }]);
    world.sandbox.bookkeeper.void({ tenantId: world.tenantId, invoiceId: xeroIds[1]! });
    world.clock.advance(3 * DAY_MINUTES * 60_000);
    expect(await cron()).toBe(0);
    await world.store.commit([], [{ update: "cursor", where: { organisationId: world.organisationId, lane: "poll" }, set: { dueAt: 0 } }]);
    await world.settle();
    expect(await cron()).toBe(1);
    expect((await report("2026-11")).summary.organisation.now.invoicedMinor).toBe(100_000);
  });

  promise(["SM-04", "OP-03"], "D1 and the firm's webhook", "a month that fails to close is tried less and less often; an alarm says so once, and is over when the month is closed", async () => {
    const tried: number[] = [];
    const failing = (store: Ports["store"]): Ports["store"] => ({
      ...store,
      commit: async (guards, changes) => {
        if (!changes.some((change) => "insertNew" in change && change.insertNew === "monthSummary")) return store.commit(guards, changes);
        tried.push(world.clock.now());
        throw new Error("too big");
      },
    });
    const from = world.clock.now();
    const alarms = async () => (await world.rows("alarm", { code: "month_not_closed" })).map(({ clearedAt }) => clearedAt === null);
    for (let minute = 0; minute <= 6; minute += 1) {
      expect(await cron(failing)).toBe(0);
      expect(await alarms()).toEqual(minute < 3 ? [] : [true]);
      world.clock.advance(60_000);
    }
    for (let minute = 0; minute < 200; minute += 1) {
      await cron(failing);
      world.clock.advance(60_000);
    }
    expect(tried.map((at) => (at - from) / 60_000)).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183]);
    // A round neither clears nor repeats it.
    await world.settle();
    expect(await alarms()).toEqual([true]);
    expect((await world.call("viewer", "GET", "/v1/health")).json.alarms).toEqual(expect.arrayContaining([expect.objectContaining({ code: "month_not_closed", sentence: "November 2026 is over, but its report could not be made." })]));
    world.clock.advance(60 * 60_000);
    expect(await cron()).toBe(1);
    await later(world, 10);
    expect(await alarms()).toEqual([false]);
    await later(world, 10);
    expect(world.told.filter(({ body }) => body.includes('"code":"month_not_closed"')).map(({ type }) => type)).toEqual(["alarm.raised", "alarm.cleared"]);
  });

  test("a month that was closed by a commit whose answer was lost leaves no trouble behind", async () => {
    const lost = (store: Ports["store"]): Ports["store"] => ({
      ...store,
      commit: async (guards, changes) => {
        const outcome = await store.commit(guards, changes);
        if (changes.some((change) => "insertNew" in change && change.insertNew === "monthSummary")) throw new Error("cut off");
        return outcome;
      },
    });
    expect(await cron(lost)).toBe(0);
    expect(await world.rows("monthClosing")).toMatchObject([{ failedMonth: "2026-11", tries: 1 }]);
    world.clock.advance(60_000);
    expect(await cron()).toBe(0);
    expect(await world.rows("monthClosing")).toMatchObject([{ failedMonth: null, tries: 0, retryAt: null }]);
    expect(await world.rows("monthSummary")).toHaveLength(1);
  });

  test("nothing is closed for a firm that disconnected", async () => {
    await world.store.commit([], [{ update: "organisation", where: { id: world.organisationId }, set: { state: "disconnected" } }]);
    expect(await cron()).toBe(0);
  });
});

describe("GET /v1/reports", () => {
  test("before the first month is over there is the running one, with what there is of it so far", async () => {
    expect(await months()).toEqual([{ month: "2026-11", state: "running", closedAt: null, sentence: null }]);
    expect(await report("2026-11", "key")).toMatchObject({ state: "running", closedAt: null, changes: [], summary: { organisation: { now: { invoicedMinor: 150_000 }, before: { invoicedMinor: 0, marginE2: null } } } });
  });

  test.each([
    ["", 422, "invalid_input", "month is missing."],
    ["?month=2026-13", 422, "invalid_input", "month must be a month such as 2026-10."],
    ["?month=november", 422, "invalid_input", "month must be a month such as 2026-10."],
    ["?month=2026-12", 422, "invalid_input", "December 2026 has not begun yet."],
    ["?month=2026-10", 404, "not_found", "Nothing is recorded in October 2026 or before."],
    ["?month=2026-11&project=x", 422, "unknown_field", 'There is no field "project" here.'],
  ])("%s is refused plainly", async (query, status, code, detail) => {
    const answer = await world.call("viewer", "GET", `/v1/reports/month${query}`);
    expect([answer.status, answer.json.code, answer.json.detail]).toEqual([status, code, detail]);
  });

  test("whoever may see profit may see reports, and nobody else", async () => {
    for (const as of ["viewer", "bookkeeper", "admin", "key"] as const) expect((await world.call(as, "GET", "/v1/reports/months")).status).toBe(200);
    expect((await world.call("viewer", "GET", "/v1/reports/months", undefined, { Authorization: "Bearer nobody" })).status).toBe(401);
    expect((await world.call("viewer", "GET", "/v1/reports/month?month=2026-11", undefined, { Organisation: "another" })).status).toBe(404);
  });

  test("is what /openapi.json says", async () => {
    const { paths } = (await world.call("viewer", "GET", "/openapi.json")).json;
    const ajv = new Ajv2020({ strict: false });
    for (const [path, query] of [["/v1/reports/month", "?month=2026-11"], ["/v1/reports/months", ""]] as const) {
      const { json } = await world.call("viewer", "GET", `${path}${query}`);
      ajv.validate(paths[path].get.responses["200"].content["application/json"].schema, json);
      expect(ajv.errors).toBeNull();
    }
    expect(paths["/v1/reports/month"].get.parameters).toContainEqual({ name: "month", in: "query", required: true, schema: { type: "string" } });
    expect(Object.keys(paths["/v1/reports/month"].get.responses)).toEqual(expect.arrayContaining(["404", "422"]));
  });
});
