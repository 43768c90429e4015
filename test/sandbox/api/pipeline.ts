import { asGuid, PostDataInvalid } from "../rules/posted.ts";
import { beginWriting } from "../rules/writing.ts";
import { NotModified } from "../queries/list.ts";
import { QueryNotReadable } from "../queries/where.ts";
import { strikes } from "../faults/faults.ts";
import { strikeBooks } from "../faults/books.ts";
import { adjustTax, withUnknownFields } from "../faults/wire.ts";
import type { LogEntry } from "../log.ts";
import type { AccessToken } from "../tokens.ts";
import type { SandboxOrganisation, World } from "../world.ts";
import { accept } from "../accept.ts";
import { accountingRoute } from "./accounting/routes.ts";
import { notFound, postDataInvalid, queryNotReadable, unauthorised, unknownError, type Answer } from "./answer.ts";
import type { Call, MatchedRoute } from "./call.ts";
import { connectionsAnswer } from "./connections.ts";
import { recall, remember } from "./idempotency.ts";
import { enter, takeCall } from "./limits.ts";
import { projectsRoute } from "./projects/routes.ts";
import { hasScope } from "./scopes.ts";

const accountingPrefix = "/api.xro/2.0";
const projectsPrefix = "/projects.xro/2.0";

export interface Asked {
  request: Request;
  url: URL;
  entry: Omit<LogEntry, "sequence">;
  body: string;
}

/** Everything on api.xero.com: who asks, for which organisation, within which budget, and what came of it. */
export async function answerApi(world: World, asked: Asked): Promise<Answer> {
  const { request, url, entry } = asked;
  const token = bearer(world, request);
  if (typeof token === "string") return unauthorised(token, 401, token.startsWith("TokenExpired") ? 'Bearer error="invalid_token"' : undefined);
  entry.clientId = token.clientId;
  if (url.pathname.toLowerCase().startsWith("/connections")) return connectionsAnswer(world, request.method, url.pathname, url.searchParams, token);
  const organisation = organisationOf(world, request, token);
  if ("status" in organisation) return organisation;
  entry.tenantId = organisation.tenantId;
  const isProjects = url.pathname.toLowerCase().startsWith(projectsPrefix);
  const path = url.pathname.slice(isProjects ? projectsPrefix.length : accountingPrefix.length);
  const matched = (isProjects ? projectsRoute : accountingRoute)(request.method, path);
  const family = isProjects && world.state.assumptions.projectsBudget === "separate" ? "projects" : "accounting";
  const taken = takeCall(world, token.clientId, organisation.tenantId, family);
  if (taken.refused) return { ...taken.refused, headers: { ...taken.headers, ...taken.refused.headers } };
  const leave = enter(world, `${token.clientId}:${organisation.tenantId}:${family}`);
  try {
    const slow = strikes(world, "slow-answer", { method: request.method, path: url.pathname, tenantId: organisation.tenantId, clientId: token.clientId });
    if (slow) await world.clock.sleep(Number(slow.with?.["ms"] ?? 4_000));
    // Every request is under way for a turn of the event loop at least: a client that sends six at once is seen doing so.
    await new Promise(setImmediate);
    const answer = routed(world, asked, { token, organisation, path, isProjects, matched });
    return { ...answer, headers: { ...taken.headers, ...answer.headers } };
  } finally {
    leave();
  }
}

