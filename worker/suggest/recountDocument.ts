import { places } from "../../shared/suggest/learn.ts";
import { supplierOf } from "../../shared/suggest/supplierOf.ts";
import type { Band, Coding, ConfirmedLine, ContextKey, FirstAnswer, SuggestLine, Target } from "../../shared/suggest/types.ts";
import type { Fate } from "../../shared/suggest/accuracy.ts";
import type { Additions } from "./additions.ts";
import { CLOCK, fateCoding, fateKey, organisationClock, supplierClock } from "./bookkeeping.ts";
import { type CodedLine, fatesOf, feedbackOf, firstAnswers, type Shown } from "./confirmedLines.ts";

/** Where the clocks stand, and what the documents counted so far add. One commit's worth. */
export interface Recounting {
  readonly additions: Additions;
  sequence: number;
  /** Next position of each supplier, by supplierClock. */
  readonly clocks: Map<ContextKey, number>;
  /** Lines counted, counted anew or taken out. */
  changed: number;
  /** Told of every line that is counted or taken out. */
  readonly counted: (line: ConfirmedLine, sign: 1 | -1) => void;
  /** What we would have answered for a line of which nothing was asked; NO_ANSWER for most. */
  readonly replay: (line: SuggestLine, sequence: number) => FirstAnswer;
}

/** A document as it was counted and as it is confirmed now. */
export interface Recounted {
  readonly before: readonly ConfirmedLine[];
  readonly now: readonly CodedLine[];
  /** By line id; only answers that were not judged before. */
  readonly shown: ReadonlyMap<string, Shown>;
  /** Lines that a person has just confirmed on our card. */
  readonly here: ReadonlySet<string>;
  /** Lines whose confirmation a person has just taken back: it never was. */
  readonly takenBack?: ReadonlySet<string>;
}

export const NO_ANSWER: FirstAnswer = { account: null, tax: null, project: null };
const TARGETS: readonly Target[] = ["account", "tax", "project"];

/**
 * The document's lines as they count from now on. What did not change stays; what changed is taken out exactly and counted at a new
 * place; where only words or amounts changed, the line keeps its place and how it was confirmed. What does not count any more, because it was
 * taken back or is gone, takes its verdict out of the accuracy too.
 */
export function recountDocument({ before, now, shown, here, takenBack = new Set() }: Recounted, recounting: Recounting): ConfirmedLine[] {
  const gone = new Map(before.map((one) => [one.line.lineId, one]));
  const kept: ConfirmedLine[] = [];
  for (const { line, coding } of now) {
    const old = gone.get(line.lineId);
    gone.delete(line.lineId);
    const again = old !== undefined && sameCoding(old.coding, coding);
    if (again && !(here.has(line.lineId) && saysMore(old, shown.get(line.lineId)))) {
      kept.push(sameLine(old.line, line) ? old : moved(old, line, recounting));
      continue;
    }
    recounting.changed++;
    if (old !== undefined) put(old, -1, recounting);
    const undone = old !== undefined && takenBack.has(line.lineId);
    if (undone || again) forget(old, recounting);
    const confirmed = confirm({ line, coding }, undone ? undefined : old, shown.get(line.lineId), here.has(line.lineId), recounting);
    put(confirmed, 1, recounting);
    kept.push(confirmed);
  }
  for (const old of gone.values()) {
    put(old, -1, recounting);
    forget(old, recounting);
  }
  recounting.changed += gone.size;
  return kept;
}

/** The organisation's clock and version, once all documents of a commit are recounted. */
export function closeRecounting({ additions, changed, sequence }: Recounting): void {
  if (changed > 0) additions.note(organisationClock, CLOCK, { lines: 1, at: sequence });
}

function confirm({ line, coding }: CodedLine, old: ConfirmedLine | undefined, shown: Shown | undefined, here: boolean, recounting: Recounting): ConfirmedLine {
  const note = (target: Target, band: Band, fate: Fate, lines: number): void => recounting.additions.note(fateKey(target, band), fateCoding(fate), { lines });
  if (shown !== undefined) for (const { target, band, fate } of fatesOf(coding, shown)) note(target, band, fate, 1);
  if (old !== undefined) withdraw(old, coding, note);
  const sequence = recounting.sequence++;
  const clock = supplierClock(supplierOf(line));
  const supplierSequence = recounting.clocks.get(clock) ?? 0;
  recounting.clocks.set(clock, supplierSequence + 1);
  recounting.additions.note(clock, CLOCK, { lines: 1, at: supplierSequence + 1 });
  return {
    line, coding, feedback: feedbackOf(coding, shown, old, here), firstAnswer: shown === undefined ? recounting.replay(line, sequence) : firstAnswers(shown), sequence, supplierSequence,
  };
}

function moved(old: ConfirmedLine, line: SuggestLine, recounting: Recounting): ConfirmedLine {
  const confirmed = { ...old, line };
  recounting.changed++;
  put(old, -1, recounting);
  put(confirmed, 1, recounting);
  return confirmed;
}

function put(line: ConfirmedLine, sign: 1 | -1, recounting: Recounting): void {
  for (const placed of places(line)) recounting.additions.count(placed, sign);
  recounting.counted(line, sign);
}

/** Whether confirming a line as it was confirmed already tells anything new: a look where there was none. A step that is repeated does not. */
function saysMore({ firstAnswer, feedback }: ConfirmedLine, shown: Shown | undefined): boolean {
  if (shown === undefined) return false;
  const isJudged = TARGETS.some((target) => firstAnswer[target]?.band !== undefined && firstAnswer[target]?.band !== "none");
  return !isJudged || (feedback === "bulk-confirmed" && !shown.bulk);
}

/** What was noted of the suggestions when the line was confirmed. Who coded it without looking carries no band, and stands apart anyway. */
function forget({ firstAnswer, coding, feedback }: ConfirmedLine, { additions }: Recounting): void {
  for (const target of TARGETS) {
    const given = firstAnswer[target];
    if (given?.band === undefined || given.band === "none") continue;
    const fate = feedback === "bulk-confirmed" ? "bulk-confirmed" : given.value === coding[target] ? "accepted" : "corrected";
    additions.note(fateKey(target, given.band), fateCoding(fate), { lines: -1 });
  }
}

/** A suggestion that was accepted and later changed was wrong after all. */
function withdraw(old: ConfirmedLine, coding: Coding, note: (target: Target, band: Band, fate: Fate, lines: number) => void): void {
  for (const target of TARGETS) {
    const given = old.firstAnswer[target];
    if (given?.band === undefined || given.band === "none" || given.value !== old.coding[target] || old.coding[target] === coding[target]) continue;
    note(target, given.band, old.feedback === "bulk-confirmed" ? "bulk-confirmed" : "accepted", -1);
    note(target, given.band, "changed-in-xero", 1);
  }
}

const sameCoding = (a: Coding, b: Coding): boolean => a.account === b.account && a.tax === b.tax && a.project === b.project;
const sameLine = (a: SuggestLine, b: SuggestLine): boolean => JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
