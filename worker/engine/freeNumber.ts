import { nextNumbers } from "../../shared/planning/nextNumbers.ts";
import type { Reason } from "../../shared/planning/reasons.ts";
import type { Document } from "../../shared/records/document.ts";
import type { SyncedKind } from "../../shared/records/kinds.ts";
import type { Row, Select } from "../store/port.ts";
import type { LinkedState } from "./linkedState.ts";
import type { Run } from "./run.ts";

/** Numbers that are looked through after a taken one: further on a person had better choose. */
const LOOKED_AT = 200;

/** A document whose number Xero says is taken, with its refusal. */
export interface Clash {
  state: LinkedState;
  refusal: Reason;
}

/** The refusals of numbers that are taken, by record id: whose they are, and the next free ones. One round trip, however many. */
export async function takenNumbers(run: Run, clashes: readonly Clash[]): Promise<ReadonlyMap<string, Reason>> {
  const rows = await holders(run, clashes.map(({ state }) => state));
  return new Map(clashes.map(({ state, refusal }) => [state.link.recordId, takenReason(state, refusal, rows)]));
}

/** The next number after the one that this document has, null where there is none to propose. */
export async function freeNumber(run: Run, state: LinkedState): Promise<string | null> {
  return nextFree(state, await holders(run, [state]));
}

/**
 * Who has these numbers and those that follow them. Ended records count: Xero keeps a voided document's number. Nobody reserves a number, so of
 * two who are told the same one the second is refused and told the next.
 */
async function holders(run: Run, states: readonly LinkedState[]): Promise<readonly Row<"record">[]> {
  const numbers = states.flatMap((state) => [numberOf(state) ?? [], candidates(state)].flat());
  if (numbers.length === 0) return [];
  const where = { organisationId: run.organisation.id, kind: { in: [...new Set(states.map(({ kind }) => kind))] }, number: { in: numbers } };
  const [rows] = await run.ports.store.read({ from: "record", where, limit: 4 * numbers.length } as const satisfies Select);
  return rows;
}

function takenReason(state: LinkedState, refusal: Reason, rows: readonly Row<"record">[]): Reason {
  const number = numberOf(state);
  const next = nextFree(state, rows);
  if (number === null || next === null) return refusal;
  const status = others(state, rows).find((row) => row.number === number)?.status ?? null;
  const what = WORDS[state.kind] ?? "document";
  const whose = status === null ? `another ${what}` : `${/^[aeiou]/.test(status) ? "an" : "a"} ${status} ${what}`;
  return {
    code: "number_taken",
    sentence: `${number} is the number of ${whose} already; ${next} is the next that is free. Xero says: ${refusal.sentence}`,
    remedy: `The other document was left as it is. Send this one as ${next}, or save another number.`,
    number: next,
  };
}

const WORDS: Partial<Record<SyncedKind, string>> = { invoice: "invoice", credit_note: "credit note", quote: "quote" };

function nextFree(state: LinkedState, rows: readonly Row<"record">[]): string | null {
  const used = new Set(others(state, rows).map(({ number }) => number));
  return candidates(state).find((number) => !used.has(number)) ?? null;
}

/** Suppliers' numbers are their own affair. */
function others({ kind, link }: LinkedState, rows: readonly Row<"record">[]): readonly Row<"record">[] {
  return rows.filter((row) => row.kind === kind && row.id !== link.recordId && (JSON.parse(row.body) as Document).side === "sales");
}

function candidates(state: LinkedState): readonly string[] {
  const number = numberOf(state);
  return number === null ? [] : nextNumbers(number, LOOKED_AT);
}

function numberOf({ body }: LinkedState): string | null {
  return (body as Partial<Document> | null)?.number ?? null;
}
