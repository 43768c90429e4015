import type { LineSuggestionView } from "../../../shared/api/suggestionShapes.ts";
import type { LineView } from "../../../shared/api/views.ts";

export const CODING_FIELDS = ["account", "tax", "project"] as const;
export type CodingField = (typeof CODING_FIELDS)[number];

export const FIELD_LABELS: Readonly<Record<CodingField, string>> = { account: "Account", tax: "GST", project: "Project" };

/** What a person wants a line to get: values of Xero and ours, null for none. */
export type Coding = Readonly<Record<CodingField, string | null>>;

/** What the line has now. */
export function currentCoding(line: LineView): Coding {
  return { account: line.accountCode, tax: line.taxType, project: line.projectId };
}

export function currentLabels(line: LineView): Coding {
  const account = line.accountCode === null ? null : [line.accountCode, line.accountName].filter((part) => part !== null).join(" ");
  return { account, tax: line.taxName ?? line.taxType, project: line.projectName };
}

/** The suggestion where there is one, else what the line has. */
export function suggestedCoding(line: LineView, suggestion: LineSuggestionView): Coding {
  const current = currentCoding(line);
  return {
    account: suggestion.account.value ?? current.account,
    tax: suggestion.tax.value ?? current.tax,
    // An empty id is an answer too: "no project".
    project: suggestion.project.value === null ? current.project : suggestion.project.value || null,
  };
}

/** What a person chose in the card and has not applied yet; the other fields follow the suggestion. */
export type Decided = Partial<Coding>;

export function sameCoding(a: Coding, b: Coding): boolean {
  return CODING_FIELDS.every((field) => a[field] === b[field]);
}

/** Whether the line has something to apply: a suggestion that differs from what stands in the books. */
export function hasSuggestion(suggestion: LineSuggestionView): boolean {
  return CODING_FIELDS.some((field) => Boolean(suggestion[field].value));
}

/** One line of ApplyCodingInput. Taking the suggestion as it was counts differently from correcting it. */
export function codingInput(line: LineView, suggestion: LineSuggestionView, chosen: Coding) {
  return {
    lineId: line.id,
    amountMinor: line.amountMinor,
    accountCode: chosen.account,
    taxType: chosen.tax,
    projectId: chosen.project,
    feedback: sameCoding(chosen, suggestedCoding(line, suggestion)) ? ("accepted" as const) : ("corrected" as const),
  };
}
