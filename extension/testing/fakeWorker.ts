import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { problem } from "../../shared/api/problem.ts";
import type { ContextView, MarksView, WrittenView } from "../../shared/api/views.ts";
import { EXTENSION_ID } from "../extensionId.ts";
import * as firm from "./demoFirm.ts";
import { health } from "./demoHealth.ts";
import { contexts, markOf } from "./demoPages.ts";
import { months, reports } from "./demoReports.ts";
import * as told from "./demoSuggestions.ts";
import { fakeBulk } from "./fakeBulk.ts";
import { fakeContacts } from "./fakeContacts.ts";
import { fakeHeldUp } from "./fakeHeldUp.ts";
import { fakeMappings } from "./fakeMappings.ts";

export interface FakeWorker {
  url: string;
  /** What it was asked, in order. */
  log: { method: string; path: string; query: Readonly<Record<string, string>>; body: unknown; origin: string | undefined }[];
  /** Switches a test may turn. */
  state: { health: typeof health; settings: typeof told.suggestionSettings; signedOut: boolean; down: boolean; heldMs: number; manyLines: number; changed: ((view: ContextView) => ContextView) | null; connected: boolean; deletedRows: number; refuses: boolean };
  close: () => void;
}

/** Answers like the firm's Worker, from a made-up firm. Not shipped; for looking at screens and for the browser tests. */
export async function startFakeWorker(): Promise<FakeWorker> {
  const log: FakeWorker["log"] = [];
  const state: FakeWorker["state"] = { health: health, settings: told.suggestionSettings, signedOut: false, down: false, heldMs: 0, manyLines: 0, changed: null, connected: true, deletedRows: 0, refuses: false };
  const bulk = fakeBulk(() => state.heldMs, () => state.manyLines);
  const heldUp = fakeHeldUp();
  const contacts = fakeContacts();
  const mappings = fakeMappings();
  const server: Server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const url = new URL(request.url ?? "/", "http://fake");
      const cors = {
        "Access-Control-Allow-Origin": `chrome-extension://${EXTENSION_ID}`,
        "Access-Control-Allow-Headers": "Authorization, Content-Type, Organisation, Request-Id",
        "Access-Control-Allow-Methods": "GET, POST, PUT, DELETE",
      };
      if (request.method === "OPTIONS") {
        response.writeHead(204, cors).end();
        return;
      }
      log.push({ method: request.method ?? "", path: url.pathname, query: Object.fromEntries(url.searchParams), body, origin: request.headers.origin });
      if (state.down) {
        request.socket.destroy();
        return;
      }
      if (url.pathname === "/auth/start") {
        const back = new URL(url.searchParams.get("redirect") ?? "");
        back.searchParams.set("code", "once");
        back.searchParams.set("state", url.searchParams.get("state") ?? "");
        response.writeHead(302, { Location: back.href }).end();
        return;
      }
      const { status, answer } = state.signedOut && url.pathname !== "/auth/token" ? { status: 401, answer: problem("unauthorised", "The session has ended.") } : (heldUp(url.pathname) ?? contacts(url.pathname) ?? mappings(url.pathname, body) ?? answerTo(url, body, state, bulk));
      response.writeHead(status, { ...cors, "Content-Type": "application/json" }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, log, state, close: () => server.close() };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text === "" ? null : JSON.parse(text);
}

