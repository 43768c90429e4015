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
  const points: number[] = [];
  const draw = (folded: readonly FoldedRow[], worth: number): void => {
    for (const { values, weight, totalWeight } of folded) {
      if (totalWeight <= 0) continue;
      for (let k = 0; k < values.length; k++) {
        const value = values[k] ?? 0;
        points[value] = (points[value] ?? 0) + (worth * (weight[k] ?? 0)) / totalWeight;
      }
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
  const drawn: { option: Option; i: number; score: number }[] = [];
  options.forEach((option, i) => {
    const number = rows.vocabulary.find(option.value);
    const score = (number === undefined ? 0 : (points[number] ?? 0)) + 0.5 * (match[i] ?? 0);
    if (score > 0) drawn.push({ option, i, score });
  });
  const best = drawn.sort((a, b) => b.score - a.score || a.i - b.i).slice(0, CAP).map(({ option }) => option);
  // Nothing speaks for the others: they fill up in their own order.
  const taken = new Set(best);
  for (let i = 0; best.length < CAP; i++) {
    const option = options[i];
    if (option !== undefined && !taken.has(option)) best.push(option);
  }
  return best;
}

/** So many of them are looked at, the supplier's most frequent. */
const CLOSED_CAP = 8;

/**
 * What the supplier's lines were coded to that is no candidate any more: closed projects, archived accounts. Taxes that the account does not allow are
 * no such doubt: the account has decided that.
 */
export function closedOptions({ target, options }: Question, rows: QuestionRows, listed: readonly Option[]): readonly Option[] {
  if (target === "tax") return [];
  const [row] = rows.of("supplier");
  if (row === undefined) return [];
  const numbers = (some: readonly Option[]): Set<number | undefined> => new Set(some.map(({ value }) => rows.vocabulary.find(value)));
  const short = numbers(listed);
  // Mostly all of them are on the short list, and the long one need not be read again.
  if (row.values.every((value) => short.has(value))) return [];
  const open = numbers(options);
  return row.values
    .map((value, k) => ({ value, weight: row.weight[k] ?? 0 }))
    .filter(({ value, weight }) => weight > 0 && !open.has(value))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, CLOSED_CAP)
    .map(({ value }) => ({ value: rows.vocabulary.values[value] ?? "", words: [], closed: true }));
}
