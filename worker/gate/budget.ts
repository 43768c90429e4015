/**
 * One organisation's share of Xero's limits, as a pure state machine. Facts (https://developer.xero.com/faq/limits): 60 calls a
 * minute and 5 at once per organisation; 1,000 or 5,000 a day by tier, in a window that starts at an unknown time; 10,000 a minute
 * for the whole app. The day's size is never assumed: only Xero's headers tell.
 *
 * Invariants: never a call before Retry-After has passed, never more than 60 starts in any 60 seconds, never more than 5 at once.
 */
export interface BudgetState {
  /** Starts of the last minute, ms, oldest first. */
  startedAt: readonly number[];
  open: readonly { id: string; at: number }[];
  /** Nothing may be sent before; from Retry-After. */
  blockedUntil: number;
  dayRemaining: number | null;
  daySeenAt: number;
  /** The largest remainder ever seen: the best lower bound of the day's size. */
  daySize: number;
  appMinuteRemaining: number | null;
  appSeenAt: number;
}

/** Whose need a call serves, most urgent first. */
export type Lane = "person" | "webhook" | "poll" | "backfill" | "sweep";

/** What a lane must leave for the lanes above it. */
interface LaneShare {
  /** Starts per minute. */
  perMinute: number;
  inFlight: number;
  /** Share of the day that this lane leaves untouched. */
  dayKept: number;
}

export const LANES: Readonly<Record<Lane, LaneShare>> = {
  person: { perMinute: 60, inFlight: 5, dayKept: 0 },
  webhook: { perMinute: 54, inFlight: 4, dayKept: 0.2 },
  poll: { perMinute: 48, inFlight: 3, dayKept: 0.2 },
  backfill: { perMinute: 42, inFlight: 3, dayKept: 0.25 },
  sweep: { perMinute: 36, inFlight: 2, dayKept: 0.3 },
};

export const MINUTE_MS = 60_000;
/** A permit whose holder died is taken back; longer than any call may last. */
const PERMIT_MS = 120_000;
const BUSY_RETRY_MS = 250;
/** The day's window may have turned meanwhile: one call looks again this often. */
export const DAY_LOOK_AGAIN_MS = 30 * MINUTE_MS;
/** Below this app-wide remainder everything but people waits for the next minute. */
const APP_FLOOR = 500;

export const EMPTY_BUDGET: BudgetState = {
  startedAt: [],
  open: [],
  blockedUntil: 0,
  dayRemaining: null,
  daySeenAt: 0,
  daySize: 0,
  appMinuteRemaining: null,
  appSeenAt: 0,
};

export type Taken = { granted: true; state: BudgetState } | { granted: false; retryAfterMs: number; state: BudgetState };

/** Asks for one call. */
export function take(before: BudgetState, lane: Lane, id: string, now: number): Taken {
  const state = forget(before, now);
  const waitMs = waitFor(state, LANES[lane], lane, now);
  if (waitMs > 0) return { granted: false, retryAfterMs: waitMs, state };
  return {
    granted: true,
    state: {
      ...state,
      startedAt: [...state.startedAt, now],
      open: [...state.open, { id, at: now }],
      // Counted here until the answer tells: five calls at once must not all see the same last one of the day.
      dayRemaining: state.dayRemaining === null ? null : Math.max(0, state.dayRemaining - 1),
    },
  };
}

/** How long a call of this lane would have to wait now, in ms; 0: it may go. Takes nothing. */
export function waitOf(state: BudgetState, lane: Lane, now: number): number {
  return waitFor(forget(state, now), LANES[lane], lane, now);
}

export interface Report {
  remaining: { minute: number | null; day: number | null; appMinute: number | null };
  /** Set when Xero answered 429. */
  limit: { problem: string; retryAfterMs: number } | null;
}

/** Takes in what an answer said. Unknown ids are ignored: the permit was taken back already. */
export function settle(before: BudgetState, id: string, report: Report, now: number): BudgetState {
  const { day, appMinute } = report.remaining;
  const limit = report.limit;
  return {
    ...forget(before, now),
    open: before.open.filter((permit) => permit.id !== id),
    ...(day === null ? {} : { dayRemaining: day, daySeenAt: now, daySize: Math.max(before.daySize, day) }),
    ...(appMinute === null ? {} : { appMinuteRemaining: appMinute, appSeenAt: now }),
    blockedUntil: limit === null ? before.blockedUntil : Math.max(before.blockedUntil, now + limit.retryAfterMs),
  };
}

function waitFor(state: BudgetState, share: LaneShare, lane: Lane, now: number): number {
  if (now < state.blockedUntil) return state.blockedUntil - now;
  const freed = state.startedAt.at(-share.perMinute);
  if (freed !== undefined) return Math.max(1, freed + MINUTE_MS - now);
  if (state.open.length >= share.inFlight) return BUSY_RETRY_MS;
  if (lane === "person") return 0;
  const appIsLow = state.appMinuteRemaining !== null && state.appMinuteRemaining < APP_FLOOR;
  if (appIsLow && now < state.appSeenAt + MINUTE_MS) return state.appSeenAt + MINUTE_MS - now;
  const dayIsLow = state.dayRemaining !== null && state.dayRemaining <= state.daySize * share.dayKept;
  if (dayIsLow && now < state.daySeenAt + DAY_LOOK_AGAIN_MS) return state.daySeenAt + DAY_LOOK_AGAIN_MS - now;
  return 0;
}

/** Drops what is over. A clock that stepped back would else keep starts of "the future" forever. */
function forget(state: BudgetState, now: number): BudgetState {
  return {
    ...state,
    startedAt: state.startedAt.map((at) => Math.min(at, now)).filter((at) => at > now - MINUTE_MS),
    open: state.open.filter((permit) => Math.min(permit.at, now) > now - PERMIT_MS),
  };
}
