import { type BudgetState, EMPTY_BUDGET, type Lane, type Report, settle, take, waitOf } from "./budget.ts";
import { acquire, FREE_LEASE, type LeaseState, release, renew } from "./lease.ts";

/** Where a gate keeps what it knows about now: Durable Object storage, or a Map in the simulation. */
export interface GateMemory {
  get<T>(key: string): T | undefined;
  put(key: string, value: unknown): void;
}

export interface Usage {
  day: number;
  calls: number;
  bytes: number;
}

const DAY_MS = 24 * 3_600_000;

export type Permit = { ok: true; id: string } | { ok: false; retryAfterMs: number };
export type LeaseAnswer = { ok: true; token: number } | { ok: false; retryAfterMs: number };
export type GateCore = ReturnType<typeof createGateCore>;

/** Budget and lease of one organisation over some memory. Synchronous, so each step is atomic where it runs. */
export function createGateCore(memory: GateMemory, now: () => number) {
  const budget = (): BudgetState => memory.get<BudgetState>("budget") ?? EMPTY_BUDGET;
  const lease = (): LeaseState => memory.get<LeaseState>("lease") ?? FREE_LEASE;
  /** For people to see; UTC days, while Xero's own window starts at a time that only it knows. */
  const usage = (): Usage => {
    const day = Math.floor(now() / DAY_MS);
    const kept = memory.get<Usage>("usage");
    return kept?.day === day ? kept : { day, calls: 0, bytes: 0 };
  };

  return {
    take: (lane: Lane): Permit => {
      const number = (memory.get<number>("permits") ?? 0) + 1;
      const id = String(number);
      const taken = take(budget(), lane, id, now());
      memory.put("budget", taken.state);
      if (!taken.granted) return { ok: false, retryAfterMs: taken.retryAfterMs };
      memory.put("permits", number);
      return { ok: true, id };
    },
    settle: (id: string, report: Report, bytes: number): void => {
      memory.put("budget", settle(budget(), id, report, now()));
      const today = usage();
      memory.put("usage", { ...today, calls: today.calls + 1, bytes: today.bytes + bytes });
    },
    acquire: (): LeaseAnswer => {
      const acquired = acquire(lease(), now());
      if (!acquired.granted) return { ok: false, retryAfterMs: acquired.retryAfterMs };
      memory.put("lease", acquired.state);
      return { ok: true, token: acquired.state.token };
    },
    /** False when the lease was lost: stop writing. */
    renew: (token: number): boolean => {
      const renewed = renew(lease(), token, now());
      if (renewed !== null) memory.put("lease", renewed);
      return renewed !== null;
    },
    /** Whoever held the lease is dead. Tokens go on growing, so a holder that lives after all is refused by the store. */
    freeLease: (): void => memory.put("lease", { ...lease(), expiresAt: 0 }),
    release: (token: number): void => memory.put("lease", release(lease(), token)),
    /** How long a call of this lane would have to wait, in ms. */
    waitMs: (lane: Lane): number => waitOf(budget(), lane, now()),
    budget,
    usage,
  };
}
