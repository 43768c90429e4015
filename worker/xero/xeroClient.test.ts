import { describe, expect, test } from "vitest";
import { createXeroClient } from "./xeroClient.ts";

interface Seen {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | null;
}

function clientOn(answers: (() => Response)[]) {
  const seen: Seen[] = [];
  const settled: unknown[] = [];
  const tokens: (string | null)[] = [];
  const client = createXeroClient({
    apiUrl: "https://api.test",
    tenantId: "T1",
    timeoutMs: 50,
    token: async (rejected) => {
      tokens.push(rejected);
      return { ok: true, accessToken: rejected === null ? "old" : "new" };
    },
    permit: async () => ({ ok: true, id: "p" }),
    settle: async (_, remaining, limit) => void settled.push({ remaining, limit }),
    fetch: (async (url: string, init: RequestInit) => {
      seen.push({ method: init.method!, url, headers: Object.fromEntries(new Headers(init.headers)), body: (init.body as string) ?? null });
      return (answers.shift() ?? (() => new Response("{}")))();
    }) as typeof fetch,
  });
  return { client, seen, settled, tokens };
}

const json = (body: unknown, init?: ResponseInit) => () => new Response(JSON.stringify(body), init);

describe("reads", () => {
  test("a list asks for pages of 1,000 in order of change, four decimals, seconds in UTC, and sends no body", async () => {
    const { client, seen } = clientOn([json({ Invoices: [], pagination: { pageCount: 3, itemCount: 2_100 } })]);
    const page = await client.list("invoice", { modifiedSince: Date.UTC(2026, 0, 2, 3, 4, 5, 678), page: 2, ids: ["a", "b"] });
    expect(page).toMatchObject({ ok: true, value: { pageCount: 3, itemCount: 2_100 } });
    expect(seen[0]!.url).toBe(
      "https://api.test/api.xro/2.0/Invoices?order=UpdatedDateUTC%20ASC&IDs=a%2Cb&page=2&includeArchived=true&unitdp=4&pageSize=1000",
    );
    expect(seen[0]).toMatchObject({
      method: "GET",
      body: null,
      headers: { "xero-tenant-id": "T1", authorization: "Bearer old", "if-modified-since": "2026-01-02T03:04:05" },
    });
  });

  test("fields that nobody knows and text that looks like a date survive", async () => {
    const element = { InvoiceID: "i", Reference: "/Date(12) hello", BrandNewField: { deep: [1] } };
    const { client } = clientOn([json({ Invoices: [element] })]);
    const page = await client.list("invoice");
    expect(page.ok && page.value.elements[0]).toEqual(element);
  });

  test.each([
    ["an HTML page", () => new Response("<html>"), "Malformed"],
    ["an empty body", () => new Response(""), "Malformed"],
    ["another list", json({ Contacts: [] }), "Malformed"],
    ["500", () => new Response("", { status: 500 }), "Unavailable"],
    ["404 in plain text", () => new Response("not found", { status: 404 }), "NotFound"],
    ["403", () => new Response("", { status: 403 }), "Forbidden"],
  ])("%s is never an empty list", async (_, answer, kind) => {
    const page = await clientOn([answer]).client.list("invoice");
    expect(page.ok ? "ok" : page.error.kind).toBe(kind);
  });

  test("every kind builds a request", async () => {
    const { XERO_KINDS } = await import("./xeroKinds.ts");
    for (const kind of Object.keys(XERO_KINDS) as (keyof typeof XERO_KINDS)[]) {
      const { client, seen } = clientOn([json({ [XERO_KINDS[kind].envelope]: [] })]);
      expect((await client.list(kind)).ok, kind).toBe(true);
      expect(seen[0]!.url).toContain("/api.xro/2.0/");
    }
  });
});

