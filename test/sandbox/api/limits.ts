import type { Tier, World } from "../world.ts";
import type { Answer } from "./answer.ts";

/** Facts §2.1: 5 at once, 60 a minute, 1,000 a day on Starter and 5,000 from Core on, 10,000 a minute over the whole app. */
const limits = { concurrent: 5, minute: 60, appMinute: 10_000, day: { starter: 1_000, core: 5_000 } satisfies Record<Tier, number> } as const;
const minuteMs = 60_000;
const dayMs = 86_400_000;

interface Counted {
  key: string;
  used: number;
  allowed: number;
  endsAtMs: number;
}

/** A window that starts with its first call; the day's is fixed at an hour of the organisation's own, not midnight (facts §2.1). */
function window(world: World, key: string, lengthMs: number, allowed: number, dayOffsetMs?: number): Counted {
  const now = world.clock.now();
  const { windows } = world.state.limits;
  let found = windows.get(key);
  const startMs = dayOffsetMs === undefined ? now : Math.floor((now - dayOffsetMs) / lengthMs) * lengthMs + dayOffsetMs;
  if (!found || now >= found.startMs + lengthMs) {
    found = { startMs, used: 0 };
    windows.set(key, found);
  }
  return { key, used: found.used, allowed, endsAtMs: found.startMs + lengthMs };
}

export interface Taken {
  refused?: Answer;
  headers: Record<string, string>;
}

/** Takes one call out of the budgets, or says which is used up. */
export function takeCall(world: World, clientId: string, tenantId: string, family: string): Taken {
  const budget = `${clientId}:${tenantId}:${family}`;
  const appMinute = window(world, `app:${clientId}`, minuteMs, limits.appMinute);
  const minute = window(world, `minute:${budget}`, minuteMs, limits.minute);
  const day = window(world, `day:${budget}`, dayMs, limits.day[world.state.tier], parseInt(tenantId.slice(0, 6), 16) * 5);
  const inFlight = world.state.limits.inFlight.get(budget) ?? 0;
  const over = day.used >= day.allowed ? "day" : minute.used >= minute.allowed ? "minute" : appMinute.used >= appMinute.allowed ? "appminute" : inFlight >= limits.concurrent ? "concurrent" : undefined;
  const headersNow = () => ({
    "X-DayLimit-Remaining": String(Math.max(0, day.allowed - (over ? day.used : day.used + 1))),
    "X-MinLimit-Remaining": String(Math.max(0, minute.allowed - (over ? minute.used : minute.used + 1))),
    "X-AppMinLimit-Remaining": String(Math.max(0, appMinute.allowed - (over ? appMinute.used : appMinute.used + 1))),
  });
  if (over) {
    const endsAtMs = over === "day" ? day.endsAtMs : over === "minute" ? minute.endsAtMs : appMinute.endsAtMs;
    const retryAfter = over === "concurrent" ? undefined : Math.max(1, Math.ceil((endsAtMs - world.clock.now()) / 1000));
    return { refused: tooMany(world, over, retryAfter), headers: headersNow() };
  }
  for (const counted of [day, minute, appMinute]) (world.state.limits.windows.get(counted.key) as { used: number }).used += 1;
  return { headers: headersNow() };
}

/** A 429: its body is empty or a bare sentence, never JSON (facts §2.1). */
export function tooMany(world: World, problem: "minute" | "day" | "concurrent" | "appminute", retryAfterSeconds?: number): Answer {
  const { assumptions } = world.state;
  return {
    status: 429,
    raw: { content: assumptions.rateLimitBody === "empty" ? "" : "Rate limit exceeded", contentType: "text/plain" },
    headers: {
      "X-Rate-Limit-Problem": problem === "appminute" ? assumptions.appMinuteSpelling : problem,
      ...(retryAfterSeconds === undefined ? {} : { "Retry-After": String(retryAfterSeconds) }),
    },
  };
}

export function enter(world: World, budget: string): () => void {
  const { inFlight } = world.state.limits;
  inFlight.set(budget, (inFlight.get(budget) ?? 0) + 1);
  return () => {
    const left = (world.state.limits.inFlight.get(budget) ?? 1) - 1;
    if (left <= 0) world.state.limits.inFlight.delete(budget);
    else world.state.limits.inFlight.set(budget, left);
  };
}