function answerTo(url: URL, body: unknown, state: FakeWorker["state"], bulk: ReturnType<typeof fakeBulk>): { status: number; answer: unknown } {
  const ok = (answer: unknown) => ({ status: 200, answer });
  const { pathname } = url;
  if (pathname === "/auth/token") return ok({ token: "session-token-of-the-fake", expiresAt: Date.now() + 86_400_000 });
  if (pathname === "/v1/me") return ok(state.connected ? firm.me : { ...firm.me, organisations: firm.me.organisations.map((one) => ({ ...one, state: "disconnected" })) });
  if (pathname === "/v1/health") return ok(state.health);
  if (pathname === "/v1/marks") {
    const asked = body as { shortCode: string; records: { id: string }[] };
    const known = asked.shortCode === firm.SHORT_CODE;
    const view: MarksView = {
      page: known ? null : "not-connected",
      organisation: known ? { id: firm.organisation.id, name: firm.organisation.name } : null,
      marks: known ? Object.fromEntries(asked.records.flatMap(({ id }) => {
            const mark = markOf(id);
            return mark === null ? [] : [[id, mark]];
          })) : {},
    };
    return ok(view);
  }
  if (pathname === "/v1/context") {
    const view = contexts[url.searchParams.get("xeroId") ?? ""];
    return view === undefined || url.searchParams.get("shortCode") !== firm.SHORT_CODE ? { status: 404, answer: problem("not_found", "There is no such record in this organisation.") } : ok(state.changed?.(view) ?? view);
  }
  if (/^\/v1\/(bills|conflicts|proposals)\/[^/]+\/(coding|coding\/undo|split|split\/undo|resolve|decide)$/.test(pathname)) {
    const id = /\/split(\/undo)?$/.test(pathname) ? firm.SPLIT_BILL_ID : pathname.includes("/bills/") ? firm.BILL_ID : pathname.includes("/conflicts/") ? firm.CONFLICT_BILL_ID : firm.INVOICE_ID;
    const before = contexts[id];
    if (before === undefined) return { status: 404, answer: problem("not_found", "Not here.") };
    if (state.refuses) {
      const reason = { code: "refused", sentence: "Account code '310' is not a valid code for this document.", remedy: "Change what Xero names here or in Xero, then try again." };
      return ok({ outcome: "refused", sentence: reason.sentence, context: { ...before, state: "refused", reason } } satisfies WrittenView);
    }
    const written: WrittenView = {
      outcome: "written",
      sentence: "Xero accepted it and both sides agree.",
      context: { ...before, state: "in-step", suggestions: [], split: null, conflicts: [], proposals: [] },
      ...(/\/(coding|split)$/.test(pathname) && { undo: "click-1" }),
    };
    return ok(written);
  }
  if (pathname === "/v1/test-connection")
    return ok({
      ok: true,
      checks: [
        { name: "credential", ok: true, sentence: "Xero knows us; the sign-in is good until 23 January.", remedy: null },
        { name: "scope", ok: true, sentence: "All permissions of the enabled features are there.", remedy: null },
        { name: "organisation", ok: true, sentence: "Xero answers for Harbour & Pine Studio.", remedy: null },
        { name: "limit", ok: true, sentence: "4,688 calls are left today.", remedy: null },
      ],
    });
  if (pathname === "/v1/reports/months") return ok(months);
  if (pathname === "/v1/reports/month") return reportOf(url.searchParams.get("month") ?? "");
  if (pathname === "/v1/profit") return ok({ items: [firm.quayStreet, firm.kitchen] });
  if (pathname === "/v1/conflicts") return ok({ items: contexts[firm.CONFLICT_BILL_ID]?.conflicts.map((conflict) => ({ ...conflict, record: { id: "rec_1", kind: "bill", title: "Bill KE-2291", href: null } })) });
  if (pathname === "/v1/activity") return ok({ items: contexts[firm.INVOICE_ID]?.history.map((entry, seq) => ({ seq, ...entry, title: "Invoice INV-0042" })) });
  if (pathname === "/v1/members") return ok({ items: [{ ...firm.me.member, state: "active" }, { id: "mem_2", name: "Priya Nair", email: "priya@harbourpine.example", role: "bookkeeper", state: "invited" }] });
  if (pathname === "/v1/api-keys") return ok(body === null ? { items: [{ id: "key_1", name: "Timesheets", prefix: "mk_8fa2", createdAt: Date.UTC(2026, 8, 1), usedAt: Date.now() - 60_000 }] } : { id: "key_2", name: "New", key: "mk_example_shown_once" });
  if (/^\/v1\/bills\/[^/]+\/splits$/.test(pathname)) return ok(told.splitWays);
  if (pathname === "/v1/suggestions/accuracy") return ok({ items: told.accuracy, byConfidence: told.byConfidence });
  if (pathname === "/v1/suggestions/settings") return ok(settingsAfter(body as SettingsChange | null, state));
  if (pathname === "/v1/suggestions/unusual") return ok(unusualAfter(body as { judgement: string } | null));
  if (pathname.endsWith("/suggestions/given")) return ok(givenAnswer(body as { lines: { lineId: string; accountCode: string | null }[] }));
  const bulked = bulk(url, body);
  if (bulked !== null) return bulked;
  if (pathname === "/v1/organisation") {
    state.deletedRows += 18_240;
    return ok({ organisationId: firm.organisation.id, name: firm.organisation.name, by: "Ana Whitlock", askedAt: Date.now(), rows: state.deletedRows, done: state.deletedRows > 40_000 });
  }
  return { status: 404, answer: problem("not_found", `Nothing lies at ${pathname}.`) };
}

function reportOf(month: string): { status: number; answer: unknown } {
  const report = reports[month];
  return report === undefined ? { status: 404, answer: problem("not_found", "Nothing is recorded in that month or before.") } : { status: 200, answer: report };
}

interface SettingsChange {
  thresholdE2?: number;
  languageModel?: boolean;
}

function settingsAfter(change: SettingsChange | null, state: FakeWorker["state"]): typeof told.suggestionSettings {
  const { languageModel } = state.settings;
  const consent = change?.languageModel === true ? { consentedBy: "Ana Whitlock", consentedAt: Date.now() } : change?.languageModel === false ? { consentedBy: null, consentedAt: null } : {};
  state.settings = { ...state.settings, ...(change?.thresholdE2 !== undefined && { thresholdE2: change.thresholdE2 }), languageModel: { ...languageModel, ...consent } };
  return state.settings;
}

function unusualAfter(judged: { judgement: string } | null): typeof told.unusual {
  if (judged === null) return told.unusual;
  return { ...told.unusual, items: [], judgedRight: told.unusual.judgedRight + (judged.judgement === "right" ? 1 : 0), recoded: told.unusual.recoded + (judged.judgement === "recode" ? 1 : 0) };
}

/** A person chose freight: the project then follows the deliveries. */
function givenAnswer({ lines }: { lines: { lineId: string; accountCode: string | null }[] }): unknown {
  const known = contexts[firm.BILL_ID]?.suggestions.find(({ lineId }) => lineId === lines[0]?.lineId);
  if (known === undefined) return { recordId: "", title: "", lines: [], split: null };
  const project = { ...known.project, value: "prj_kitchen", label: "Petone café kitchen", reasons: [{ text: "5 of 5 earlier lines on this account", count: 5, of: 5 }] };
  return { recordId: "", title: "", lines: [{ ...known, account: { ...known.account, value: lines[0]?.accountCode ?? null, band: "decided" }, project, impact: null }], split: null };
}
