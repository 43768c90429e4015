import { beforeEach, describe, expect, test } from "vitest";
import { defaultRules } from "../../../shared/planning/rules.ts";
import { ROUTES } from "../../../shared/api/routes.ts";
import { QUERIES } from "../queries.ts";
import type { XeroError } from "../../xero/xeroError.ts";
import { tables } from "../../store/schema/tables.ts";
import { promise } from "../../../test/promise.ts";
import { aProject, httpHarness, NOW, TOKENS } from "../../../test/sim/httpHarness.ts";

let http: Awaited<ReturnType<typeof httpHarness>>;
beforeEach(async () => {
  http = await httpHarness();
});
const admin = (method: string, path: string, body?: unknown) => http.call(method, path, { as: "admin", ...(body === undefined ? {} : { body }) });

test("me: who I am and the firm's organisations", async () => {
  const { json } = await http.call("GET", "/v1/me", { as: "viewer" });
  expect(json.member).toEqual({ id: "member-viewer", name: "The viewer", email: "viewer@firm.example", role: "viewer" });
  expect(json.organisations.map(({ name, shortCode }: { name: string; shortCode: string }) => [name, shortCode])).toEqual([["Harbour Studio", "!aAaA1"], ["Second Books", "!bBbB2"]]);
});

describe("health", () => {
  promise(["HP-20", "D23"], "the API's answer", "progress by type while the import runs, with a rate and a time estimate", async () => {
    const cursor = { organisationId: "a", lane: "poll" } as const;
    await http.db.insert(tables.cursor).values([
      { ...cursor, kind: "organisation", completedThrough: 1 },
      { ...cursor, kind: "account", completedThrough: 1, lastCompletedAt: NOW, lastCount: 80 },
      { ...cursor, kind: "contact", running: { count: 500, expected: 1_000, startedAt: NOW - 30_000 } },
    ]);
    const { json } = await http.call("GET", "/v1/health", { as: "viewer" });
    expect(json.progress.phase).toBe("import");
    expect(json.progress.types.slice(0, 5).map(({ label, done, state }: Record<string, unknown>) => [label, done, state])).toEqual([
      ["Organisation", 1, "done"], ["Chart of accounts", 5, "done"], ["Tax rates", 0, "waiting"], ["Tracking categories", 0, "waiting"], ["Contacts", 500, "running"],
    ]);
    expect(json.progress.types[4]).toMatchObject({ expected: 1_000, perMinute: 1_000 });
    // 2.5 of 8 kinds took a second: 2.2 seconds more.
    expect(json.progress.etaAt).toBe(NOW + 2_200);
  });

  promise(["N24", "D14"], "the API's answer", "counts, the last proof, today's calls and bytes with a forecast, open alarms and the cadence", async () => {
    await http.put("project", "p", aProject("x"));
    const link = { organisationId: "a", kind: "invoice", version: 1 };
    await http.db.insert(tables.link).values([{ ...link, id: "1", recordId: "1", state: "in_step" }, { ...link, id: "2", recordId: "2", state: "refused" }, { ...link, id: "3", recordId: "3", state: "ended" }, { ...link, organisationId: "b", id: "4", recordId: "4", state: "refused" }]);
    await http.db.insert(tables.proof).values({ organisationId: "a", id: "proof", startedAt: NOW - 9, endedAt: NOW - 5, result: { compared: 4_812, others: { count: 7, comparedSince: NOW - 99 }, equal: 4_812, differs: 0 } });
    await http.db.insert(tables.alarm).values([{ organisationId: "a", id: "x", code: "silent", sentence: "Nothing was heard for an hour.", remedy: "Look.", raisedAt: NOW }, { organisationId: "a", id: "y", code: "old", sentence: "", remedy: "", raisedAt: 1, clearedAt: 2 }]);
    const { json } = await http.call("GET", "/v1/health", { as: "viewer" });
    expect(json.counts).toEqual({ in_step: 2, pending: 0, waiting: 0, refused: 1, conflict: 0, proposal: 0, quarantined: 0 });
    expect(json.lastProof).toEqual({ at: NOW - 5, others: { count: 7, comparedSince: NOW - 99 }, compared: 4_812, equal: 4_812, repaired: 0, inConflict: 0, waiting: 0, differs: 0 });
    // Twelve calls by nine o'clock make 32 by midnight.
    expect(json.budget).toEqual({ usedToday: 12, remainingToday: 988, remainingMinute: 59, bytesToday: 4_096, forecastToday: 32 });
    expect(json.alarms.map(({ code }: { code: string }) => code)).toEqual(["silent"]);
    expect(json.cadence.find(({ kind }: { kind: string }) => kind === "invoice")).toEqual({ kind: "invoice", everyMinutes: 5, lastAt: null });
    await http.db.insert(tables.cursor).values({ organisationId: "a", kind: "webhook", lane: "intake", lastCompletedAt: NOW - 1_000 });
    const alive = await http.call("GET", "/v1/health", { as: "viewer" });
    expect(alive.json.cadence.find(({ kind }: { kind: string }) => kind === "invoice").everyMinutes).toBe(30);
    await http.db.insert(tables.alarm).values({ organisationId: "a", id: "z", code: "webhook_gap", sentence: "Webhooks do not tell everything.", remedy: "Look.", raisedAt: NOW });
    const untold = await http.call("GET", "/v1/health", { as: "viewer" });
    expect(untold.json.cadence.find(({ kind }: { kind: string }) => kind === "invoice").everyMinutes).toBe(5);
  });
});

