import type { Store } from "../../../worker/ports.ts";
import type { Change } from "../../../worker/store/port.ts";
import type { RefreshAnswer } from "../../../worker/keeper/keeperCore.ts";
import type { CredentialStore } from "../../../worker/store/credentials.ts";
import type { Violation } from "./simWorld.ts";

/** Rows that only the round which holds the lease may write: what it concludes. What was heard or delivered may be noted by anyone. */
const CONCLUDED: ReadonlySet<string> = new Set(["link", "record", "cursor", "intent", "call", "audit", "snapshot"]);

/** A round's store: what a round commits although a later one has taken the organisation over is a violation, whatever becomes of it. */
export function fenced(store: Store, { organisationId, token, latest, problems }: { organisationId: string; token: number; latest: () => number; problems: Violation[] }): Store {
  return {
    ...store,
    commit: async (guards, changes) => {
      const outcome = await store.commit(guards, changes);
      const table = outcome === "committed" && latest() > token ? changes.map(concluded).find((one) => one !== null) : undefined;
      if (table == null) return outcome;
      const [rows] = await store.read({ from: "organisation", where: { id: organisationId }, limit: 1 });
      if ((rows[0]?.fence ?? 0) > token) problems.push({ invariant: "isolation", sentence: `a round that had lost its lease wrote a ${table}` });
      return outcome;
    },
  };
}

function concluded(change: Change): string | null {
  const table = "put" in change ? change.put : "insert" in change ? change.insert : null;
  return table !== null && CONCLUDED.has(table) ? table : null;
}

export interface WatchedCredentials extends CredentialStore {
  /** A refresh as Xero hears it: whoever keeps its answer may take the place of nothing that was kept after it began. */
  refreshing(xeroUserId: string, refresh: () => Promise<RefreshAnswer>): Promise<RefreshAnswer>;
}

/** Token sets, looked at whenever one is kept: a refresh never takes the place of one that was kept after it began, whatever it compares. */
export function watchedCredentials(credentials: CredentialStore, { saved, problems }: { saved: Set<string>; problems: Violation[] }): WatchedCredentials {
  /** What was kept when a refresh began, by the token that it was answered. */
  const began = new Map<string, number>();
  return {
    ...credentials,
    refreshing: async (xeroUserId, refresh) => {
      const generation = (await credentials.load(xeroUserId))?.generation ?? 0;
      const answer = await refresh();
      if (answer.ok) began.set(answer.tokens.accessToken, generation);
      return answer;
    },
    put: async (person, tokens, now) => {
      await credentials.put(person, tokens, now);
      saved.add(tokens.accessToken);
    },
    replace: async (xeroUserId, generation, tokens, now) => {
      const before = await credentials.load(xeroUserId);
      // D1 answers later than what does not wait for it.
      await new Promise((resolve) => setImmediate(resolve));
      const replaced = await credentials.replace(xeroUserId, generation, tokens, now);
      if (replaced) saved.add(tokens.accessToken);
      const from = began.get(tokens.accessToken) ?? generation;
      if (replaced && before !== null && before.generation !== from) problems.push({ invariant: "no lost update", sentence: `generation ${before.generation} of the sign-in of ${xeroUserId} was overwritten by a refresh of generation ${from}` });
      return replaced;
    },
  };
}
