/** One request as the stand-in saw it, and what it changed. */
export interface LogEntry {
  sequence: number;
  atMs: number;
  method: string;
  path: string;
  query: string;
  clientId?: string;
  tenantId?: string;
  /** Undefined when no answer left the stand-in (a fault cut the line). */
  status?: number;
  idempotencyKey?: string;
  /** Answered from the idempotency store: changed nothing this time. */
  replayed?: boolean;
  /** The faults that fired on it. */
  faults: string[];
  changes: Change[];
}

/** One accepted write to one record. */
export interface Change {
  tenantId: string;
  entity: string;
  id: string;
  action: "create" | "update" | "delete";
  /** Who did it: the app's client id, or "bookkeeper". */
  by: string;
}

export interface RequestLog {
  readonly entries: readonly LogEntry[];
  /** Accepted changes, oldest first, optionally of one entity and action. `by` "app" means any app. */
  changes(filter?: { entity?: string; action?: Change["action"]; tenantId?: string; by?: string }): Change[];
  clear(): void;
}

/** A year of a simulation's requests fits; beyond it the oldest half is let go, so that a long run cannot fill the memory. */
const maxEntries = 200_000;

export interface LogState {
  entries: LogEntry[];
  /** Changes made by people in Xero's pages, outside any API request. */
  bookkeeperChanges: Change[];
  nextSequence: number;
}

export const emptyLog = (): LogState => ({ entries: [], bookkeeperChanges: [], nextSequence: 1 });

export function appendLog(state: LogState, entry: Omit<LogEntry, "sequence">): LogEntry {
  if (state.entries.length >= maxEntries) state.entries.splice(0, maxEntries / 2);
  const full = { sequence: state.nextSequence, ...entry };
  state.nextSequence += 1;
  state.entries.push(full);
  return full;
}

export function requestLog(state: () => LogState): RequestLog {
  return {
    get entries() {
      return state().entries;
    },
    changes(filter = {}) {
      const all = [...state().entries.flatMap((entry) => entry.changes), ...state().bookkeeperChanges];
      return all.filter(
        (change) =>
          (filter.entity === undefined || change.entity === filter.entity) &&
          (filter.action === undefined || change.action === filter.action) &&
          (filter.tenantId === undefined || change.tenantId === filter.tenantId) &&
          (filter.by === undefined || change.by === filter.by || (filter.by === "app" && change.by !== "bookkeeper")),
      );
    },
    clear() {
      state().entries.length = 0;
      state().bookkeeperChanges.length = 0;
    },
  };
}
