import type { ContextName } from "./contexts.ts";
import type { Option, Question } from "./evidence.ts";
import { agrees } from "./foldedRow.ts";
import type { Positions } from "./foldedRow.ts";
import { nameMatch } from "./nameMatch.ts";
import { givenPositions, placesOf } from "./questionRows.ts";

/** So many candidates are scored; the right one is among them wherever it was seen before at all, but for about 1 % of lines. */
const CAP = 32;
/** What one context's shares are worth in the draw: hand-set, only the order at the far end depends on it. */
const draws: readonly (readonly [ContextName, number])[] = [
  ["supplier", 8], ["supplier-template", 8], ["supplier-bucket", 2],
  ["template", 2], ["supplier-word", 2], ["text-word", 2], ["paid-from", 2], ["amount", 2],
];

/** The candidates: options worth scoring, and what is closed but was used by the supplier. */
export function candidatesOf(question: Question): readonly Option[] {
  const places = placesOf(question.options, question.line.memory.labels.positions[question.target]);
  return [...shortlist(question, places), ...closedOptions(question, places)];
}

/** What the supplier, the words or the paying account have seen, the most used, and names that match. `places`: which option a label is. */
function shortlist(question: Question, places: readonly (number | undefined)[]): readonly Option[] {
  const { options, target, given, line } = question;
  if (options.length <= CAP) return options;
  const scores = new Float64Array(options.length);
  const draw = (name: ContextName, worth: number, filter: Positions | null = null): void => {
    for (const { row } of line.rowsOf(name, given)) {
      const column = row[target];
      let total = 0;
      for (let k = 0; k < column.length; k++) if (filter === null || agrees(row, k, filter)) total += row.weight[k] ?? 0;
      if (total <= 0) continue;
      for (let k = 0; k < column.length; k++) {
        const place = places[column[k] ?? 0];
        if (place !== undefined && (filter === null || agrees(row, k, filter))) scores[place] = (scores[place] ?? 0) + (worth * (row.weight[k] ?? 0)) / total;
      }
    }
  };
  // Twice what the supplier has, where no field is decided yet.
  draw("supplier", 8, givenPositions(question));
  for (const [name, worth] of draws) draw(name, worth);
  draw(target === "account" ? "accounts" : target === "project" ? "projects" : "taxes", 2);
  if (target !== "tax") draw(target === "account" ? "new-accounts" : "new-projects", 2);
  if (given.project !== undefined && target === "account") draw("in-project", 4);
  if (given.account !== undefined && target !== "account") draw("in-account", 4);
  const [match] = nameMatch(line.stems, options);
  for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] ?? 0) + 0.5 * (match[i] ?? 0);
  return highest(options, scores);
}

/** The options with the `CAP` highest scores, as they stand; of those level at the edge (nothing speaks for them, mostly) the first. */
function highest(options: readonly Option[], scores: Float64Array): readonly Option[] {
  const edge = scores.toSorted().at(-CAP) ?? 0;
  let level = CAP;
  for (const score of scores) if (score > edge) level--;
  const best: Option[] = [];
  options.forEach((option, i) => {
    const score = scores[i] ?? 0;
    if (score > edge || (score === edge && level-- > 0)) best.push(option);
  });
  return best;
}

/** So many of them are looked at, the supplier's most frequent. */
const CLOSED_CAP = 8;

/**
 * What the supplier's lines were coded to that is no candidate any more: closed projects, archived accounts. Taxes that the account does not allow are
 * no such doubt: the account has decided that.
 */
function closedOptions({ target, line }: Question, places: readonly (number | undefined)[]): readonly Option[] {
  const { lists } = line.memory.labels;
  const [found] = target === "tax" ? [] : line.rowsOf("supplier", {});
  if (found === undefined) return [];
  const closed = new Map<number, number>();
  found.row[target].forEach((label, k) => {
    if (places[label] === undefined) closed.set(label, (closed.get(label) ?? 0) + (found.row.weight[k] ?? 0));
  });
  if (closed.size === 0) return [];
  return [...closed]
    .filter(([, weight]) => weight > 0)
    .sort(([, a], [, b]) => b - a)
    .slice(0, CLOSED_CAP)
    .map(([label]) => ({ value: lists[target][label] ?? "", words: [], closed: true }));
}
