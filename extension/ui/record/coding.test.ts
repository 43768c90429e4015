import { describe, expect, test } from "vitest";
import type { FieldSuggestionView, LineSuggestionView } from "../../../shared/api/suggestionShapes.ts";
import type { LineView } from "../../../shared/api/views.ts";
import { codingInput, currentLabels, hasSuggestion, sameCoding, suggestedCoding } from "./coding.ts";

const none: FieldSuggestionView = {
  value: null,
  label: null,
  confidenceE2: 0,
  band: "",
  abstained: "too few earlier lines",
  alternatives: [],
  reasons: [],
  agreeCount: 0,
  ofCount: 0,
  evidence: [],
  counterExample: null,
  wouldChange: null,
};
const line: LineView = {
  id: "l1",
  description: "LVL beams",
  amountMinor: 134_680,
  quantityE4: 10_000,
  unitAmountE4: 13_468_000,
  accountCode: "429",
  accountName: "General Expenses",
  taxType: null,
  taxName: null,
  projectId: null,
  projectName: null,
};
const suggestion: LineSuggestionView = { lineId: "l1", account: { ...none, value: "310" }, tax: none, project: { ...none, value: "p1" }, evidence: [], impact: null, model: null };

describe("what Apply sends", () => {
  test("where there is no suggestion, what stands in the books stays", () =>
    expect(suggestedCoding({ ...line, taxType: "INPUT" }, suggestion)).toEqual({ account: "310", tax: "INPUT", project: "p1" }));
  test("an empty project id is the answer that there is none", () =>
    expect(suggestedCoding({ ...line, projectId: "p9" }, { ...suggestion, project: { ...none, value: "" } }).project).toBeNull());
  test("the suggestion as it was counts as accepted", () =>
    expect(codingInput(line, suggestion, suggestedCoding(line, suggestion))).toEqual({
      lineId: "l1",
      amountMinor: 134_680,
      accountCode: "310",
      taxType: null,
      projectId: "p1",
      feedback: "accepted",
    }));
  test("one field changed counts as corrected", () =>
    expect(codingInput(line, suggestion, { account: "310", tax: "INPUT", project: "p1" }).feedback).toBe("corrected"));
  test("a line without any suggestion has nothing to apply", () => {
    expect(hasSuggestion({ ...suggestion, account: none, project: none })).toBe(false);
    expect(hasSuggestion(suggestion)).toBe(true);
  });
});
test("the account reads with code and name", () => expect(currentLabels(line).account).toBe("429 General Expenses"));
test("codings are compared field by field", () => expect(sameCoding({ account: "1", tax: null, project: null }, { account: "1", tax: null, project: "p" })).toBe(false));
