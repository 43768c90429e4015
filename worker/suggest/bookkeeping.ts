import type { Fate } from "../../shared/suggest/accuracy.ts";
import { contextKey } from "../../shared/suggest/contexts.ts";
import { hash } from "../../shared/suggest/hash.ts";
import type { Band, ContextKey, Target } from "../../shared/suggest/types.ts";

/**
 * Rows of `suggest_count` that are no counts of codings but stand beside them, so that a confirmation needs one statement for all it
 * changes. Their codings are negative; none decays; a rebuild leaves them.
 */

/** A clock: `at` is its next reading, `lines` how often it was moved. */
export const CLOCK = -1;

/** The organisation's clock: `at` is the next sequence number, `lines` the version of all counts. */
export const organisationClock: ContextKey = hash("clock\u0000");

/** A supplier's clock stands with the counts of the supplier. `supplier` as in Prepared. */
export const supplierClock = (supplier: string): ContextKey => contextKey("supplier", supplier);

export const fates: readonly Fate[] = ["accepted", "corrected", "ignored", "changed-in-xero", "bulk-confirmed"];

/** Where the fates of one field's suggestions in one band are counted. */
export const fateKey = (target: Target, band: Band): ContextKey => hash(`fate\u0000${target}\u0000${band}`);

export const fateCoding = (fate: Fate): number => CLOCK - 1 - fates.indexOf(fate);

export const fateOf = (coding: number): Fate | undefined => fates[CLOCK - 1 - coding];
