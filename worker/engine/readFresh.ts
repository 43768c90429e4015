import { READING, XERO_LIMITS } from "../../shared/limits.ts";
import type { XeroListKind } from "../../shared/mapping/fromXero.ts";
import { chunksOf } from "./chunksOf.ts";
import type { LinkedState } from "./linkedState.ts";
import { ID_FIELD, LIST_OF } from "./observation.ts";
import type { Run } from "./run.ts";
import { takeIn } from "./takeIn.ts";

/** Reads records from Xero now, forty a call, and takes in what it says. @returns links that are up to date, also those not in Xero at all. */
export async function readFresh(run: Run, states: readonly LinkedState[]): Promise<ReadonlySet<string>> {
  const fresh = new Set(states.filter(({ link }) => link.xeroId === null).map(({ link }) => link.id));
  for (const [list, own] of Map.groupBy(states.filter(({ link }) => link.xeroId !== null), ({ kind }) => LIST_OF[kind]))
    for (const { states: some, query } of looksAt(list, own)) {
      run.calls.left -= 1;
      const askedAt = run.now();
      const page = await run.xero("person").list(list, query);
      if (!page.ok) return fresh;
      const ids = new Set(some.map(({ link }) => link.xeroId));
      if ((await takeIn(run, list, page.value.elements.filter((element) => ids.has(String(element[ID_FIELD[list]]))), { askedAt })) === "taken") for (const { link } of some) fresh.add(link.id);
    }
  return fresh;
}

interface Look {
  states: readonly LinkedState[];
  query: { ids: string[]; page: 1 } | { modifiedSince: number; page: 1 };
}

/** The calls that show these links as Xero has them now: by id where it can be asked so, else what changed since they were last seen. */
export function looksAt(list: XeroListKind, states: readonly LinkedState[]): Look[] {
  if (states.length === 0) return [];
  if (list !== "invoice" && list !== "contact") {
    const since = Math.min(...states.map(({ link }) => link.xeroUpdatedAt ?? 0));
    return [{ states, query: { modifiedSince: Math.max(0, since - READING.overlapMs), page: 1 } }];
  }
  return chunksOf(states, XERO_LIMITS.idsPerCall).map((some) => ({ states: some, query: { ids: some.map(({ link }) => link.xeroId!), page: 1 } }));
}