describe("test connection", () => {
  const names = (json: { checks: { name: string; ok: boolean }[] }) => json.checks.map(({ name, ok }) => [name, ok]);
  /** What Xero answers to the one call; null: it answers as it should. */
  function answering(error: XeroError | null): { calls: string[] } {
    const seen = { calls: [] as string[] };
    const list = async (kind: string) => (seen.calls.push(kind), error === null ? { ok: true, value: { elements: [] }, bytes: 1, remaining: {} } : { ok: false, error });
    http.deps.xero = { of: () => ({ list }) } as unknown as typeof http.deps.xero;
    return seen;
  }

  promise(["HP-15"], "the API's answer and calls to Xero", "one read-only call tells credential, rights, organisation and limit, each with a sentence", async () => {
    const seen = answering(null);
    const { json } = await admin("POST", "/v1/test-connection");
    expect(json.ok).toBe(true);
    expect(names(json)).toEqual([["credential", true], ["scope", true], ["organisation", true], ["limit", true]]);
    expect(seen.calls).toEqual(["organisation"]);
  });

  test.each<[string, XeroError, [string, boolean][]]>([
    ["a dead sign-in", { kind: "Unauthorised", reason: "revoked" }, [["credential", false]]],
    ["a right that was never granted", { kind: "Unauthorised", reason: "scope" }, [["credential", true], ["scope", false]]],
    ["a user without access to the organisation", { kind: "Forbidden", message: "" }, [["credential", true], ["scope", true], ["organisation", false], ["limit", true]]],
    ["a limit that is used up", { kind: "RateLimited", problem: "day", retryAfterMs: 1_000 }, [["scope", true], ["limit", false]]],
    ["Xero that does not answer", { kind: "Unavailable", status: 503 }, [["scope", true], ["organisation", false]]],
  ])("%s is told apart, with what to do, in one call", async (_, error, expected) => {
    const seen = answering(error);
    const { json } = await admin("POST", "/v1/test-connection");
    expect(json.ok).toBe(false);
    expect(names(json)).toEqual(expected);
    for (const { ok, sentence, remedy } of json.checks) expect([sentence.length > 0, ok || remedy !== null]).toEqual([true, true]);
    expect(seen.calls).toEqual(["organisation"]);
  });

  test.each([["a minute's", "minute", 30_000, "Wait a minute and test again."], ["a day's", "day", 7_200_000, "The limit starts anew within a day; people's clicks go first."]] as const)("%s limit used up says how long to wait", async (_, problem, retryAfterMs, remedy) => {
    answering({ kind: "RateLimited", problem, retryAfterMs });
    expect((await admin("POST", "/v1/test-connection")).json.checks.at(-1)).toMatchObject({ name: "limit", remedy });
  });

  promise(["D21"], "the API's answer", "rights that were not granted are named, and read rights are enough where nothing is written", async () => {
    answering(null);
    await http.db.update(tables.credential).set({ scopes: "accounting.contacts accounting.settings.read" });
    const { json } = await admin("POST", "/v1/test-connection");
    expect(json.checks[1]).toMatchObject({ name: "scope", ok: false, sentence: "Rights are missing: accounting.invoices, accounting.payments.", remedy: "Connect again in the extension's popup." });
  });

  test("nobody left to ask as: nothing is sent", async () => {
    const seen = answering(null);
    await http.db.update(tables.organisationUser).set({ state: "lost" });
    expect(names((await admin("POST", "/v1/test-connection")).json)).toEqual([["credential", false]]);
    expect(seen.calls).toEqual([]);
  });
});

