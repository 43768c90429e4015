import { asXml } from "./api/xml.ts";
import { unauthorised, unknownError, type Answer } from "./api/answer.ts";
import { tooMany } from "./api/limits.ts";
import { answerApi, type Asked } from "./api/pipeline.ts";
import { answerControl } from "./control/control.ts";
import { strikes, type Struck } from "./faults/faults.ts";
import type { FaultKindName } from "./faults/kinds.ts";
import { appendLog, type LogEntry } from "./log.ts";
import { pathOwners } from "./owners.ts";
import { nextGuid } from "./random.ts";
import type { Sandbox } from "./sandbox.ts";
import type { AccessToken, Connection } from "./tokens.ts";
import type { World } from "./world.ts";

/** The line was cut: in process the fetch rejects with it, over HTTP the socket is destroyed. */
export class ConnectionLost extends TypeError {
  override readonly name = "ConnectionLost";
}

const apiPath = /^\/(?:api\.xro|projects\.xro|connections)(?:\/|$)/i;
const faultyPath = /^\/(?:api\.xro|projects\.xro|connections|connect)(?:\/|$)/i;

export async function route(sandbox: Sandbox, request: Request): Promise<Response> {
  const { world } = sandbox;
  const url = new URL(request.url);
  if (url.pathname.startsWith("/__control/")) return answerControl(sandbox, request, url);
  if (!faultyPath.test(url.pathname)) return (await owned(world, request, url)) ?? new Response("Not found", { status: 404 });

  const entry: Omit<LogEntry, "sequence"> = { atMs: world.clock.now(), method: request.method, path: url.pathname, query: url.search, faults: [], changes: [] };
  const struck: Struck = { method: request.method, path: url.pathname };
  const tenantId = request.headers.get("xero-tenant-id");
  if (tenantId !== null) struck.tenantId = tenantId;
  const fired = (kind: FaultKindName) => {
    const fault = strikes(world, kind, struck);
    if (fault) entry.faults.push(kind);
    return fault;
  };
  try {
    const instead = insteadOf(world, request, fired);
    const response = instead ? toResponse(world, request, instead) : await answered(world, { request, url, entry, body: await bodyOf(request, url) });
    const after = await afterCommit(response, fired);
    entry.status = after.status;
    return after;
  } finally {
    appendLog(world.state.log, entry);
  }
}

async function answered(world: World, asked: Asked): Promise<Response> {
  if (!apiPath.test(asked.url.pathname)) {
    const passed = asked.body === "" ? asked.request : new Request(asked.url, { method: asked.request.method, headers: asked.request.headers, body: asked.body });
    return (await owned(world, passed, asked.url)) ?? new Response("Not found", { status: 404 });
  }
  return toResponse(world, asked.request, await answerApi(world, asked));
}

async function owned(world: World, request: Request, url: URL): Promise<Response | undefined> {
  return pathOwners.find((owner) => owner.owns(url))?.answer(world, request, url);
}

