import { describe, expect, test } from "vitest";
import { type EngineWorld, engineWorld, type EngineWorldOptions } from "../../test/sim/engineWorld.ts";
import { httpWorld } from "../../test/sim/httpWorld.ts";
import { promise } from "../../test/promise.ts";
import { API } from "../../shared/limits.ts";
import { watchRounds } from "./watchRounds.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const ADDRESS = "https://tools.example/events";
const NO_PAGES = { page: 1, pageSize: 1000, pageCount: 0, itemCount: 0 };

async function connectedFirm(options: Partial<EngineWorldOptions> = {}) {
  const world = await engineWorld({ firm: "agency", rules: { eventsUrl: ADDRESS }, ...options });
  await world.settle(MINUTE_MS, 500);
  world.told.length = 0;
  return world;
}

const open = async (world: EngineWorld) => ((await world.rows("alarm", { clearedAt: null })) as unknown as { code: string }[]).map((alarm) => alarm.code);
const toldOf = (world: EngineWorld, code: string) => world.told.filter(({ body }) => body.includes(`"code":"${code}"`)).map(({ type }) => type);

/** Runs as often as the engine wants to, for so long; or more seldom, where only what lasts matters. */
async function runFor(world: EngineWorld, ms: number, atLeastMs = MINUTE_MS): Promise<void> {
  const until = world.clock.now() + ms;
  while (world.clock.now() < until) {
    const { nextDueAt } = await world.runOnce();
    world.clock.advance(Math.max(atLeastMs, nextDueAt - world.clock.now()));
  }
}

/** A firm whose wire can be broken and mended. */
async function breakable(answer: (request: Request) => Response | null) {
  const wire = { broken: false };
  const world = await connectedFirm({ wire: async (request, pass) => (wire.broken ? answer(request) : null) ?? pass(request) });
  return { world, wire };
}

const asks = (what: RegExp) => ({ url }: Request): boolean => what.test(url);
/** At night a list is asked for whole; polls ask for what changed since. */
const asksWhole = (what: RegExp) => (request: Request): boolean => what.test(request.url) && !request.headers.has("if-modified-since");

const delivery = (world: EngineWorld, from: number, to: number, ids: readonly string[] = []) =>
  world.store.commit([], [{
    insert: "inbox",
    rows: [{
      id: `delivery-${from}`, receivedAt: world.clock.now(), firstSequence: from, lastSequence: to,
      body: JSON.stringify({ events: (ids.length === 0 ? ["00000000-0000-4000-8000-00000000ffff"] : ids).map((resourceId) => ({ tenantId: world.tenantId, resourceId, eventCategory: "CONTACT" })) }),
    }],
  }]);

describe("silence is never success", () => {
  promise(["OP-03", "SM-09", "N8"], "D1 and the firm's webhook", "half an hour without a good round raises an alarm and tells the firm's own system; a good round clears it and tells so", async () => {
    const { world, wire } = await breakable(() => new Response("", { status: 503 }));
    wire.broken = true;
    await runFor(world, HOUR_MS);
    expect(await open(world)).toContain("silent");
    wire.broken = false;
    await runFor(world, HOUR_MS);
    expect(await open(world)).toEqual([]);
    expect(toldOf(world, "silent")).toEqual(["alarm.raised", "alarm.cleared"]);
  }, 30_000);

  promise(["OP-03", "SM-09", "D14", "N8"], "D1 and the firm's webhook", "an organisation that is never run at all is seen by the cron, told once, and cleared by the next good round", async () => {
    const world = await connectedFirm();
    world.clock.advance(29 * MINUTE_MS);
    expect(await watchRounds(world.ports, world.clock.now())).toBe(0);
    world.clock.advance(10 * MINUTE_MS);
    for (let minute = 0; minute < 3; minute += 1) expect(await watchRounds(world.ports, world.clock.now())).toBe(1);
    expect(await open(world)).toEqual(["silent"]);
    expect(toldOf(world, "silent")).toEqual(["alarm.raised"]);
    await world.settle();
    expect(await open(world)).toEqual([]);
    expect(toldOf(world, "silent")).toEqual(["alarm.raised", "alarm.cleared"]);
  });

  test.each([
    ["invoices and bills at night", asksWhole(/\/Invoices\?(?!.*IDs=)/), { Invoices: [], pagination: NO_PAGES }, DAY_MS],
    ["contacts at night", asks(/\/Contacts\?.*summaryOnly/), { Contacts: [], pagination: NO_PAGES }, DAY_MS],
    ["payments at night", asksWhole(/\/Payments\?/), { Payments: [], pagination: NO_PAGES }, DAY_MS],
    ["accounts", asks(/\/Accounts/), { Accounts: [] }, 7 * HOUR_MS],
    ["tax rates", asks(/\/TaxRates/), { TaxRates: [] }, 7 * HOUR_MS],
  ])("a complete list of %s that is suddenly empty raises an alarm and deletes nothing", async (_, isAsked, body, quietMs) => {
    const { world, wire } = await breakable((request) => (isAsked(request) ? Response.json(body) : null));
    const rows = async () => [(await world.rows("record")).length, (await world.rows("reference", { status: "active" })).length];
    const before = await rows();
    wire.broken = true;
    world.clock.advance(quietMs);
    await runFor(world, 10 * MINUTE_MS);
    expect(await open(world)).toContain("zero_rows");
    expect(await rows()).toEqual(before);
    wire.broken = false;
    world.clock.advance(DAY_MS);
    await runFor(world, 10 * MINUTE_MS);
    expect(await open(world)).not.toContain("zero_rows");
  }, 30_000);
});