describe("disconnect", () => {
  promise(["HP-16"], "the API's answer and calls to Xero", "needs the organisation's name", async () => {
    expect((await admin("POST", "/v1/disconnect", { confirm: "yes" })).json).toMatchObject({ code: "invalid_input", at: "confirm" });
    expect(http.removed).toEqual([]);
  });
  promise(["HP-17"], "D1 and calls to Xero", "ends the connection at Xero and forgets the tokens; records stay", async () => {
    await http.put("project", "p", aProject("Kept"));
    const { json } = await admin("POST", "/v1/disconnect", { confirm: "Harbour Studio" });
    expect(json.state).toBe("disconnected");
    expect(http.removed).toEqual(["connection-a"]);
    expect((await http.db.select().from(tables.credential)).map(({ xeroUserId }) => xeroUserId)).toEqual(["user-b"]);
    expect((await http.db.select().from(tables.organisationUser)).map(({ organisationId }) => organisationId)).toEqual(["b"]);
    expect((await http.call("GET", "/v1/projects/p")).json.body.name).toBe("Kept");
    expect((await admin("POST", "/v1/disconnect", { confirm: "Harbour Studio" })).json.code).toBe("not_possible_now");
  });
  test("a user who also serves another organisation keeps his sign-in", async () => {
    await http.db.insert(tables.organisationUser).values({ organisationId: "b", xeroUserId: "user-a", connectionId: "connection-b2", state: "live", addedAt: 2 });
    await admin("POST", "/v1/disconnect", { confirm: "Harbour Studio" });
    expect(await http.db.select().from(tables.credential)).toHaveLength(2);
  });
  test("Xero does not answer: nothing changes", async () => {
    http.deps.userConnections.remove = async () => ({ kind: "Unavailable", status: 503 });
    expect((await admin("POST", "/v1/disconnect", { confirm: "Harbour Studio" })).status).toBe(503);
    expect(await http.db.select().from(tables.credential)).toHaveLength(2);
  });
});

describe("rules", () => {
  test("are read with their defaults and saved whole", async () => {
    expect((await admin("GET", "/v1/rules")).json).toEqual(defaultRules());
    const rules = { ...defaultRules(), unpaidUnsentFlow: true, policy: { invoice: { money: { draft: "xero" } } }, paymentAccounts: { card: "account-090" }, filters: { bill: { minTotalMinor: 10_000 } } };
    expect((await admin("PUT", "/v1/rules", rules)).json).toEqual(rules);
    expect((await admin("GET", "/v1/rules")).json).toEqual(rules);
    expect((await http.call("GET", "/v1/rules", { as: "viewer", organisation: "b" })).json).toEqual(defaultRules());
  });
  test.each([
    { what: "an unknown rule", change: { speed: 1 }, at: "speed" },
    { what: "an unknown direction", change: { directions: { ...defaultRules().directions, bill: "sideways" } }, at: "directions.bill" },
    { what: "an unknown winner", change: { policy: { invoice: { money: { draft: "me" } } } }, at: "policy.invoice.money.draft" },
    { what: "an unknown field group", change: { policy: { invoice: { colour: {} } } }, at: "policy.invoice.colour" },
    { what: "an account of nobody", change: { paymentAccounts: { card: "account-x" } }, at: "paymentAccounts.card" },
    { what: "an archived default account", change: { defaultCoding: { sales: { accountCode: "999", taxType: null }, purchases: { accountCode: null, taxType: null } } }, at: "defaultCoding.sales.accountCode" },
    { what: "an unknown tracking category", change: { projectTrackingCategoryId: "nope" }, at: "projectTrackingCategoryId" },
  ])("$what is refused by name", async ({ change, at }) => {
    expect((await admin("PUT", "/v1/rules", { ...defaultRules(), ...change })).json.at).toBe(at);
    expect((await admin("GET", "/v1/rules")).json).toEqual(defaultRules());
  });
});

