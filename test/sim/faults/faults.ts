import { faultKinds, type FaultKindName } from "../../sandbox/faults/kinds.ts";
import type { Random } from "../dice.ts";
import type { Param } from "../steps/step.ts";
import type { SimWorld } from "../world/simWorld.ts";
import { ACT_FAULTS, type ActFaultKind } from "./actFaults.ts";
import { armOwnFault, drawOwnFault, OWN_FAULTS } from "./ownFaults.ts";
import { armStandInFault, drawStandInFault } from "./standInFaults.ts";
import { WIRE_FAULTS } from "./wireFaults.ts";

/** A fault by name: how its parameters are drawn, and how it is set up. It counts as fired when it strikes. */
export interface Fault {
  about: string;
  draw(dice: Random): Record<string, Param>;
  arm(world: SimWorld, params: never): void | Promise<void>;
}

const acts = Object.entries(ACT_FAULTS).map(([kind, { about, act }]: [string, ActFaultKind]): [string, Fault] => [kind, {
  about,
  draw: (dice) => ({ org: dice.below(2), value: dice.below(1_000) }),
  arm: async (world, params: { org: number; value: number }) => {
    // A save that comes twice counts when it does.
    if (kind !== "request-sent-twice") world.fire(kind);
    await act(world, params);
  },
}]);
const own = (Object.keys(OWN_FAULTS) as (keyof typeof OWN_FAULTS)[]).map((kind): [string, Fault] => [kind, {
  about: OWN_FAULTS[kind].about, draw: (dice) => drawOwnFault(dice, kind), arm: (world, params: { after: number; value: number }) => armOwnFault(world, kind, params),
}]);
const wire = [...WIRE_FAULTS].map(([kind, fault]): [string, Fault] => [kind, { about: "An answer is spoilt on the line", draw: () => ({}), arm: (world) => void world.wire.armed.push(fault) }]);
const standIn = (Object.keys(faultKinds) as FaultKindName[]).map((kind): [string, Fault] => [kind, {
  about: faultKinds[kind].about, draw: (dice) => drawStandInFault(dice, kind),
  arm: (world, params: { after: number; method: string; ms: number; which: number }) => armStandInFault(world, kind, params),
}]);

/** Every fault of the simulation: the stand-in's, the line's, our own process's, and what wakes it. */
export const FAULTS: ReadonlyMap<string, Fault> = new Map([...standIn, ...wire, ...own, ...acts]);

/** Faults after which an admin has to connect again. */
export const ENDS_CONNECTION: ReadonlySet<string> = new Set(["consent-revoked", "tenant-disconnected", "tenant-swapped", "user-removed", "role-lowered", "user-lost-access"]);
