import { AsyncLocalStorage } from "node:async_hooks";
import type { CrashPoint } from "./crashPoint.ts";

/** Where the next round is stopped for good: the Durable Object is then aborted while it waits. */
export interface Hold {
  /** Awaits of D1 and of Xero until the stop; null: none is planned. */
  after: number | null;
  /** Counts only awaits of this; null: whatever comes. */
  at: CrashPoint["at"] | null;
  /** The stop falls behind the await: D1 has committed, or Xero has answered, and nobody heard. */
  done: boolean;
  /** Set when it happened. */
  reached: CrashPoint | null;
}

/** Far longer than any test waits: only the abort ends it. */
const FOR_GOOD_MS = 120_000;

/**
 * Stops what runs inside `held` at a planned await of D1 or of Xero. Work of people, who run beside it in Workers of their own, is never
 * stopped: aborting Durable Objects would not end it.
 */
export function holding() {
  const inside = new AsyncLocalStorage<true>();
  const hold: Hold = { after: null, at: null, done: false, reached: null };

  const at = async <T>(point: CrashPoint["at"], act: () => Promise<T>): Promise<T> => {
    const counts = inside.getStore() === true && (hold.at ?? point) === point;
    const due = counts && hold.after !== null && (hold.after -= 1) < 0;
    if (!due) return act();
    hold.after = null;
    const result = hold.done ? await act() : null;
    hold.reached = { at: point, done: hold.done };
    await scheduler.wait(FOR_GOOD_MS);
    return result ?? act();
  };

  return {
    hold,
    held: <T>(act: () => Promise<T>): Promise<T> => inside.run(true, act),
    d1: (database: D1Database): D1Database =>
      new Proxy(database, {
        get(target, name) {
          if (name === "batch") return (statements: D1PreparedStatement[]) => at("D1", () => target.batch(statements));
          const value = target[name as keyof D1Database] as unknown;
          return typeof value === "function" ? (value as () => unknown).bind(target) : value;
        },
      }),
    fetch: (send: (request: Request) => Promise<Response>): typeof fetch =>
      ((input: RequestInfo, init?: RequestInit) => {
        const request = new Request(input, init);
        return at(request.method === "GET" ? "a read of Xero" : "a write to Xero", () => send(request));
      }) as typeof fetch,
  };
}
