import type { Change } from "../../../worker/store/port.ts";
import type { Stored } from "./stored.ts";

/** Every state that either side was ever seen in: bodies of ours by record, and what was kept of Xero's and of bases, by hash. */
export interface Histories {
  records: Map<string, string[]>;
  snapshots: Map<string, string>;
}

/** Remembers what is committed, also what the next commit replaces. */
export function remembering(stored: Stored, histories: Histories): Stored {
  const { commit } = stored.store;
  const note = (change: Change): void => {
    if (("put" in change && change.put === "record") || ("insert" in change && change.insert === "record"))
      for (const row of change.rows) {
        const known = histories.records.get(row.id) ?? [];
        if (known.at(-1) !== row.body) histories.records.set(row.id, [...known, row.body]);
      }
    if ("insertNew" in change && change.insertNew === "snapshot") for (const row of change.rows) histories.snapshots.set(row.hash, row.body);
  };
  return {
    ...stored,
    store: {
      ...stored.store,
      commit: async (guards, changes) => {
        const outcome = await commit(guards, changes);
        if (outcome === "committed") for (const change of changes) note(change);
        return outcome;
      },
    },
  };
}
