import { buildRequest, type XeroRequest } from "./buildRequest.ts";
import { type ElementAnswer, readPage, readWrite, type XeroElement, type XeroPage } from "./readAnswer.ts";
import { type Remaining, type Sent, sendRequest } from "./sendRequest.ts";
import type { XeroError } from "./xeroError.ts";
import { type ListQuery, XERO_KINDS, type XeroKind } from "./xeroKinds.ts";
import { buildWrite, HISTORY, type NoteOwner, type XeroWrite } from "./xeroWrites.ts";

export type XeroResult<T> =
  | { ok: true; value: T; remaining: Remaining; bytes: number }
  | { ok: false; error: XeroError };

export type TokenAnswer = { ok: true; accessToken: string } | { ok: false; error: XeroError };

export interface XeroClientOptions {
  fetch: typeof fetch;
  apiUrl: string;
  tenantId: string;
  /** The current access token; `rejected` is one that Xero just refused, so that a newer one is fetched. */
  token: (rejected: string | null) => Promise<TokenAnswer>;
  /** Asks the gate for one call; a refusal says how long to wait. */
  permit: () => Promise<{ ok: true; id: string } | { ok: false; retryAfterMs: number }>;
  /** Tells the gate that the call ended, and what Xero said of the budget. */
  settle: (
    permitId: string,
    remaining: Remaining,
    limit: Extract<XeroError, { kind: "RateLimited" }> | null,
    bytes: number,
  ) => Promise<void>;
  /** Xero refused the user whose token was used (403: he lost access). True when another user can take over. */
  nextUser?: () => Promise<boolean>;
  timeoutMs: number;
}

/** One fresh token, and one other user with a fresh token of his own. */
const RESENDS_MAX = 3;

export type XeroClient = ReturnType<typeof createXeroClient>;

/** Xero for one organisation and one lane of its budget. Every call takes a permit first; nothing throws. */
export function createXeroClient(options: XeroClientOptions) {
  const send = async (request: XeroRequest, idempotencyKey: string | null): Promise<Sent> => {
    let rejected: string | null = null;
    for (let attempt = 0; ; attempt += 1) {
      const token = await options.token(rejected);
      if (!token.ok) return { ok: false, error: token.error, remaining: { minute: null, day: null, appMinute: null } };
      const permit = await options.permit();
      if (!permit.ok) {
        const error: XeroError = { kind: "RateLimited", problem: "own", retryAfterMs: permit.retryAfterMs };
        return { ok: false, error, remaining: { minute: null, day: null, appMinute: null } };
      }
      const sent = await sendRequest(request, { ...options, accessToken: token.accessToken, idempotencyKey });
      const limit = !sent.ok && sent.error.kind === "RateLimited" ? sent.error : null;
      await options.settle(permit.id, sent.remaining, limit, sent.ok ? sent.value.bytes : 0);
      if (sent.ok || attempt >= RESENDS_MAX) return sent;
      // A refused token or user means that nothing was done, so even a write may be sent again.
      if (sent.error.kind === "Forbidden" && (await options.nextUser?.())) {
        rejected = null;
        continue;
      }
      if (sent.error.kind !== "Unauthorised" || sent.error.reason !== "token" || rejected !== null) return sent;
      rejected = token.accessToken;
    }
  };

  const read = async (request: XeroRequest, envelope: string): Promise<XeroResult<XeroPage>> => {
    const sent = await send(request, null);
    if (!sent.ok) return { ok: false, error: sent.error };
    const { body, bytes, status } = sent.value;
    const page = status === 304 ? readPage(`{"${envelope}":[]}`, envelope) : readPage(body, envelope);
    return page.ok ? { ...page, remaining: sent.remaining, bytes } : page;
  };

  return {
    /** One page of a kind, ordered by UpdatedDateUTC where Xero can. */
    list: async (kind: XeroKind, query: ListQuery = {}): Promise<XeroResult<XeroPage>> =>
      read(await buildRequest((api) => XERO_KINDS[kind].list(api, query)), XERO_KINDS[kind].envelope),

    /** Xero's history of one record, newest first. */
    history: async (on: NoteOwner, id: string): Promise<XeroResult<readonly XeroElement[]>> => {
      const page = await read(await buildRequest((api) => HISTORY[on](api, id)), "HistoryRecords");
      return page.ok ? { ...page, value: page.value.elements } : page;
    },

    /** The request of a write as data, to be stored before `write` sends it. */
    prepare: (write: XeroWrite): Promise<XeroRequest> => buildWrite(write),

    /** Sends a stored write. One answer per element, in the order sent. */
    write: async (request: XeroRequest, idempotencyKey: string | null): Promise<XeroResult<readonly ElementAnswer[]>> => {
      const { envelope, count } = shapeOf(request);
      // Xero offers no Idempotency-Key on DELETE; deleting twice is harmless.
      const sent = await send(request, request.method === "DELETE" ? null : idempotencyKey);
      if (!sent.ok) return { ok: false, error: sent.error };
      if (request.method === "DELETE") return { ok: true, value: [], remaining: sent.remaining, bytes: sent.value.bytes };
      const answers = readWrite(sent.value.body, envelope, count);
      return answers.ok ? { ...answers, remaining: sent.remaining, bytes: sent.value.bytes } : answers;
    },
  };
}

/** A stored request says by itself what its answer looks like. */
function shapeOf(request: XeroRequest): { envelope: string; count: number } {
  const body = request.body === null ? {} : (JSON.parse(request.body) as Record<string, unknown>);
  for (const [envelope, elements] of Object.entries(body)) if (Array.isArray(elements)) return { envelope, count: elements.length };
  const envelope = request.path.includes("/Options") ? "Options" : "Payments";
  return { envelope, count: 1 };
}