/** The token, or the Detail of a 401 (facts §5.12). */
function bearer(world: World, request: Request): AccessToken | string {
  const given = /^Bearer\s+(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  const token = given === undefined ? undefined : world.state.tokens.access.get(given);
  if (!token || token.revoked) return "AuthenticationUnsuccessful";
  if (world.clock.now() >= token.expiresAtMs) return `TokenExpired: token expired at ${new Date(token.expiresAtMs).toISOString().slice(0, 19)}Z`;
  return token;
}

function organisationOf(world: World, request: Request, token: AccessToken): SandboxOrganisation | Answer {
  const tenantId = asGuid(request.headers.get("xero-tenant-id") ?? "");
  const { organisations, connections } = world.state;
  // A custom connection's token stands for its one organisation; everyone else names it.
  const connection = connections.find((one) => one.clientId === token.clientId && (tenantId === undefined ? token.userId === undefined : one.tenantId === tenantId));
  const organisation = connection && organisations.find((one) => one.tenantId === connection.tenantId);
  if (!connection || !organisation) return unauthorised("AuthenticationUnsuccessful", 403);
  const user = world.state.users.find((one) => one.userId === token.userId);
  const role = token.userId === undefined ? "STANDARD" : (user?.roles[organisation.tenantId] ?? "REMOVED");
  if (role === "REMOVED" || (token.userId !== undefined && !connection.userIds.includes(token.userId))) return unauthorised("AuthorizationUnsuccessful", 403);
  if (request.method !== "GET" && (role === "READONLY" || role === "INVOICEONLY")) return unauthorised("AuthorizationUnsuccessful", 403);
  return organisation;
}

interface Routed {
  token: AccessToken;
  organisation: SandboxOrganisation;
  path: string;
  isProjects: boolean;
  matched: MatchedRoute | "method" | undefined;
}

function routed(world: World, asked: Asked, { token, organisation, path, isProjects, matched }: Routed): Answer {
  const { request, url, entry, body } = asked;
  if (matched === undefined) return notFound();
  if (matched === "method") return { status: 405, raw: { content: "", contentType: "text/plain" } };
  const isWrite = request.method !== "GET";
  const app = world.state.apps.find((one) => one.clientId === token.clientId);
  if (!hasScope(token, app, matched.route.scopes, isWrite)) {
    const status = world.state.assumptions.missingScope === "401" ? 401 : 403;
    return unauthorised("AuthorizationUnsuccessful", status, 'Bearer error="insufficient_scope"');
  }
  if (isProjects && !organisation.books.organisation.hasProjects) return unauthorised("AuthorizationUnsuccessful", 403);
  if (isWrite && body !== "" && !path.includes("/Attachments/") && !isJson(request)) return { status: 415, raw: { content: "Unsupported Media Type", contentType: "text/plain" } };
  if (Buffer.byteLength(body) > Number(world.state.assumptions.postLimitMb) * 1_000_000 && !path.includes("/Attachments/")) return { status: 413, raw: { content: "Request Entity Too Large", contentType: "text/plain" } };

  const key = request.headers.get("idempotency-key");
  const isKeyed = key !== null && key !== "" && isWrite && request.method !== "DELETE";
  const fingerprint = isKeyed ? `${organisation.tenantId} ${request.method} ${url.pathname}${url.search} ${body}` : "";
  if (isKeyed) {
    entry.idempotencyKey = key;
    const before = recall(world, token.clientId, key, fingerprint);
    if (before.kind === "refused") return { status: 400, body: { ErrorNumber: 10, Type: "ValidationException", Message: before.message, Elements: [] } };
    if (before.kind === "same") {
      entry.replayed = true;
      return { status: before.answer.status, raw: { content: before.answer.body, contentType: before.answer.contentType } };
    }
  }
  const struck = { method: request.method, path: url.pathname, tenantId: organisation.tenantId, clientId: token.clientId };
  strikeBooks(world, organisation, struck, body + path);
  const user = world.state.users.find((one) => one.userId === token.userId);
  const writing = beginWriting(world, organisation, { by: token.clientId, isAdviser: user?.roles[organisation.tenantId] === "FINANCIALADVISER" });
  const call: Call = {
    world, organisation, books: organisation.books, request, method: request.method, path: url.pathname, query: url.searchParams,
    params: matched.params, body, token, writing, unitdp: url.searchParams.get("unitdp") === "4" ? 4 : 2,
  };
  const answer = handled(call, matched);
  if (answer.isRefusal || answer.status >= 400 && writing.changes.length > 0 && answer.isRefusal !== false) {
    for (const undo of writing.undo.splice(0).reverse()) undo();
    writing.changes.length = 0;
    writing.events.length = 0;
  } else {
    if (isWrite && strikes(world, "tax-adjusted", struck)) adjustTax(call, answer);
    entry.changes.push(...writing.changes);
    accept(writing);
  }
  if (answer.body !== undefined && strikes(world, "unknown-field", struck)) answer.body = withUnknownFields(answer.body);
  if (isKeyed) remember(world, token.clientId, key, { fingerprint, atMs: world.clock.now(), status: answer.status, body: answer.body === undefined ? String(answer.raw?.content ?? "") : JSON.stringify(answer.body), contentType: answer.raw?.contentType ?? "application/json; charset=utf-8" });
  return answer;
}

/** Xero reads XML and forms as well; the stand-in reads JSON, and takes a body for nothing else than what it says it is. */
const isJson = (request: Request) => /^(application|text)\/json\b/i.test(request.headers.get("content-type") ?? "");

function handled(call: Call, matched: MatchedRoute): Answer {
  try {
    return matched.route.handle(call);
  } catch (error) {
    if (error instanceof PostDataInvalid) return postDataInvalid(error.message);
    if (error instanceof NotModified) return { status: 304 };
    if (error instanceof QueryNotReadable) return queryNotReadable(error.message);
    if (error instanceof RangeError) return { ...unknownError(), isRefusal: true };
    throw error;
  }
}