describe("members", () => {
  test("are invited once, by e-mail in any case", async () => {
    const { status, json } = await admin("POST", "/v1/members", { email: "New@Firm.example", role: "bookkeeper" });
    expect([status, json.email, json.state]).toEqual([201, "new@firm.example", "invited"]);
    expect((await admin("POST", "/v1/members", { email: "new@firm.example", role: "viewer" })).json.code).toBe("not_possible_now");
    expect((await admin("POST", "/v1/members", { email: "x@firm.example", role: "owner" })).json.at).toBe("role");
  });
  test("who is removed is out at once, and may come back", async () => {
    expect((await admin("DELETE", "/v1/members/member-viewer")).status).toBe(204);
    expect((await http.call("GET", "/v1/me", { as: "viewer" })).status).toBe(401);
    expect((await admin("DELETE", "/v1/members/member-viewer")).status).toBe(404);
    const back = await admin("POST", "/v1/members", { email: "viewer@firm.example", role: "viewer" });
    expect([back.status, back.json.id]).toEqual([201, "member-viewer"]);
    expect((await http.call("GET", "/v1/me", { as: "viewer" })).status).toBe(401);
  });
  test("the last admin stays", async () => {
    expect((await admin("DELETE", "/v1/members/member-admin")).json.code).toBe("not_possible_now");
    expect((await admin("GET", "/v1/members")).json.items).toHaveLength(3);
  });
});

describe("API keys", () => {
  test("are shown once, kept as a hash, work for their organisation, and end when revoked", async () => {
    const made = await admin("POST", "/v1/api-keys", { name: "Time tool" });
    const { key, id, prefix } = made.json;
    expect(key.startsWith(prefix)).toBe(true);
    const stored = JSON.stringify(await http.db.select().from(tables.secret));
    expect(stored).not.toContain(key);
    expect(JSON.stringify((await admin("GET", "/v1/api-keys")).json)).not.toContain(key);
    const use = () => http.call("GET", "/v1/projects", { as: null, headers: { Authorization: `Bearer ${key}` } });
    expect((await use()).status).toBe(200);
    expect((await http.call("DELETE", `/v1/api-keys/${id}`, { as: "admin", organisation: "b" })).status).toBe(404);
    expect((await use()).status).toBe(200);
    expect((await admin("DELETE", `/v1/api-keys/${id}`)).status).toBe(204);
    expect((await use()).status).toBe(401);
    expect(TOKENS.key).not.toBe(key);
  });
  test("revoking needs a whole id", async () => {
    for (const id of ["", "a", "%25"]) expect((await admin("DELETE", `/v1/api-keys/${id}`)).status).toBe(404);
    expect((await http.call("GET", "/v1/projects")).status).toBe(200);
  });
});

describe("profit", () => {
  test("of one project and of all, nothing of another organisation", async () => {
    await http.put("project", "p1", aProject("One", { labourBudgetMinor: 10_000, budgetMinutes: 60 }));
    await http.put("project", "p2", aProject("Two"), { organisationId: "b" });
    const row = { lineKey: "l", date: "2026-11-01", recordId: "r" };
    await http.db.insert(tables.ledgerLine).values([
      { ...row, organisationId: "a", projectId: "p1", type: "labour", amountMinor: 15_000, minutes: 180 },
      { ...row, organisationId: "a", projectId: "p1", type: "unbilled", amountMinor: 30_000 },
      { ...row, organisationId: "b", projectId: "p1", type: "revenue", amountMinor: 7 },
    ]);
    const { json } = await http.call("GET", "/v1/projects/p1/profit", { as: "viewer" });
    expect(json).toMatchObject({ invoicedMinor: 0, labourMinor: 15_000, marginMinor: -15_000, marginE2: null, unbilledMinor: 30_000, forecastMarginMinor: 15_000 });
    expect(json.warnings.map(({ code }: { code: string }) => code)).toEqual(["labour_over_budget", "hours_over_budget"]);
    expect((await http.call("GET", "/v1/profit", { as: "viewer" })).json.items.map(({ name }: { name: string }) => name)).toEqual(["One"]);
    expect((await http.call("GET", "/v1/projects/p2/profit", { as: "viewer" })).status).toBe(404);
  });
});