async function bodyOf(request: Request, url: URL): Promise<string> {
  if (request.method === "GET" || request.method === "HEAD") return "";
  if (/\/attachments\//i.test(url.pathname)) return Buffer.from(await request.arrayBuffer()).toString("base64");
  return request.text();
}

/** Faults that answer in Xero's place; nothing was done. */
function insteadOf(world: World, request: Request, fired: (kind: FaultKindName) => { with?: Record<string, unknown> } | undefined): Answer | undefined {
  if (world.state.faults.armed.length === 0) return undefined;
  if (fired("connection-refused")) throw new ConnectionLost("fetch failed: connection refused");
  if (fired("timeout-before-commit")) throw new ConnectionLost("fetch failed: the line was cut before anything was done");
  for (const [kind, problem, usual] of [["rate-limited-minute", "minute", 30], ["rate-limited-day", "day", 20_000], ["rate-limited-app", "appminute", 12]] as const) {
    const fault = fired(kind);
    if (fault) return tooMany(world, problem, Number(fault.with?.["retryAfterSeconds"] ?? usual));
  }
  if (fired("rate-limited-concurrent")) return tooMany(world, "concurrent");
  if (fired("rate-limited-bare")) return { status: 429, raw: { content: "", contentType: "text/plain" } };
  if (fired("server-error-500")) return unknownError();
  if (fired("bad-gateway-502")) return { status: 502, raw: { content: "<html><body><h1>502 Bad Gateway</h1></body></html>", contentType: "text/html" } };
  if (fired("unavailable-503") ?? fired("refresh-unavailable")) return { status: 503, raw: { content: "The Xero API is temporarily unavailable", contentType: "text/html" } };
  if (fired("html-body")) return { status: 200, raw: { content: "<!doctype html><title>Xero</title><p>We'll be right back", contentType: "text/html" } };
  if (request.headers.has("idempotency-key") && fired("idempotency-store-down")) return unknownError();
  const token = world.state.tokens.access.get(/^Bearer\s+(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? "");
  if (token && fired("unauthorised")) {
    token.expiresAtMs = Math.min(token.expiresAtMs, world.clock.now());
    return unauthorised("TokenExpired: token expired");
  }
  if (token && fired("consent-revoked")) {
    const { tokens } = world.state;
    for (const one of [...tokens.access.values(), ...tokens.refresh.values()]) if (one.clientId === token.clientId && one.userId === token.userId) one.revoked = true;
    world.state.connections = world.state.connections.filter((one) => one.clientId !== token.clientId);
    return undefined;
  }
  const tenantId = request.headers.get("xero-tenant-id");
  if (token && tenantId !== null) strikeAccess(world, token, tenantId, fired);
  return undefined;
}

/** Faults after which the token is as good as ever and the organisation out of its reach. */
function strikeAccess(world: World, token: AccessToken, tenantId: string, fired: (kind: FaultKindName) => unknown): void {
  const { state } = world;
  const isThis = (one: Connection) => one.tenantId === tenantId && one.clientId === token.clientId;
  if (fired("tenant-disconnected")) state.connections = state.connections.filter((one) => !isThis(one));
  const other = state.organisations.find((one) => !state.connections.some((connection) => connection.tenantId === one.tenantId && connection.clientId === token.clientId));
  if (other && fired("tenant-swapped")) {
    const fresh = { id: nextGuid(state.random), authEventId: nextGuid(state.random), tenantId: other.tenantId, createdAtMs: world.clock.now(), updatedAtMs: world.clock.now() };
    state.connections = state.connections.map((one) => (isThis(one) ? { ...one, ...fresh } : one));
  }
  const user = state.users.find((one) => one.userId === token.userId);
  if (user && fired("user-removed")) user.roles[tenantId] = "REMOVED";
  if (user && fired("role-lowered")) user.roles[tenantId] = "READONLY";
}

/** Faults that spoil the answer of what was done. */
async function afterCommit(response: Response, fired: (kind: FaultKindName) => unknown): Promise<Response> {
  if (fired("answer-lost-after-commit") ?? fired("refresh-answer-lost")) throw new ConnectionLost("fetch failed: the line was cut before the answer");
  if (fired("gateway-timeout-after-commit")) return new Response("<html><body><h1>504 Gateway Time-out</h1></body></html>", { status: 504, headers: { "content-type": "text/html" } });
  if (fired("error-after-commit")) return Response.json(unknownError().body, { status: 500 });
  if (response.status === 200 && fired("truncated-json")) {
    const text = await response.text();
    return new Response(text.slice(0, Math.ceil(text.length / 2)), { status: 200, headers: response.headers });
  }
  return response;
}

const bodyless = new Set([204, 304]);

function toResponse(world: World, request: Request, answer: Answer): Response {
  const headers: Record<string, string> = { "Xero-Correlation-Id": `c0de0000-0000-4000-8000-${String(world.state.log.nextSequence).padStart(12, "0")}`, ...answer.headers };
  if (bodyless.has(answer.status)) return new Response(null, { status: answer.status, headers });
  if (answer.raw) return new Response(answer.raw.content, { status: answer.status, headers: { ...headers, "content-type": answer.raw.contentType } });
  if (answer.body === undefined) return new Response(null, { status: answer.status, headers });
  const isAccounting = new URL(request.url).pathname.toLowerCase().startsWith("/api.xro");
  if (isAccounting && answer.status < 400 && !/json/i.test(request.headers.get("accept") ?? "")) {
    return new Response(asXml("Response", answer.body), { status: answer.status, headers: { ...headers, "content-type": "text/xml; charset=utf-8" } });
  }
  return new Response(JSON.stringify(answer.body), { status: answer.status, headers: { ...headers, "content-type": "application/json; charset=utf-8" } });
}
