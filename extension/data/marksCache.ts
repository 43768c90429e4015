import type { Batch } from "./batch.ts";
import type { Mark, Marks, MarkState } from "./marks.ts";
import type { Area } from "./storage.ts";

/** Within this the cache answers alone; after it the old answer is given at once and a new one is fetched behind it. */
export const FRESH_MS = 60_000;
/** A page about one record is looked at closely: it is checked behind the answer much sooner. */
export const FRESH_ONE_MS = 5_000;
/** Older than this, an answer is not given before the Worker was asked. */
export const STALE_MAX_MS = 600_000;
/** Records kept per organisation; the newest stay. Far below the 10 MB of `storage.session`. */
export const KEPT_MAX = 3000;

interface Kept {
  mark: Mark;
  at: number;
}

export interface MarksSource {
  fetchMarks: (shortCode: string, records: Batch) => Promise<{ page: MarkState | null; marks: Readonly<Record<string, Mark>> }>;
  now: () => number;
  area: Area;
  /** A later answer differs from what was given out. */
  onChanged: (shortCode: string) => void;
}

/**
 * Marks per organisation in `storage.session`, because the worker's own memory vanishes after 30 idle seconds. When the Worker cannot be reached the
 * last known marks are given with their age; nothing crosses organisations.
 */
export function createMarksCache(source: MarksSource) {
  const flights = new Map<string, Promise<{ page: MarkState | null; at: number }>>();
  const keyOf = (shortCode: string) => `marks:${shortCode}`;

  async function keptOf(shortCode: string): Promise<Record<string, Kept>> {
    const value = await source.area.get(keyOf(shortCode));
    return typeof value === "object" && value !== null ? (value as Record<string, Kept>) : {};
  }

  function fetchOnce(shortCode: string, records: Batch): Promise<{ page: MarkState | null; at: number }> {
    const key = `${shortCode}|${records.map((record) => record.id).sort().join()}`;
    const running = flights.get(key);
    if (running !== undefined) return running;
    const flight = fetchAndKeep(shortCode, records).finally(() => flights.delete(key));
    flights.set(key, flight);
    return flight;
  }

  async function fetchAndKeep(shortCode: string, records: Batch): Promise<{ page: MarkState | null; at: number }> {
    const answer = await source.fetchMarks(shortCode, records);
    const at = source.now();
    // Signed out or disconnected: what was known is no longer this person's to see. Unreachable: the last known stays, with its age.
    if (answer.page !== null && answer.page !== "unreachable") await source.area.remove(keyOf(shortCode));
    if (answer.page !== null) return { page: answer.page, at };
    const kept = await keptOf(shortCode);
    for (const [id, mark] of Object.entries(answer.marks)) kept[id] = { mark, at };
    const newest = Object.entries(kept).sort(([, a], [, b]) => b.at - a.at).slice(0, KEPT_MAX);
    await source.area.set(keyOf(shortCode), Object.fromEntries(newest));
    return { page: null, at };
  }

  async function answerFrom(shortCode: string, records: Batch): Promise<{ marks: Record<string, Mark>; oldestAt: number; complete: boolean }> {
    const kept = await keptOf(shortCode);
    const found = records.flatMap(({ id }) => (kept[id] === undefined ? [] : [[id, kept[id]] as const]));
    return {
      marks: Object.fromEntries(found.map(([id, { mark }]) => [id, mark])),
      oldestAt: Math.min(...found.map(([, { at }]) => at), source.now()),
      complete: found.length === records.length,
    };
  }

  async function announce(shortCode: string, records: Batch, given: Record<string, Mark>, page: MarkState | null): Promise<void> {
    const after = await answerFrom(shortCode, records);
    const differs = JSON.stringify(after.marks) !== JSON.stringify(given);
    if (differs || (page !== null && page !== "unreachable")) source.onChanged(shortCode);
  }

  return {
    async marks(shortCode: string, records: Batch): Promise<Marks> {
      const known = await answerFrom(shortCode, records);
      const ageMs = source.now() - known.oldestAt;
      if (known.complete && ageMs < (records.length === 1 ? FRESH_ONE_MS : FRESH_MS)) return { page: null, marks: known.marks, asOf: known.oldestAt };
      const flight = fetchOnce(shortCode, records);
      if (known.complete && ageMs < STALE_MAX_MS) {
        void flight.then((answer) => announce(shortCode, records, known.marks, answer.page)).catch(() => undefined);
        return { page: null, marks: known.marks, asOf: known.oldestAt };
      }
      const { page, at } = await flight;
      const after = await answerFrom(shortCode, records);
      if (page === "unreachable" && Object.keys(after.marks).length > 0) return { page: null, marks: after.marks, asOf: after.oldestAt };
      return { page, marks: page === null ? after.marks : {}, asOf: page === null ? after.oldestAt : at };
    },
    /** After a write: the next question goes to the Worker. */
    async forget(shortCode: string): Promise<void> {
      await source.area.remove(keyOf(shortCode));
    },
  };
}
