import { randomUUID } from "node:crypto";
import type { RestClient } from "../restClient.ts";

/** One write of a project tool, which asks again under the same Request-Id until it hears an answer. */
export interface Asked {
  method: "POST" | "PUT";
  path: string;
  body: object;
  headers: Readonly<Record<string, string>>;
}

export interface Tool {
  /** Sends once; what got no answer, or one that says "later", is kept. */
  send: (asked: Omit<Asked, "headers"> & { headers?: Record<string, string> }) => Promise<unknown>;
  /** Sends again what got no answer. @returns how many still wait. */
  again: () => Promise<number>;
}

/** A project tool as they should be written: nothing is given up because the Worker died under a request. */
export function tool(api: RestClient): Tool {
  let waiting: Asked[] = [];
  const attempt = async (asked: Asked): Promise<unknown> => {
    const answer = await api.raw(asked.method, asked.path, JSON.stringify(asked.body), asked.headers).catch(() => ({ status: 0, body: null }));
    const busy = answer.status === 409 && (answer.body as { code?: string }).code === "not_possible_now";
    if (answer.status === 0 || answer.status >= 500 || busy) waiting.push(asked);
    return answer.body;
  };
  return {
    send: ({ method, path, body, headers }) => attempt({ method, path, body, headers: { ...headers, "Request-Id": randomUUID() } }),
    async again() {
      const now = waiting;
      waiting = [];
      for (const asked of now) await attempt(asked);
      return waiting.length;
    },
  };
}
