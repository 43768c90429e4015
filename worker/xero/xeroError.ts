/** What can go wrong between us and Xero. Made from status and headers; bodies only add sentences for people. */
export type XeroError =
  /** `own`: our gate held it back and nothing was sent. */
  | { kind: "RateLimited"; problem: "minute" | "day" | "concurrent" | "appminute" | "own"; retryAfterMs: number }
  | { kind: "Unauthorised"; reason: "token" | "scope" | "revoked" }
  | { kind: "Forbidden"; message: string }
  | { kind: "Rejected"; message: string; elements: readonly RejectedElement[] }
  | { kind: "NotFound" }
  /** Not done, try again later: a read that failed, or a write that certainly never left. */
  | { kind: "Unavailable"; status: number | null }
  /** A write that may or may not have happened: probe before anything else. */
  | { kind: "OutcomeUnknown"; status: number | null }
  /** Xero answered a read with something that is not what its contract says. */
  | { kind: "Malformed"; message: string };

interface RejectedElement {
  messages: readonly string[];
  raw: Readonly<Record<string, unknown>>;
}

export interface AnswerHeaders {
  status: number;
  headers: Headers;
  body: string;
  isWrite: boolean;
}

/** Xero's headers when it gives no useful Retry-After (a `concurrent` 429 has none). */
const CONCURRENT_RETRY_MS = 1_000;
const MINUTE_RETRY_MS = 60_000;

/** The error an answer stands for; null for a success. */
export function xeroErrorOf({ status, headers, body, isWrite }: AnswerHeaders): XeroError | null {
  if (status >= 200 && status < 300) return null;
  // 304 is not documented by Xero, but some have seen it for "nothing modified": the reader makes an empty list of it.
  if (status === 304 && !isWrite) return null;
  if (status === 429) return rateLimited(headers);
  if (status === 401) {
    const scope = (headers.get("www-authenticate") ?? "").includes("insufficient_scope");
    return { kind: "Unauthorised", reason: scope ? "scope" : "token" };
  }
  if (status === 403) return { kind: "Forbidden", message: messageOf(body) };
  if (status === 404) return { kind: "NotFound" };
  if (status >= 500 || status < 400) return isWrite ? { kind: "OutcomeUnknown", status } : { kind: "Unavailable", status };
  return { kind: "Rejected", message: messageOf(body), elements: rejectedElements(parsed(body)) };
}

function rateLimited(headers: Headers): XeroError {
  const said = (headers.get("x-rate-limit-problem") ?? "").toLowerCase().replaceAll(/[^a-z]/g, "");
  const problem = said === "day" || said === "concurrent" || said === "appminute" ? said : "minute";
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  const fallback = problem === "concurrent" ? CONCURRENT_RETRY_MS : MINUTE_RETRY_MS;
  return { kind: "RateLimited", problem, retryAfterMs: Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : fallback };
}

/** The elements of an answer that carry validation errors, with their sentences. */
function rejectedElements(answer: unknown): readonly RejectedElement[] {
  const elements = isObject(answer) && Array.isArray(answer["Elements"]) ? answer["Elements"] : [];
  return elements.filter(isObject).map((raw) => ({ raw, messages: validationMessages(raw) }));
}

/** Sentences of an element's ValidationErrors. */
export function validationMessages(raw: Readonly<Record<string, unknown>>): readonly string[] {
  const errors = Array.isArray(raw["ValidationErrors"]) ? raw["ValidationErrors"] : [];
  return errors.flatMap((error) => (isObject(error) && typeof error["Message"] === "string" ? [error["Message"]] : []));
}

function messageOf(body: string): string {
  const answer = parsed(body);
  if (isObject(answer))
    for (const key of ["Message", "Detail", "Title"]) {
      const text = answer[key];
      if (typeof text === "string" && text !== "") return text.slice(0, 500);
    }
  return "";
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
