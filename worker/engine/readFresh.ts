import { READING, XERO_LIMITS } from "../../shared/limits.ts";
import type { XeroListKind } from "../../shared/mapping/fromXero.ts";
import { chunksOf } from "./chunksOf.ts";
import type { XeroPage } from "../xero/readAnswer.ts";
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
      // Nothing was read of what the answer lacks.
      const shown = shownIn(list, page.value, some);
      const ids = new Set(some.map(({ link }) => link.xeroId));
      if ((await takeIn(run, list, page.value.elements.filter((element) => ids.has(String(element[ID_FIELD[list]]))), { askedAt })) === "taken") for (const { link } of shown) fresh.add(link.id);
    }
  return fresh;
}

/** The links that an answer shows. Of a list by time of change one page is read: what a longer one lacks may stand on the next, unchanged since it was last seen. */
function shownIn(list: XeroListKind, page: XeroPage, states: readonly LinkedState[]): readonly LinkedState[] {
  if (!isAsked(list) && (page.pageCount === null ? page.elements.length >= XERO_LIMITS.quotesPerPage : page.pageCount > 1)) return states;
  const ids = new Set(page.elements.map((element) => String(element[ID_FIELD[list]])));
  return states.filter(({ link }) => ids.has(link.xeroId!));
}

/** Whether an answer lacks any of the links that it was asked for: a failed, empty or partial read, whatever its status says. */
export function lacksAny(list: XeroListKind, page: XeroPage, states: readonly LinkedState[]): boolean {
  return shownIn(list, page, states).length < states.length;
}

/** Xero can be asked for these by id. */
const isAsked = (list: XeroListKind): boolean => list === "invoice" || list === "contact";

interface Look {
  states: readonly LinkedState[];
  query: { ids: string[]; page: 1 } | { modifiedSince: number; page: 1 };
}

/** The calls that show these links as Xero has them now: by id where it can be asked so, else what changed since they were last seen. */
export function looksAt(list: XeroListKind, states: readonly LinkedState[]): Look[] {
  if (states.length === 0) return [];
  if (!isAsked(list)) {
    const since = Math.min(...states.map(({ link }) => link.xeroUpdatedAt ?? 0));
    return [{ states, query: { modifiedSince: Math.max(0, since - READING.overlapMs), page: 1 } }];
  }
  return chunksOf(states, XERO_LIMITS.idsPerCall).map((some) => ({ states: some, query: { ids: some.map(({ link }) => link.xeroId!), page: 1 } }));
}