describe("limits and tokens", () => {
  test.each([
    [{ "x-rate-limit-problem": "day", "retry-after": "5000" }, { problem: "day", retryAfterMs: 5_000_000 }],
    [{ "x-rate-limit-problem": "app-minute", "retry-after": "7" }, { problem: "appminute", retryAfterMs: 7_000 }],
    [{ "x-rate-limit-problem": "concurrent" }, { problem: "concurrent", retryAfterMs: 1_000 }],
    [{}, { problem: "minute", retryAfterMs: 60_000 }],
  ])("429 with %j", async (headers, expected) => {
    const { client, settled } = clientOn([() => new Response("", { status: 429, headers: headers as Record<string, string> })]);
    const page = await client.list("contact");
    expect(page.ok ? null : page.error).toEqual({ kind: "RateLimited", ...expected });
    expect(settled).toMatchObject([{ limit: expected }]);
  });

  test("a refused token is exchanged once and the call repeated", async () => {
    const { client, seen, tokens } = clientOn([() => new Response("", { status: 401 }), json({ Users: [] })]);
    expect((await client.list("user")).ok).toBe(true);
    expect(tokens).toEqual([null, "old"]);
    expect(seen.map((request) => request.headers["authorization"])).toEqual(["Bearer old", "Bearer new"]);
  });

  test("a missing scope is not mended by a refresh", async () => {
    const { client, seen } = clientOn([() => new Response("", { status: 401, headers: { "www-authenticate": "insufficient_scope" } })]);
    const page = await client.list("user");
    expect(page.ok ? null : page.error).toEqual({ kind: "Unauthorised", reason: "scope" });
    expect(seen.length).toBe(1);
  });
});

describe("writes", () => {
  const write = { type: "invoices", elements: [{ Type: "ACCREC", Url: "https://m.test/i/1", New: 1 }, { Type: "ACCREC" }] } as const;

  test("the stored bytes are sent as they are, under their key, and each element answers for itself", async () => {
    const answer = { Invoices: [{ InvoiceID: "1", StatusAttributeString: "OK" }, { ValidationErrors: [{ Message: "No contact" }] }] };
    const { client, seen } = clientOn([json(answer)]);
    const request = await client.prepare(write);
    const result = await client.write(request, "key-1");
    expect(seen[0]).toMatchObject({ method: "POST", body: JSON.stringify({ Invoices: write.elements }), headers: { "idempotency-key": "key-1" } });
    expect(seen[0]!.url).toContain("summarizeErrors=false&unitdp=4");
    expect(result.ok && result.value.map((each) => [each.status, each.messages])).toEqual([["ok", []], ["error", ["No contact"]]]);
  });

  test.each([
    ["no answer", () => { throw new TypeError("lost"); }],
    ["502", () => new Response("<html>", { status: 502 })],
    ["half a body", () => new Response('{"Invoices":[{"Inv')],
    ["fewer elements than were sent", json({ Invoices: [{}] })],
  ])("%s leaves the outcome unknown", async (_, answer) => {
    const { client } = clientOn([answer as () => Response]);
    const result = await client.write(await client.prepare(write), "k");
    expect(result.ok ? "ok" : result.error.kind).toBe("OutcomeUnknown");
  });

  test("a refusal keeps Xero's sentences", async () => {
    const { client } = clientOn([json({ Message: "A validation exception occurred", Elements: [{ ValidationErrors: [{ Message: "Locked" }] }] }, { status: 400 })]);
    const result = await client.write(await client.prepare(write), "k");
    expect(result.ok ? null : result.error).toMatchObject({ kind: "Rejected", elements: [{ messages: ["Locked"] }] });
  });

  test.each([
    [{ type: "delete_payment", id: "p" }, "POST", "/Payments/p"],
    [{ type: "allocate", on: "credit_note", id: "c", elements: [{ Amount: 1 }] }, "PUT", "/CreditNotes/c/Allocations"],
    [{ type: "unallocate", on: "overpayment", id: "o", allocationId: "a" }, "DELETE", "/Overpayments/o/Allocations/a"],
    [{ type: "note", on: "invoice", id: "i", text: "seen" }, "PUT", "/Invoices/i/History"],
    [{ type: "create_tracking_option", categoryId: "t", element: { Name: "P" } }, "PUT", "/TrackingCategories/t/Options"],
  ] as const)("%j", async (each, method, path) => {
    const request = await clientOn([]).client.prepare(each);
    expect([request.method, request.path.split("?")[0]]).toEqual([method, `/api.xro/2.0${path}`]);
  });
});