test.each([["that reaches Xero", "authorised"], ["that Xero refuses", "refused"]])("a firm's first invoice, made after a night without any, %s: nothing is missing in Xero", async (_, what) => {
  const all = await httpWorld();
  const contact = (await all.call("key", "POST", "/v1/contacts", { name: "Gear Hire", isCustomer: true })).json;
  await all.settle();
  const line = { description: "Design", unitAmountE4: 1_000_000, accountCode: "200", taxType: "OUTPUT" };
  const { json } = await all.call("key", "POST", "/v1/invoices", { contactId: contact.id, date: "2026-11-20", dueDate: "2026-12-20", status: "authorised", lines: [line], ...(what === "refused" ? { currency: "XXX" } : {}) });
  await runFor(all, HOUR_MS, 10 * MINUTE_MS);
  expect((await all.call("viewer", "GET", `/v1/invoices/${json.id}`)).json.sync.state).toBe(what === "refused" ? "refused" : "in_step");
  expect((await all.call("viewer", "GET", "/v1/health")).json.alarms).toEqual([]);
  await runFor(all, DAY_MS, HOUR_MS);
  expect((await all.call("viewer", "GET", "/v1/health")).json.alarms).toEqual([]);
}, 30_000);

describe("what would break later", () => {
  promise(["D13", "N8"], "D1 and the firm's webhook", "a sign-in that nothing renewed for 45 days raises an alarm, a fortnight before Xero forgets it", async () => {
    const world = await connectedFirm();
    const credential = (refreshedAt: number) => ({ xeroUserId: "user-1", name: "Ana", ciphertext: "sealed", keyId: "k", generation: 1, accessExpiresAt: 0, refreshedAt, scopes: "", state: "live" as const });
    const renewed = async (daysAgo: number) => {
      await world.store.commit([], [{ put: "credential", rows: [credential(world.clock.now() - daysAgo * DAY_MS)] }]);
      await world.runOnce();
      return open(world);
    };
    await world.store.commit([], [{ insert: "organisationUser", rows: [{ organisationId: world.organisationId, xeroUserId: "user-1", connectionId: "c", state: "live", addedAt: 1 }] }]);
    expect(await renewed(44)).toEqual([]);
    expect(await renewed(46)).toEqual(["token_near_expiry"]);
    expect(world.told[0]!.body).toContain("46 days ago");
    expect(await renewed(0)).toEqual([]);
  });

  test("records that cannot be read, more and more of them, are told apart from a few that stay", async () => {
    const world = await connectedFirm();
    const aside = (from: number, to: number) =>
      world.store.commit([], [{ insert: "quarantine", rows: Array.from({ length: to - from }, (_, n) => ({ organisationId: world.organisationId, id: `q${from + n}`, kind: "invoice", xeroId: `x${from + n}`, reason: "unknown", body: "{}", at: 1 })) }]);
    await aside(0, 2);
    await runFor(world, 2 * HOUR_MS, HOUR_MS);
    expect(await open(world)).toEqual(["quarantine"]);
    await aside(2, 8);
    await world.runOnce();
    expect((await open(world)).toSorted()).toEqual(["quarantine", "quarantine_growing"]);
    await runFor(world, DAY_MS + 3 * HOUR_MS, HOUR_MS);
    expect(await open(world)).toEqual(["quarantine"]);
  }, 30_000);

  promise(["D14"], "D1", "a message that the firm's system never takes is tried twelve times, then given up, and an alarm says so", async () => {
    const tries = new Map<string, number>();
    const world = await connectedFirm({ wrap: (ports) => ({ ...ports, notify: async (_, { id }) => (tries.set(id, (tries.get(id) ?? 0) + 1), false) }) });
    await world.store.commit([], [{ insert: "outEvent", rows: [{ organisationId: world.organisationId, id: "e", type: "invoice.changed", body: "{}", at: world.clock.now(), nextAt: world.clock.now(), attempts: 0 }] }]);
    for (let round = 0; round < 40 && !(await open(world)).includes("events_undelivered"); round += 1) {
      await world.runOnce();
      world.clock.advance(7 * HOUR_MS);
    }
    expect(tries.get("e")).toBe(API.outEventAttempts);
    expect(await open(world)).toContain("events_undelivered");
    expect(await world.rows("outEvent", { id: "e" })).toMatchObject([{ deliveredAt: null, nextAt: null }]);
  }, 30_000);
});