describe("parameters", () => {
  const takes = Object.entries(ROUTES).filter(([name, { method, path }]) => method === "GET" && path.startsWith("/v1/") && name in QUERIES).map(([name, { path }]) => [name as keyof typeof QUERIES, path] as const);
  const pathOf = (path: string): string => path.replace("{resource}", "invoices").replaceAll(/\{\w+\}/g, "x");
  const ask = (path: string, query: string) => http.call("GET", `${pathOf(path)}?${query}`, { as: "admin" });

  test.each(takes)("%s refuses each of its parameters given twice, and one that it does not know, by its name", async (name, path) => {
    for (const parameter of Object.keys(QUERIES[name].entries)) {
      const { status, json } = await ask(path, `${parameter}=1&${parameter}=2`);
      expect([status, json.code, json.at, json.detail]).toEqual([422, "invalid_input", parameter, `${parameter} is given 2 times; it can be given once.`]);
    }
    expect((await ask(path, "colour=red")).json).toMatchObject({ status: 422, code: "unknown_field", at: "colour" });
  });

  test("every other address takes none, and says so", async () => {
    const none = Object.entries(ROUTES).filter(([name, { path }]) => path.startsWith("/v1/") && !(name in QUERIES));
    expect(none.length).toBeGreaterThan(50);
    for (const [name, { method, path }] of none) {
      const { status, json } = await http.call(method, `${pathOf(path)}?month=2026-10`, { as: "admin", body: method === "GET" ? undefined : {} });
      expect([name, status, json.code, json.at]).toEqual([name, 422, "unknown_field", "month"]);
    }
  });

  test.each([
    ["/v1/reports/month", "month=2026-13", "month"], ["/v1/reports/month", "month=", "month"], ["/v1/reports/month", "", "month"], ["/v1/audit", "after=-1", "after"], ["/v1/audit", "after=9999999999999999", "after"],
    ["/v1/audit", "limit=1e2", "limit"], ["/v1/records/x/as-of", "at=soon", "at"], ["/v1/records/x/as-of", "at=8640000000000001", "at"], ["/v1/records/x/as-of", "", "at"],
    ["/v1/context", "shortCode=!a&kind=payment&xeroId=x", "kind"], ["/v1/suggestions/bulk", "contactId=", "contactId"], ["/v1/activity", "cursor=", "cursor"], ["/v1/activity", "limit=0", "limit"],
  ])("%s?%s is refused by name", async (path, query, at) => {
    const { status, json } = await ask(path, query);
    expect([status, json.code, json.at]).toEqual([422, "invalid_input", at]);
  });
});

test("the OpenAPI document names every address and refuses what the schemas refuse", async () => {
  const { status, json } = await http.call("GET", "/openapi.json", { as: null });
  expect(status).toBe(200);
  expect(Object.keys(json.paths)).toEqual(expect.arrayContaining(["/v1/invoices", "/v1/time-entries/{id}", "/v1/marks", "/webhooks/xero"]));
  const schema = json.paths["/v1/invoices"].post.requestBody.content["application/json"].schema;
  expect(schema).toMatchObject({ type: "object", additionalProperties: false });
  expect(schema.required).toEqual(expect.arrayContaining(["contactId", "date", "lines"]));
  const queryOf = (path: string): string[] => json.paths[path].get.parameters.filter((parameter: { in: string }) => parameter.in === "query").map(({ name }: { name: string }) => name);
  expect([queryOf("/v1/bills"), queryOf("/v1/records/{id}/as-of"), queryOf("/v1/me")]).toEqual([["cursor", "limit", "status", "contactId", "projectId"], ["at"], []]);
  expect(json.paths["/v1/invoices/{id}"].put.parameters.map(({ name }: { name: string }) => name)).toEqual(["id", "Organisation", "Request-Id", "If-Match"]);
});
