import type { Ports, Store } from "../../worker/ports.ts";
import type { Select } from "../../worker/store/port.ts";

/** The process died here: nothing after it ran. */
export class Crash extends Error {
  override readonly name = "Crash";
}

export interface CrashPlan {
  /** Awaits of the store until the crash; null: none is planned. */
  after: number | null;
  /** The crash falls behind the commit: D1 has done it, nobody heard. */
  committed: boolean;
  /** Set when it happened. */
  happened: boolean;
}

/** Ports whose store dies at a planned await. */
export function crashing(ports: Ports, plan: CrashPlan): Ports {
  const due = (): boolean => {
    if (plan.after === null) return false;
    plan.after -= 1;
    return plan.after < 0;
  };
  const die = (): never => {
    plan.after = null;
    plan.happened = true;
    throw new Crash("crash");
  };
  return {
    ...ports,
    store: {
      ...ports.store,
      read: (async (...selects: Select[]) => (due() ? die() : ports.store.read(...selects))) as Store["read"],
      commit: async (guards, changes) => {
        if (!due()) return ports.store.commit(guards, changes);
        if (plan.committed) await ports.store.commit(guards, changes);
        return die();
      },
    },
  };
}
