import type { Coding, FeedbackKind, FirstAnswer, SuggestLine, Target } from "../../shared/suggest/types.ts";
import type { Fate } from "../../shared/suggest/accuracy.ts";
import type { LineSuggestion } from "../../shared/suggest/predict.ts";
import type { Purchase } from "../http/suggest.ts";
import { asQuestion } from "./question.ts";

/** Statuses under which a coding counts as confirmed: somebody approved it in Xero. */
const CONFIRMED: ReadonlySet<string> = new Set(["authorised", "paid"]);

/** The lines of a document that count as history. */
export function confirmedLines(document: Purchase, supplierName: string): { line: SuggestLine; coding: Coding }[] {
  const { side, status, lines } = document.body;
  if (side !== "purchases" || !CONFIRMED.has(status) || document.deletedAt !== null) return [];
  return lines.flatMap((line) =>
    line.accountCode === null ? [] : [{ line: asQuestion(document, line, supplierName), coding: { account: line.accountCode, tax: line.taxType ?? "", project: line.projectId ?? "" } }]);
}

/** What was shown for a line before it was confirmed. */
export interface Shown {
  readonly suggestion: LineSuggestion;
  readonly bulk: boolean;
}

export const targets: readonly Target[] = ["account", "tax", "project"];

/** How a confirmed coding relates to what was shown and to what it was before. */
export function feedbackOf(coding: Coding, shown: Shown | undefined, before: Coding | undefined): FeedbackKind {
  if (shown?.bulk === true) return "bulk-confirmed";
  if (shown !== undefined && answered(shown).length > 0) return answered(shown).every((target) => shown.suggestion[target].value === coding[target]) ? "accepted" : "corrected";
  return before === undefined ? "imported" : "changed-in-xero";
}

export function fatesOf(coding: Coding, shown: Shown): { target: Target; band: LineSuggestion["account"]["band"]; fate: Fate }[] {
  return answered(shown).map((target) => {
    const { value, band } = shown.suggestion[target];
    return { target, band, fate: shown.bulk ? "bulk-confirmed" : value === coding[target] ? "accepted" : "corrected" };
  });
}

/** Our first answers, also where we abstained: the record must show how good a withheld guess would have been. */
export function firstAnswers(suggestion: LineSuggestion): FirstAnswer {
  const first = (target: Target): FirstAnswer[Target] => {
    const { value, alternatives, bin, band } = suggestion[target];
    const answer = value ?? alternatives[0]?.value;
    return answer === undefined || bin === null ? null : { value: answer, bin, band };
  };
  return { account: first("account"), tax: first("tax"), project: first("project") };
}

/** Fields for which something was shown and that were not decided before. */
const answered = ({ suggestion }: Shown): Target[] => targets.filter((target) => suggestion[target].value !== null && suggestion[target].bin !== null);
