import { randomUUID } from "node:crypto";

/** What a project tool would write: plain requests with an API key (or a member's session and his organisation). */
export interface RestClient {
  get<T>(path: string): Promise<T>;
  send<T>(method: "POST" | "PUT" | "DELETE", path: string, body?: unknown, headers?: Record<string, string>): Promise<T>;
  /** Status and body, whatever they are. */
  raw(method: string, path: string, body?: string, headers?: Record<string, string>): Promise<{ status: number; body: unknown }>;
}

export function restClient(workerUrl: string, token: string, organisationId: string | null = null): RestClient {
  const raw: RestClient["raw"] = async (method, path, body, headers = {}) => {
    const answer = await fetch(`${workerUrl}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(organisationId === null ? {} : { Organisation: organisationId }),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? null : (JSON.parse(text) as unknown) };
  };
  const checked = async <T>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<T> => {
    const answer = await raw(method, path, body === undefined ? undefined : JSON.stringify(body), headers);
    if (answer.status >= 400) throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body as T;
  };
  return {
    raw,
    get: (path) => checked("GET", path),
    send: (method, path, body, headers) => checked(method, path, body, { "Request-Id": randomUUID(), ...headers }),
  };
}

/** Longer than Xero's minute: a quick walk spends its 60 calls, and what comes next rightly waits until the minute has turned. */
export const PATIENCE_MS = 100_000;

/** Asks until the answer satisfies, and says what the last answer was when it never does. */
export async function until<T>(what: string, ask: () => Promise<T>, satisfies: (answer: T) => boolean, timeoutMs: number, everyMs = 200): Promise<{ value: T; ms: number }> {
  const started = Date.now();
  let last: unknown = "no answer";
  while (Date.now() - started < timeoutMs) {
    try {
      const value = await ask();
      if (satisfies(value)) return { value, ms: Date.now() - started };
      last = value;
    } catch (error) {
      last = error instanceof Error ? error.message : error;
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  throw new Error(`${what}: not within ${timeoutMs / 1000} s. Last: ${JSON.stringify(last)?.slice(0, 600)}`);
}
