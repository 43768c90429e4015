/**
 * The only time the stand-in knows. A virtual clock moves when a test says so; the real one is the machine's, and may be pushed
 * ahead by `advance`, so that a person can watch a token expire without waiting for it.
 */
export interface SandboxClock {
  /** Milliseconds since 1970 UTC. */
  now(): number;
  /** Moves time on by `ms` and wakes whoever slept until then. */
  advance(ms: number): void;
  /** Resolves once `ms` have passed on this clock. */
  sleep(ms: number): Promise<void>;
}

interface Sleeper {
  wakeAt: number;
  wake: () => void;
}

/** Monday 23 November 2026, 09:00 in Sydney. */
const defaultStartMs = Date.UTC(2026, 10, 22, 22, 0, 0);

export function virtualClock(startMs: number = defaultStartMs): SandboxClock {
  let now = startMs;
  let sleepers: Sleeper[] = [];
  return {
    now: () => now,
    advance(ms) {
      if (ms < 0) throw new RangeError("The clock does not run backwards; arm the clock-skew fault instead");
      now += ms;
      const due = sleepers.filter((sleeper) => sleeper.wakeAt <= now);
      sleepers = sleepers.filter((sleeper) => sleeper.wakeAt > now);
      for (const sleeper of due.sort((one, other) => one.wakeAt - other.wakeAt)) sleeper.wake();
    },
    sleep: (ms) =>
      ms <= 0 ? Promise.resolve() : new Promise((wake) => sleepers.push({ wakeAt: now + ms, wake })),
  };
}

/** The machine's clock plus whatever was advanced. Timers live here alone, so a virtual world has none. */
export function realClock(offsetMs = 0): SandboxClock {
  let offset = offsetMs;
  const sleepers = new Set<{ wakeAt: number; wake: () => void }>();
  const now = () => Date.now() + offset;
  return {
    now,
    advance(ms) {
      offset += ms;
      for (const sleeper of sleepers) if (sleeper.wakeAt <= now()) sleeper.wake();
    },
    sleep: (ms) =>
      new Promise((resolve) => {
        const sleeper = { wakeAt: now() + ms, wake: () => {} };
        const timer = setTimeout(() => sleeper.wake(), Math.max(0, ms));
        sleeper.wake = () => {
          clearTimeout(timer);
          sleepers.delete(sleeper);
          resolve();
        };
        sleepers.add(sleeper);
      }),
  };
}
