import type { Line } from "../../../shared/records/document.ts";
import type { LineSuggestion } from "../../../shared/suggest/predict.ts";
import { shippedThresholds } from "../../../shared/suggest/thresholds.ts";
import type { FieldSuggestion } from "../../../shared/suggest/types.ts";

/** What would be written on a line: null leaves a field as it is, an empty project means none. */
export interface SureCoding {
  accountCode: string | null;
  taxType: string | null;
  projectId: string | null;
  /** Of the least sure of the written fields. */
  confidence: number;
}

/** Earlier lines of the supplier that have to agree: on made-up books "sure" from one or two lines was wrong too often to go unseen. Set by hand. */
const AGREE_LEAST = 3;

/** The fields of a line that are open and have a suggestion, when all of them stand in the high band with a past behind them; "not-sure" when one does not; null when nothing is open. */
export function sureCoding(line: Line, { account, tax, project }: LineSuggestion): SureCoding | "not-sure" | null {
  const written = {
    accountCode: line.accountCode === null ? account.value : null,
    taxType: line.taxType === null && tax.value !== "" ? tax.value : null,
    // "No project" is how the line is already: nothing to write.
    projectId: line.projectId === null && project.value !== "" ? project.value : null,
  };
  if (line.accountCode === null && account.value === null) return "not-sure";
  if (line.taxType === null && isLeftOpen(tax)) return "not-sure";
  // Left without a project, where one may well be missing: a person should look.
  if (line.projectId === null && (isLeftOpen(project) || (project.value === "" && project.confidence < shippedThresholds.medium))) return "not-sure";
  if ((written.accountCode !== null && isFresh(account)) || (line.projectId === null && project.value !== null && isFresh(project))) return "not-sure";
  const confidences = [
    ...(written.accountCode === null ? [] : [account.confidence]),
    ...(written.taxType === null ? [] : [tax.confidence]),
    ...(written.projectId === null ? [] : [project.confidence]),
  ];
  if (confidences.length === 0) return null;
  const confidence = Math.min(...confidences);
  return confidence < shippedThresholds.high ? "not-sure" : { ...written, confidence };
}

function isFresh({ agree }: FieldSuggestion): boolean {
  return agree.count < AGREE_LEAST;
}

/** Something is to be chosen and nothing is suggested: the line would be confirmed with the field blank, as nobody decided. */
function isLeftOpen({ value, alternatives }: FieldSuggestion): boolean {
  return value === null && alternatives.length > 0;
}
