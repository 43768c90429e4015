import type { ContextName } from "./contexts.ts";
import type { Option, Question } from "./evidence.ts";
import type { FoldedRow } from "./foldedRow.ts";
import { nameMatch } from "./nameMatch.ts";
import type { QuestionRows } from "./questionRows.ts";

/** So many candidates are scored; the right one is among them wherever it was seen before at all, but for about 1 % of lines. */
const CAP = 32;
/** What one context's shares are worth in the draw: hand-set, only the order at the far end depends on it. */
const draws: readonly (readonly [ContextName, number])[] = [
  ["supplier", 8], ["supplier-template", 8], ["supplier-bucket", 2],
  ["template", 2], ["supplier-word", 2], ["text-word", 2], ["paid-from", 2], ["amount", 2],
];

/** The candidates worth scoring: what the supplier, the words or the paying account have seen, the most used, and names that match. */
export function shortlist(question: Question, rows: QuestionRows): readonly Option[] {
  const { options, target, given, prepared } = question;
  if (options.length <= CAP) return options;
  const points = new Map<string, number>();
  const draw = (folded: readonly FoldedRow[], worth: number): void => {
    for (const { values, weight, totalWeight } of folded) {
      if (totalWeight > 0) values.forEach((value, k) => points.set(value, (points.get(value) ?? 0) + (worth * (weight[k] ?? 0)) / totalWeight));
    }
  };
  // Twice what the supplier has, where no field is decided yet.
  draw(rows.within("supplier"), 8);
  for (const [name, worth] of draws) draw(rows.of(name), worth);
  draw(rows.of(target === "account" ? "accounts" : target === "project" ? "projects" : "taxes"), 2);
  if (target !== "tax") draw(rows.of(target === "account" ? "new-accounts" : "new-projects"), 2);
  if (given.project !== undefined && target === "account") draw(rows.of("in-project"), 4);
  if (given.account !== undefined && target !== "account") draw(rows.of("in-account"), 4);
  const [match] = nameMatch(prepared, options);
  return options
    .map((option, i) => ({ option, i, score: (points.get(option.value) ?? 0) + 0.5 * (match[i] ?? 0) }))
    .sort((a, b) => b.score - a.score || a.i - b.i)
    .slice(0, CAP)
    .map(({ option }) => option);
}

/** So many of them are looked at, the supplier's most frequent. */
const CLOSED_CAP = 8;

/**
 * What the supplier's lines were coded to that is no candidate any more: closed projects, archived accounts. Taxes that the account does not allow are
 * no such doubt: the account has decided that.
 */
export function closedOptions({ target, options }: Question, ofSupplier: readonly FoldedRow[]): readonly Option[] {
  if (target === "tax") return [];
  const open = new Set(options.map(({ value }) => value));
  return ofSupplier
    .flatMap(({ values, weight }) => values.map((value, k) => ({ value, weight: weight[k] ?? 0 })))
    .filter(({ value, weight }) => weight > 0 && !open.has(value))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, CLOSED_CAP)
    .map(({ value }) => ({ value, words: [], closed: true }));
}
