import type { Ports, Store } from "../../../worker/ports.ts";
import type { Select } from "../../../worker/store/port.ts";

/** The process died here: nothing after it ran. */
export class Crash extends Error {
  override readonly name = "Crash";
}

/** D1 failed; whoever asked has to live with it. */
export class StoreBroken extends Error {
  override readonly name = "StoreBroken";
}

/** Where our own process can be struck: each await of the engine is one of these. */
export type Moment = "read" | "commit" | "send" | "refresh" | "notify";

export interface Struck {
  /** What would have happened. */
  pass: () => Promise<unknown>;
  /** Ends the process. */
  die: () => never;
  /** The organisation whose work this is. */
  organisationId: string;
  selects: readonly Select[];
}

export interface ArmedOwnFault {
  kind: string;
  at: Moment;
  /** Moments of its sort to let pass first. */
  after: number;
  strike: (struck: Struck) => Promise<unknown>;
}

/** Faults of our own process: armed by a schedule's steps, struck at awaits, counted when they do. */
export interface Breakage {
  armed: ArmedOwnFault[];
  /** Set when the process died; everything it still awaits fails. */
  dead: boolean;
  fired: (kind: string) => void;
  meet: <T>(at: Moment, organisationId: string, pass: () => Promise<T>, selects?: readonly Select[]) => Promise<T>;
}

export function createBreakage(fired: (kind: string) => void): Breakage {
  const breakage: Breakage = {
    armed: [],
    dead: false,
    fired,
    meet: async <T>(at: Moment, organisationId: string, pass: () => Promise<T>, selects: readonly Select[] = []): Promise<T> => {
      if (breakage.dead) throw new Crash("the process is dead");
      const fault = breakage.armed.find((one) => one.at === at);
      if (fault === undefined) return pass();
      fault.after -= 1;
      if (fault.after >= 0) return pass();
      breakage.armed = breakage.armed.filter((one) => one !== fault);
      fired(fault.kind);
      const die = (): never => {
        breakage.dead = true;
        throw new Crash(fault.kind);
      };
      return (await fault.strike({ pass, die, organisationId, selects })) as T;
    },
  };
  return breakage;
}

/** Ports of one organisation's work whose store can be struck. */
export function breakable(ports: Ports, breakage: Breakage, organisationId: string): Ports {
  const { store } = ports;
  const broken: Store = {
    ...store,
    read: (async (...selects: Select[]) => breakage.meet("read", organisationId, () => store.read(...selects), selects)) as Store["read"],
    commit: async (guards, changes) => breakage.meet("commit", organisationId, () => store.commit(guards, changes)),
    totals: async (id) => breakage.meet("read", organisationId, () => store.totals(id)),
  };
  return { ...ports, store: broken };
}
