import type { Random } from "../dice.ts";
import type { SimWorld } from "../world/simWorld.ts";

export type Param = string | number | boolean | null;

/** One step as a schedule keeps it: which, and with what. Records are named by a number that is taken modulo what is there. */
export type Step = { readonly do: string } & { readonly [name: string]: Param };

/** Who edits: what a schedule needs to count edits on both sides. */
export type Side = "ours" | "xero" | "nobody";

export interface StepKind {
  side: Side;
  draw(dice: Random): Record<string, Param>;
  run(world: SimWorld, step: Step): Promise<void>;
}

/** Types a step's parameters from what it draws; a schedule that was kept in a file is trusted to have them. */
export function step<P extends Record<string, Param>>(kind: { side: Side; draw: (dice: Random) => P; run: (world: SimWorld, params: P) => Promise<void> }): StepKind {
  return { side: kind.side, draw: kind.draw, run: (world, params) => kind.run(world, params as unknown as P) };
}

/** Nearly everything happens in the first organisation, so that things meet. */
export const anOrganisation = (dice: Random): number => (dice.chance(85) ? 0 : 1);
export const anyOf = (dice: Random): number => dice.below(1_000);

/** The one that a number means; null where there is none. */
export function chosen<T>(list: readonly T[], which: number): T | null {
  return list.length === 0 ? null : list[which % list.length]!;
}

/** Our id of the n-th thing that people make. */
export const idOf = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
/** A number that no other step draws, in all likelihood; the same one makes the same record, which a step that is sent twice shall. */
export const aNewId = (dice: Random): number => 1_000 + dice.below(900_000_000);
