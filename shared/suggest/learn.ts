import { calibrationDecay, calibrationKey } from "./calibration.ts";
import { contextKey, contexts, kept, partsOf } from "./contexts.ts";
import { contextOf } from "./lineMemory.ts";
import type { NamedContext } from "./contexts.ts";
import { add, emptyRow, subtract } from "./counts.ts";
import type { Addition } from "./counts.ts";
import { feedbackWeight } from "./feedback.ts";
import type { Labels } from "./labels.ts";
import { leaningCounts, leaningDecay, leaningKeys } from "./leaning.ts";
import { prepare } from "./prepare.ts";
import { supplierOf } from "./supplierOf.ts";
import { supplierTrackKey, supplierTrackCoding, trackKey, trackTargets } from "./track.ts";
import type { Coding, ConfirmedLine, ContextKey, CountRow, RowChange, SuggestLine } from "./types.ts";

const SUPPLIER_TRACK_DECAY = 0.9;
const TRACK_DECAY = 0.998;

/** What a confirmed line adds to one context. */
export interface Placed extends Addition {
  readonly key: ContextKey;
  /** The supplier's own row keeps its clock when it runs empty: later lines go on counting from there. */
  readonly keepsClock: boolean;
}

/** Keys to fetch before predicting `line` with these fields known; at most `keyCap`. */
export function keysFor(line: SuggestLine, known: Partial<Coding> = {}): ContextKey[] {
  return [...decaysFor(line, known).keys()];
}

/** The same keys, each with what its counts keep per tick: a store that keeps a clock per count needs it to read a row. */
export function decaysFor(line: SuggestLine, known: Partial<Coding> = {}): Map<ContextKey, number> {
  const prepared = prepare(line);
  const decays = new Map<ContextKey, number>();
  for (const context of contexts as readonly NamedContext[]) for (const part of partsOf(context, prepared, known)) decays.set(contextKey(context.name, part), context.decay);
  for (const { key, project } of prepared.beside) if (project === undefined) decays.set(key, contextOf("supplier").decay);
  decays.set(supplierTrackKey(prepared), SUPPLIER_TRACK_DECAY);
  for (const target of trackTargets) decays.set(trackKey(target), TRACK_DECAY).set(calibrationKey(target), calibrationDecay);
  for (const key of leaningKeys) decays.set(key, leaningDecay);
  return decays;
}

/** Keys that learning or unlearning this line touches. */
export function keysTouched(confirmed: ConfirmedLine): ContextKey[] {
  return places(confirmed).map(({ key }) => key);
}

/** The rows as they are after `confirmed` is counted. `rows` holds those of `keysTouched`; absent ones are empty. */
export function learn(confirmed: ConfirmedLine, rows: ReadonlyMap<ContextKey, CountRow>, labels: Labels): RowChange[] {
  const changed = new Map<ContextKey, CountRow>();
  for (const addition of places(confirmed)) changed.set(addition.key, add(changed.get(addition.key) ?? rows.get(addition.key), addition, labels));
  return [...changed].map(([key, row]) => ({ key, row }));
}

/** Takes exactly this line out again: the rows as if it had never been confirmed. */
export function unlearn(confirmed: ConfirmedLine, rows: ReadonlyMap<ContextKey, CountRow>, labels: Labels): RowChange[] {
  const changed = new Map<ContextKey, CountRow | null>();
  for (const addition of places(confirmed)) {
    const before = changed.has(addition.key) ? (changed.get(addition.key) ?? undefined) : rows.get(addition.key);
    const after = subtract(before, addition, labels);
    changed.set(addition.key, after ?? (addition.keepsClock && before !== undefined ? emptyRow(before.at) : null));
  }
  return [...changed].map(([key, row]) => ({ key, row }));
}

/** The next position in the supplier's own count, from its row. */
export function nextSupplierSequence(line: SuggestLine, rows: ReadonlyMap<ContextKey, CountRow>): number {
  const row = rows.get(contextKey("supplier", supplierOf(line)));
  return row === undefined ? 0 : row.at + 1;
}

/**
 * Where a confirmed line counts, with what weight and decay. It depends on the line alone and never on what is counted already:
 * so a store adds it without reading first, in any order, and takes exactly the same out again.
 */
export function places(confirmed: ConfirmedLine): Placed[] {
  const { line, coding, sequence, supplierSequence, firstAnswer } = confirmed;
  const prepared = prepare(line);
  const trust = feedbackWeight[confirmed.feedback];
  const list = new Map<ContextKey, Placed>();
  for (const context of contexts as readonly NamedContext[]) {
    for (const part of partsOf(context, prepared, coding)) {
      const key = contextKey(context.name, part);
      list.set(key, {
        key,
        coding: kept(context, coding),
        at: context.clock === "supplier" ? supplierSequence : sequence,
        weight: context.weigh === "supplier" ? trust / (1 + supplierSequence) : trust,
        decay: context.decay,
        keepsClock: context.name === "supplier",
      });
    }
  }
  const ownTrack = supplierTrackCoding(firstAnswer, coding);
  if (ownTrack !== null) {
    list.set(supplierTrackKey(prepared), { key: supplierTrackKey(prepared), coding: ownTrack, at: supplierSequence, weight: trust, decay: SUPPLIER_TRACK_DECAY, keepsClock: false });
  }
  for (const target of trackTargets) {
    const answer = firstAnswer[target];
    if (answer === null) continue;
    const verdict = answer.value === coding[target] ? "right" : "wrong";
    const key = trackKey(target);
    list.set(key, { key, coding: { account: answer.value, tax: verdict, project: "" }, at: sequence, weight: trust, decay: TRACK_DECAY, keepsClock: false });
    const binKey = calibrationKey(target);
    list.set(binKey, { key: binKey, coding: { account: String(answer.bin), tax: verdict, project: "" }, at: sequence, weight: trust, decay: calibrationDecay, keepsClock: false });
  }
  // Several candidates were given a share of the line: the one row that counts more than one coding of it.
  const leaning = leaningCounts(firstAnswer, coding).map(({ key, coding: counted, weight }): Placed => ({ key, coding: counted, at: sequence, weight: trust * weight, decay: leaningDecay, keepsClock: false }));
  return [...list.values(), ...leaning];
}