describe("webhooks against polls", () => {
  promise(["N8", "D14"], "D1 and the record here", "a gap in Xero's numbers makes polls due at once, so that what was lost is here in the same run; an alarm is raised if it stays", async () => {
    const world = await connectedFirm();
    await delivery(world, 1, 5);
    await world.settle();
    const contact = [...world.sandbox.organisations[0]!.books.contacts.values()][0]!;
    world.sandbox.bookkeeper.editContact({ tenantId: world.tenantId, contactId: contact.id, changes: { FirstName: "Untold" } as never });
    await delivery(world, 9, 10);
    await world.runOnce();
    const [link] = (await world.rows("link", { xeroId: contact.id })) as unknown as { recordId: string }[];
    const [record] = (await world.rows("record", { id: link!.recordId })) as unknown as { body: string }[];
    expect(JSON.parse(record!.body)).toMatchObject({ firstName: "Untold" });
    expect(await open(world)).toEqual([]);
    await runFor(world, 40 * MINUTE_MS);
    expect(await open(world)).toEqual(["webhook_gap"]);
    expect(world.told.find(({ type }) => type === "alarm.raised")?.body).toContain("3 events are missing");
    await delivery(world, 6, 8);
    await world.settle();
    expect(await open(world)).toEqual([]);
  }, 30_000);

  promise(["N8"], "D1", "changes that a poll finds and no webhook told of raise an alarm, and polls become as frequent as without webhooks", async () => {
    const world = await connectedFirm();
    const contacts = [...world.sandbox.organisations[0]!.books.contacts.values()].slice(0, 4);
    await delivery(world, 1, 1);
    await runFor(world, 45 * MINUTE_MS);
    for (const { id } of contacts) world.sandbox.bookkeeper.editContact({ tenantId: world.tenantId, contactId: id, changes: { FirstName: "Untold" } as never });
    await delivery(world, 2, 2);
    await runFor(world, 61 * MINUTE_MS);
    expect(await open(world)).toEqual(["webhook_gap"]);
    const before = world.sandbox.log.entries.length;
    await runFor(world, HOUR_MS);
    expect(world.sandbox.log.entries.slice(before).filter((entry) => entry.path.endsWith("/Invoices")).length).toBeGreaterThanOrEqual(11);
  }, 30_000);

  test("our own writes, which come back by poll, are no gap", async () => {
    const world = await connectedFirm();
    const links = (await world.rows("link", { kind: "contact" })) as unknown as { recordId: string }[];
    await delivery(world, 1, 1);
    await runFor(world, 45 * MINUTE_MS);
    for (const { recordId } of links.slice(0, 4)) {
      const [record] = (await world.rows("record", { id: recordId })) as unknown as { body: string; revision: number }[];
      await world.engine.saveRecord({ organisationId: world.organisationId, recordId, kind: "contact", body: { ...JSON.parse(record!.body), firstName: "Ours" }, expectedRevision: record!.revision, actor: { type: "member", id: "m", name: "Pat" } });
    }
    await world.settle();
    await delivery(world, 2, 2);
    await runFor(world, 62 * MINUTE_MS);
    expect(await open(world)).toEqual([]);
  }, 30_000);
});

promise(["D14", "SM-09"], "the firm's webhook", "every morning at seven the firm's system is told how things stand, once, also when all is well", async () => {
  const world = await connectedFirm();
  await runFor(world, 2 * DAY_MS, 25 * MINUTE_MS);
  const digests = world.told.filter(({ type }) => type === "digest.daily").map(({ body }) => JSON.parse(body) as { day: string; allWell: boolean; sentence: string });
  expect(digests.length).toBe(2);
  expect(new Set(digests.map(({ day }) => day)).size).toBe(2);
  expect(digests[1]).toMatchObject({ allWell: true });
  expect(digests[1]!.sentence).toMatch(/^All is well: \d+ records agree with Xero\.$/);
}, 60_000);
