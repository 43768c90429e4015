import type { Fate } from "../../shared/suggest/accuracy.ts";
import { canonicalLine } from "../../shared/suggest/canonicalLine.ts";
import type { LineSuggestion } from "../../shared/suggest/predict.ts";
import type { Coding, ConfirmedLine, FeedbackKind, FirstAnswer, SuggestLine, Target } from "../../shared/suggest/types.ts";
import type { Purchase } from "../http/suggest.ts";
import { asQuestion } from "./question.ts";

/** Statuses under which a coding counts as confirmed: somebody approved it in Xero. */
const CONFIRMED: ReadonlySet<string> = new Set(["authorised", "paid"]);
/** Under these, only what a person confirmed here counts. */
const OPEN: ReadonlySet<string> = new Set(["draft", "submitted"]);

/** A line with the coding that was confirmed for it. */
export interface CodedLine {
  readonly line: SuggestLine;
  readonly coding: Coding;
}

/** The lines of a document that count as history. `here`: ids of lines that a person confirmed on our card, now or before. */
export function confirmedLines(document: Purchase, supplierName: string, here: ReadonlySet<string>): CodedLine[] {
  const { side, status, lines } = document.body;
  if (side !== "purchases" || document.deletedAt !== null) return [];
  const counts = (lineId: string): boolean => CONFIRMED.has(status) || (OPEN.has(status) && here.has(lineId));
  return lines.flatMap((line) =>
    line.accountCode === null || !counts(line.id) ? [] : [{
      line: canonicalLine(asQuestion(document, line, supplierName)), coding: { account: line.accountCode, tax: line.taxType ?? "", project: line.projectId ?? "" },
    }]);
}

/** What was suggested for a line before it was confirmed, and whether anyone looked. */
export interface Shown {
  readonly suggestion: LineSuggestion;
  /** Confirmed in bulk. */
  readonly bulk: boolean;
  /** A person had it open, or confirmed the line on our card. */
  readonly looked: boolean;
}

export const targets: readonly Target[] = ["account", "tax", "project"];

/**
 * How a confirmed coding relates to what was suggested and to what was counted before. `here`: a person has just confirmed it on our
 * card. A coding made elsewhere while nobody had the suggestion open says nothing about the suggestion.
 */
export function feedbackOf(coding: Coding, shown: Shown | undefined, before: ConfirmedLine | undefined, here: boolean): FeedbackKind {
  if (shown !== undefined && answered(shown).length > 0) {
    const agrees = answered(shown).every((target) => shown.suggestion[target].value === coding[target]);
    if (shown.bulk && agrees) return "bulk-confirmed";
    if (shown.looked || shown.bulk) return agrees ? "accepted" : "corrected";
  }
  if (before === undefined) return "imported";
  return here ? "corrected" : "changed-in-xero";
}

export function fatesOf(coding: Coding, shown: Shown): { target: Target; band: LineSuggestion["account"]["band"]; fate: Fate }[] {
  const fate = (target: Target): Fate => {
    const agrees = shown.suggestion[target].value === coding[target];
    if (shown.bulk && agrees) return "bulk-confirmed";
    if (!shown.looked && !shown.bulk) return "ignored";
    return agrees ? "accepted" : "corrected";
  };
  return answered(shown).map((target) => ({ target, band: shown.suggestion[target].band, fate: fate(target) }));
}

/** Our first answers, also where we abstained: the record must show how good a withheld guess would have been. */
export function firstAnswers({ suggestion, looked, bulk }: Shown): FirstAnswer {
  const first = (target: Target): FirstAnswer[Target] => {
    const { value, alternatives, bin, band, told } = suggestion[target];
    const answer = value ?? alternatives[0]?.value;
    if (answer === undefined || bin === null) return null;
    // An answer that nobody saw carries no band: it counts for the track record, not for accuracy.
    return { value: answer, bin, ...((looked || bulk) && { band }), ...(told !== undefined && { told }) };
  };
  return { account: first("account"), tax: first("tax"), project: first("project") };
}

/** Fields for which something was suggested and that were not decided before. */
const answered = ({ suggestion }: Shown): Target[] => targets.filter((target) => suggestion[target].value !== null && suggestion[target].bin !== null);
