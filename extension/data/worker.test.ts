import { beforeEach, describe, expect, test } from "vitest";
import { mapArea } from "../testing/mapArea.ts";
import type { Message, XeroPage } from "./messages.ts";
import type { Area } from "./storage.ts";
import { createWorker } from "./worker.ts";

const EXTENSION = "abcdefghijklmnopabcdefghijklmnop";
const id = "7f3c1a52-0d4e-4a5b-9f0e-2b6c1d8e9a01";
const content = (tabId = 1) => ({ id: EXTENSION, origin: "https://go.xero.com", frameId: 0, tab: { id: tabId } });
const card = (tabId = 1) => ({ id: EXTENSION, origin: `chrome-extension://${EXTENSION}`, tab: { id: tabId } });
const dashboard = { id: EXTENSION, origin: `chrome-extension://${EXTENSION}` };
const bill = (code: string) => `https://go.xero.com/app/${code}/bills/view/bill?id=${id}`;
const member = { id: "m", name: "Ana", email: "a@x.test", role: "admin" as const };

let local: Area;
let sent: { path: string; headers: Record<string, string> }[];
let answers: Record<string, { status: number; body: unknown }>;
let address: string | null;
let worker: ReturnType<typeof createWorker>;

beforeEach(async () => {
  [local, sent, address] = [mapArea(), [], bill("!a")];
  answers = {
    "/v1/me": { status: 200, body: { member, organisations: [{ id: "org_a", shortCode: "!a", state: "connected" }, { id: "org_b", shortCode: "!b", state: "connected" }] } },
    "/v1/marks": { status: 200, body: { page: null, organisation: null, marks: { [id]: { state: "in-step", projectName: null, marginE2: null, waitingCount: 0 } } } },
  };
  await local.set("workerUrl", "https://m.test");
  await local.set("session", { token: "secret", expiresAt: 2_000, member });
  await local.set("organisationId", "org_b");
  worker = createWorker({
    extensionId: EXTENSION,
    local,
    session: mapArea(),
    now: () => 1_000,
    fetch: (async (url: URL, init: RequestInit) => {
      sent.push({ path: url.pathname, headers: init.headers as Record<string, string> });
      const answer = answers[url.pathname] ?? { status: 200, body: {} };
      return new Response(JSON.stringify(answer.body), { status: answer.status });
    }) as typeof fetch,
    createRequestId: () => "r",
    randomBytes: (count) => new Uint8Array(count),
    redirectUrl: "https://x.chromiumapp.org/",
    openWindow: async () => undefined,
    tabAddress: async () => address,
    reloadTab: async () => {},
    openPanel: async () => {},
    tellTabs: async () => {},
    published: async () => ({ disabled: [], selectors: {} }),
    recordDrift: async () => {},
  });
});

const marks: Message = { name: "content.marks", shortCode: "!a", records: [{ kind: "bill", id }] };
const resolve: Message = { name: "page.request", route: "resolveConflict", params: { id: "c" }, body: {}, scope: "tab" };

describe("who may ask", () => {
  test.each<[string, Message, object]>([
    ["our script in Xero may not write", resolve, content()],
    ["nor read settings", { name: "page.settings" }, content()],
    ["nor sign in", { name: "page.signIn", setupToken: null }, content()],
    ["a stranger may not even ask for marks", marks, { id: EXTENSION, origin: "https://evil.test", frameId: 0, tab: { id: 1 } }],
    ["an inherited name is no message", { name: "toString" } as unknown as Message, card()],
  ])("%s", async (_, message, sender) => {
    await expect(worker.handle(message, sender)).rejects.toThrow();
    expect(sent).toEqual([]);
  });
});

describe("whose books a request is about", () => {
  test("the card writes in the organisation that its tab shows, not in the one chosen elsewhere", async () => {
    await worker.handle(resolve, card());
    expect(sent.at(-1)).toMatchObject({ path: "/v1/conflicts/c/resolve", headers: { Organisation: "org_a" } });
  });
  test("even when it asks for the chosen one", async () => {
    await worker.handle({ ...resolve, scope: "chosen" } as Message, card());
    expect(sent.at(-1)?.headers.Organisation).toBe("org_a");
  });
  test("the dashboard uses the chosen one", async () => {
    await worker.handle({ ...resolve, scope: "chosen" } as Message, dashboard);
    expect(sent.at(-1)?.headers.Organisation).toBe("org_b");
  });
  test("a tab whose organisation is unknown gets nothing", async () => {
    address = `https://go.xero.com/AccountsPayable/Edit.aspx?InvoiceID=${id}`;
    expect(await worker.handle(resolve, card())).toMatchObject({ ok: false, problem: { code: "organisation-unknown" } });
    expect(sent).toEqual([]);
  });
  test("a tab that moved to another organisation refuses the old one's question", async () => {
    address = bill("!b");
    const question: Message = { name: "page.request", route: "context", query: { shortCode: "!a", kind: "bill", xeroId: id }, scope: "tab" };
    expect(await worker.handle(question, card())).toMatchObject({ ok: false, problem: { code: "wrong-organisation" } });
    expect(sent).toEqual([]);
  });
  test("an organisation that is not connected is never asked about", async () => {
    address = bill("!stranger");
    expect(await worker.handle(resolve, card())).toMatchObject({ ok: false, problem: { code: "not-connected" } });
    expect(sent.map(({ path }) => path)).toEqual(["/v1/me"]);
  });
});

describe("states of the chip", () => {
  const page = async () => ((await worker.handle(marks, content())) as { page: string | null }).page;
  test("all is well", async () => expect(await page()).toBeNull());
  test("no address yet", async () => {
    await local.remove("workerUrl");
    expect(await page()).toBe("not-set-up");
  });
  test("the session has expired: signed out, and nothing was sent", async () => {
    await local.set("session", { token: "secret", expiresAt: 999, member });
    expect(await page()).toBe("not-signed-in");
    expect(sent).toEqual([]);
  });
  test("the Worker ended the session: signed out, and the token is forgotten", async () => {
    answers["/v1/marks"] = { status: 401, body: {} };
    expect(await page()).toBe("not-signed-in");
    expect(await local.get("session")).toBeUndefined();
  });
  test("the Worker broke: out of reach, not signed out", async () => {
    answers["/v1/marks"] = { status: 500, body: {} };
    expect(await page()).toBe("unreachable");
    expect(await local.get("session")).toBeDefined();
  });
});

test("the card is about the row that was opened; the side panel about the page", async () => {
  const other = "4ad0c8be-61f2-4d8c-9a70-f1b23c5d6e78";
  const listed: XeroPage = { shortCode: "!a", kind: "bills-list", editing: false, subject: null, listed: [{ kind: "bill", id }], accountId: null };
  address = "https://go.xero.com/app/!a/bills/list/all";
  await worker.handle({ name: "content.page", page: listed }, content());
  await worker.handle({ name: "content.openCard", subject: { kind: "bill", id: other } }, content());
  expect(await worker.handle({ name: "page.subject", tabId: null }, card())).toMatchObject({ page: { subject: { id: other } } });
  expect(await worker.handle({ name: "page.subject", tabId: 1 }, dashboard)).toMatchObject({ page: { subject: null } });
});

test("another Worker's address ends the session of the first", async () => {
  await worker.handle({ name: "page.setWorker", workerUrl: "https://other.test" }, dashboard);
  expect(await local.get("session")).toBeUndefined();
});
