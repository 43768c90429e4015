import { describe, expect, test } from "vitest";
import type { Line } from "../../../shared/records/document.ts";
import type { FieldSuggestion, Target } from "../../../shared/suggest/types.ts";
import { sureCoding } from "./sureCoding.ts";

const open = { accountCode: null, taxType: null, projectId: null } as Line;
const field = (target: Target, value: string | null, confidence: number, guesses: readonly string[] = []): FieldSuggestion => ({
  target, value, confidence, band: "high", bin: 1, abstained: value === null ? "Earlier lines do not settle it." : null, alternatives: guesses.map((guess) => ({ value: guess, confidence })),
  reasons: [], evidence: [], agree: { count: 3, of: 3 }, counterExample: null, wouldChange: "",
});
const account = field("account", "310", 0.97);
const tax = field("tax", "INPUT", 0.96);
const quay = field("project", "quay", 0.95);
const sure = { accountCode: "310", taxType: "INPUT", projectId: null };

describe("whether a line may be confirmed without a look", () => {
  test.each([
    ["all fields stand in the high band", open, { account, tax, project: quay }, { ...sure, projectId: "quay", confidence: 0.95 }],
    ["surely without a project", open, { account, tax, project: field("project", "", 0.97) }, { ...sure, confidence: 0.96 }],
    ["a firm without projects", open, { account, tax, project: field("project", null, 0) }, { ...sure, confidence: 0.96 }],
    ["perhaps without a project", open, { account, tax, project: field("project", "", 0.6) }, "not-sure"],
    ["one of several projects, and nobody knows which", open, { account, tax, project: field("project", null, 0.4, ["quay", "cafe"]) }, "not-sure"],
    ["a project below the threshold that an admin set", open, { account, tax, project: field("project", null, 0.94, ["quay"]) }, "not-sure"],
    ["a tax rate that is not settled", open, { account, tax: field("tax", null, 0.4, ["INPUT", "EXEMPTEXPENSES"]), project: quay }, "not-sure"],
    ["an account seen twice from this supplier", open, { account: { ...account, agree: { count: 2, of: 2 } }, tax, project: quay }, "not-sure"],
    ["no project, as on the one line before", open, { account, tax, project: { ...field("project", "", 0.97), agree: { count: 1, of: 1 } } }, "not-sure"],
    ["what a person chose is no question any more", { ...open, taxType: "INPUT", projectId: "cafe" } as Line, { account, tax: field("tax", null, 0.4, ["INPUT"]), project: field("project", null, 0.4, ["quay"]) }, { accountCode: "310", taxType: null, projectId: null, confidence: 0.97 }],
  ])("%s", (_, line, suggestion, coding) => {
    expect(sureCoding(line, suggestion)).toEqual(coding);
  });
});
