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

/** The candidates worth scoring: what the supplier, the words or the paying account have seen, the most used, and names that match. */
export function shortlist(question: Question): readonly Option[] {
  const { options, target, given, line } = question;
  if (options.length <= CAP) return options;
  const places = placesOf(options, line.memory.labels.positions[target]);
  const scores = new Float64Array(options.length);
  const draw = (name: ContextName, worth: number, filter: Positions = {}): void => {
    for (const { row } of line.rowsOf(name, given)) {
      const column = row[target];
      let total = 0;
      for (let k = 0; k < column.length; k++) if (agrees(row, k, filter)) total += row.weight[k] ?? 0;
      if (total <= 0) continue;
      for (let k = 0; k < column.length; k++) {
        const place = places[column[k] ?? 0];
        if (place !== undefined && agrees(row, k, filter)) scores[place] = (scores[place] ?? 0) + (worth * (row.weight[k] ?? 0)) / total;
      }
    }
  };
  // Twice what the supplier has, where no field is decided yet.
  draw("supplier", 8, givenPositions(question) ?? {});
  for (const [name, worth] of draws) draw(name, worth);
  draw(target === "account" ? "accounts" : target === "project" ? "projects" : "taxes", 2);
  if (target !== "tax") draw(target === "account" ? "new-accounts" : "new-projects", 2);
  if (given.project !== undefined && target === "account") draw("in-project", 4);
  if (given.account !== undefined && target !== "account") draw("in-account", 4);
  const [match] = nameMatch(line.prepared, options);
  scores.forEach((score, i) => (scores[i] = score + 0.5 * (match[i] ?? 0)));
  // Nothing speaks for those at zero: they fill up in their own order, as all that are level do.
  const order = [...options.keys()].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b).slice(0, CAP);
  return order.flatMap((i) => options[i] ?? []);
}

/** So many of them are looked at, the supplier's most frequent. */
const CLOSED_CAP = 8;

/**
 * What the supplier's lines were coded to that is no candidate any more: closed projects, archived accounts. Taxes that the account does not allow are
 * no such doubt: the account has decided that.
 */
export function closedOptions({ target, options, line }: Question): readonly Option[] {
  const { lists, positions } = line.memory.labels;
  const [found] = target === "tax" ? [] : line.rowsOf("supplier", {});
  if (found === undefined) return [];
  const open = placesOf(options, positions[target]);
  const closed = new Map<number, number>();
  found.row[target].forEach((label, k) => {
    if (open[label] === undefined) closed.set(label, (closed.get(label) ?? 0) + (found.row.weight[k] ?? 0));
  });
  return [...closed]
    .filter(([, weight]) => weight > 0)
    .sort(([, a], [, b]) => b - a)
    .slice(0, CLOSED_CAP)
    .map(([label]) => ({ value: lists[target][label] ?? "", words: [], closed: true }));
}
