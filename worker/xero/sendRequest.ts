import { type XeroError, xeroErrorOf } from "./xeroError.ts";
import type { XeroRequest } from "./buildRequest.ts";

export interface SendOptions {
  fetch: typeof fetch;
  apiUrl: string;
  accessToken: string;
  /** Absent for calls that belong to no organisation (/connections). */
  tenantId: string | null;
  idempotencyKey: string | null;
  timeoutMs: number;
}

/** What every answer tells of the budget; null where the header was absent. */
export interface Remaining {
  minute: number | null;
  day: number | null;
  appMinute: number | null;
}

interface XeroAnswer {
  status: number;
  body: string;
  bytes: number;
}

export type Sent =
  | { ok: true; value: XeroAnswer; remaining: Remaining }
  | { ok: false; error: XeroError; remaining: Remaining };

const UNKNOWN: Remaining = { minute: null, day: null, appMinute: null };

/** Sends one request. Never throws: whatever happens on the way is a value. */
export async function sendRequest(request: XeroRequest, options: SendOptions): Promise<Sent> {
  const isWrite = request.method !== "GET";
  try {
    const response = await options.fetch(options.apiUrl + request.path, {
      method: request.method,
      headers: headersOf(request, options),
      body: isWrite ? request.body : null,
      // A redirect would carry the bearer token to another host.
      redirect: "manual",
      signal: AbortSignal.timeout(options.timeoutMs),
    });
    const body = await response.text();
    const remaining = remainingOf(response.headers);
    const error = xeroErrorOf({ status: response.status, headers: response.headers, body, isWrite });
    if (error !== null) return { ok: false, error, remaining };
    const bytes = new TextEncoder().encode(body).byteLength;
    return { ok: true, value: { status: response.status, body, bytes }, remaining };
  } catch {
    // A refused connection cannot be told from one lost after the request arrived: for a write both are unknown.
    const error: XeroError = { kind: isWrite ? "OutcomeUnknown" : "Unavailable", status: null };
    return { ok: false, error, remaining: UNKNOWN };
  }
}

function headersOf(request: XeroRequest, options: SendOptions): Headers {
  const headers = new Headers({ authorization: `Bearer ${options.accessToken}`, accept: "application/json" });
  if (options.tenantId !== null) headers.set("xero-tenant-id", options.tenantId);
  if (request.ifModifiedSince !== null) headers.set("if-modified-since", request.ifModifiedSince);
  if (options.idempotencyKey !== null) headers.set("idempotency-key", options.idempotencyKey);
  if (request.body !== null) headers.set("content-type", "application/json");
  return headers;
}

function remainingOf(headers: Headers): Remaining {
  const read = (name: string): number | null => {
    const text = headers.get(name);
    return text !== null && /^\d+$/.test(text.trim()) ? Number(text) : null;
  };
  return {
    minute: read("x-minlimit-remaining"),
    day: read("x-daylimit-remaining"),
    appMinute: read("x-appminlimit-remaining"),
  };
}
