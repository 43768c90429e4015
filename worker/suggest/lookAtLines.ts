import { decaysFor } from "../../shared/suggest/learn.ts";
import type { ConfirmedLine, ContextKey } from "../../shared/suggest/types.ts";
import { type Unusual, unusual } from "../../shared/suggest/unusual.ts";
import type { Db } from "../store/open.ts";
import type { Choice } from "./answerLines.ts";
import { type CountState, fetchCounts } from "./countStore.ts";
import { supplierHash } from "./question.ts";

/** A booked line and what is unusual about it. */
export interface Looked {
  readonly confirmed: ConfirmedLine;
  readonly found: readonly Unusual[];
}

/** Compares confirmed lines with what the counts say without each of them: one round trip. */
export async function lookAtLines(db: Db, state: CountState, lines: readonly ConfirmedLine[], choice: Choice): Promise<Looked[]> {
  if (lines.length === 0) return [];
  const decays = new Map<ContextKey, number>();
  // Asked from nothing, and for tax from the account; what the line itself added is taken out of the same rows.
  for (const { line, coding } of lines) for (const known of [{}, { account: coding.account }, coding]) for (const [key, decay] of decaysFor(line, known)) decays.set(key, decay);
  const { rows, neighbours } = await fetchCounts(db, state, decays, lines.map(({ line }) => supplierHash(line)));
  return lines.map((confirmed) => ({
    confirmed,
    found: unusual(confirmed, { rows, labels: state.labels, neighbours: neighbours.get(supplierHash(confirmed.line)) ?? [], sequence: state.sequence }, choice.chart, { thresholds: choice.thresholds }),
  }));
}
