import type { Row } from "../store/port.ts";
import type { Watched } from "./watchedRows.ts";

/** How many records are refused, and how many cannot be read. */
export interface Trouble {
  refused: number;
  quarantined: number;
}

const EVERY_MS = 3_600_000;
const KEPT = 24;

export function troubleNow({ refused, quarantined, putAside }: Pick<Watched, "refused" | "quarantined" | "putAside">): Trouble {
  const linked = new Set(quarantined.map((link) => link.xeroId));
  return { refused: refused.length, quarantined: quarantined.length + putAside.filter((row) => !linked.has(row.xeroId)).length };
}

/** The last day's counts with today's, once an hour; null when the last one is young. Growth is judged by them. */
export function nextTroubles(watch: Row<"watch"> | null, now: Trouble, at: number): readonly (Trouble & { at: number })[] | null {
  const before = (watch?.troubles ?? []) as readonly (Trouble & { at: number })[];
  const last = before.at(-1);
  if (last !== undefined && at >= last.at && at - last.at < EVERY_MS) return null;
  return [...before.filter((sample) => sample.at < at), { at, ...now }].slice(-KEPT);
}
