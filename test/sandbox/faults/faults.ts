import { nextFraction } from "../random.ts";
import type { World } from "../world.ts";
import type { ArmedFault, FaultMatch } from "./fault.ts";
import { faultKinds, type FaultKind, type FaultKindName } from "./kinds.ts";

/** The faults of one stand-in: armed by tests, fired by what matches, counted by kind. */
export interface Faults {
  readonly kinds: Record<FaultKindName, FaultKind>;
  /** Returns the number to disarm it by. */
  arm(fault: ArmedFault & { kind: FaultKindName }): number;
  /** Without a number: all of them. */
  disarm(id?: number): void;
  /** How often each kind has fired. */
  firings(): Record<string, number>;
}

export function faultsOf(world: World): Faults {
  return {
    kinds: faultKinds,
    arm(fault) {
      if (!Object.hasOwn(faultKinds, fault.kind)) throw new RangeError(`No fault is called ${fault.kind}`);
      const { faults } = world.state;
      const id = faults.nextId;
      faults.nextId += 1;
      faults.armed.push({ ...fault, id, fired: 0, passed: 0 });
      if (fault.kind === "clock-skew") {
        faults.skewMs = Number(fault.with?.["ms"] ?? 0);
        count(world, fault.kind);
      }
      return id;
    },
    disarm(id) {
      const { faults } = world.state;
      faults.armed = id === undefined ? [] : faults.armed.filter((one) => one.id !== id);
      if (!faults.armed.some((one) => one.kind === "clock-skew")) faults.skewMs = 0;
    },
    firings: () => Object.fromEntries(world.state.faults.firings),
  };
}

export interface Struck {
  method?: string;
  path?: string;
  tenantId?: string;
  clientId?: string;
  category?: string;
}

/** Whether a fault of the kind strikes now. Counts it when it does. */
export function strikes(world: World, kind: FaultKindName, struck: Struck): ArmedFault | undefined {
  const { faults, random } = world.state;
  for (const fault of faults.armed) {
    if (fault.kind !== kind || (fault.times !== undefined && fault.fired >= fault.times)) continue;
    if (!matches(fault.match, faultKinds[kind], struck)) continue;
    if (fault.passed < (fault.after ?? 0)) {
      fault.passed += 1;
      continue;
    }
    if (fault.chance !== undefined && nextFraction(random) >= fault.chance) continue;
    fault.fired += 1;
    count(world, kind);
    return fault;
  }
  return undefined;
}

function count(world: World, kind: string): void {
  const { firings } = world.state.faults;
  firings.set(kind, (firings.get(kind) ?? 0) + 1);
}

function matches(match: FaultMatch | undefined, kind: FaultKind, struck: Struck): boolean {
  const path = match?.path ?? kind.path;
  return (
    (path === undefined || (struck.path ?? "").toLowerCase().includes(path.toLowerCase())) &&
    (match?.method === undefined || match.method === struck.method) &&
    (match?.tenantId === undefined || match.tenantId === struck.tenantId) &&
    (match?.clientId === undefined || match.clientId === struck.clientId) &&
    (match?.category === undefined || match.category === struck.category)
  );
}
