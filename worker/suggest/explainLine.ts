import { spelledOut } from "../../shared/suggest/counts.ts";
import type { Count, Target } from "../../shared/suggest/types.ts";
import type { Db } from "../store/open.ts";
import type { References } from "../store/reads/references.ts";
import { askCounts, type Wanted } from "./answerLines.ts";
import { readState } from "./countStore.ts";
import { readChoice } from "./suggestFromCounts.ts";

/** One reason with the stored counts that it was made from. */
export interface Counted {
  readonly field: Target;
  readonly text: string;
  readonly count: number;
  readonly of: number;
  readonly codings: readonly Count[];
}

export interface Explained {
  readonly counted: readonly Counted[];
  readonly linesCounted: number;
  readonly threshold: number;
}

/** Where the reasons of a line's suggestion come from, read anew from the store. */
export async function explainLine(db: Db, wanted: Wanted, references: References): Promise<Explained> {
  const { organisationId } = wanted.document;
  const choice = await readChoice(db, organisationId, references);
  const state = await readState(db, organisationId);
  if (state === null) return { counted: [], linesCounted: 0, threshold: choice.thresholds.low };
  const [asked] = await askCounts(db, state, [wanted], choice);
  const fields = asked === undefined ? [] : [asked.suggestion.account, asked.suggestion.tax, asked.suggestion.project];
  const counted = fields.flatMap(({ target, reasons }) =>
    reasons.map(({ text, count, of, key }): Counted => ({ field: target, text, count, of, codings: key === undefined ? [] : spelledOut(asked?.memory.rows.get(key), state.labels) })),
  );
  return { counted, linesCounted: state.sequence, threshold: choice.thresholds.low };
}
