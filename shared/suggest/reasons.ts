import { contextKey } from "./contexts.ts";
import type { ContextName } from "./contexts.ts";
import type { Labels } from "./labels.ts";
import { contextOf } from "./lineMemory.ts";
import type { LineMemory } from "./lineMemory.ts";
import { supplierTrack, supplierTrackKey } from "./track.ts";
import type { Coding, ContextKey, CountRow, Reason, Target } from "./types.ts";

export interface Reasoned {
  readonly target: Target;
  readonly value: string;
  readonly given: Partial<Coding>;
  readonly line: LineMemory;
}

/** How each context speaks to a person. The order is the order of preference between equally strong ones. */
const sentences: readonly (readonly [ContextName, (count: string, part: string) => string])[] = [
  ["supplier-template", (count) => `${count} from this supplier with this wording`],
  ["supplier", (count) => `${count} from this supplier`],
  ["supplier-paid-from", (count) => `${count} from this supplier paid from the same account`],
  ["supplier-bucket", (count) => `${count} from this supplier of about this amount`],
  ["supplier-text-word", (count, part) => `${count} from this supplier with “${part}”`],
  ["template", (count) => `${count} with this wording, from any supplier`],
  ["text-word", (count, part) => `${count} with “${part}” in the text`],
  ["supplier-word", (count, part) => `${count} from suppliers with “${part}” in the name`],
  ["in-project", (count) => `${count} on this project`],
  ["in-account", (count) => `${count} on this account`],
  ["paid-from-bucket", (count) => `${count} of about this amount paid from the same account`],
  ["amount", (count) => `${count} over exactly this amount`],
];
const fallback: Readonly<Record<Target, ContextName>> = { account: "accounts", tax: "taxes", project: "projects" };
/** A share of 3 of 3 tells more than 1 of 1 and less than 20 of 21. */
const strength = (count: number, of: number): number => (count / (of + 1.5)) * Math.log1p(count);

/** A reason before it is put into words: dozens are weighed, three are said. */
interface Weighed {
  readonly count: number;
  readonly of: number;
  readonly key?: ContextKey;
  readonly strength: number;
  readonly say: () => string;
}

/** The two or three strongest reasons, each with counts that stand in the stored rows. */
export function reasons(about: Reasoned): Reason[] {
  const { target, value, given, line } = about;
  const { prepared, memory: { rows, neighbours, labels } } = line;
  const position = labels.positions[target].get(value);
  const found: Weighed[] = [];
  sentences.forEach(([name, say], rank) => {
    // What is being asked cannot be its own reason.
    if (contextOf(name).value === target) return;
    let best: Weighed | null = null;
    for (const { part, key, row } of line.rowsOf(name, given)) {
      const { count, of } = countsOf(row, target, position);
      const strong = strength(count, of) - rank * 0.02;
      if (count === 0 || (best !== null && strong <= best.strength)) continue;
      best = { count, of, key, strength: strong, say: () => say(`${count} of ${of} earlier ${of === 1 ? "line" : "lines"}`, part.slice(part.lastIndexOf("|") + 1)) };
    }
    if (best !== null) found.push(best);
  });
  const [beside] = besideReasons(about, position).sort((a, b) => b.strength - a.strength);
  if (beside !== undefined) found.push(beside);
  const values = line.valuesOf(target);
  const same = [...neighbours.keys()].filter((n) => neighbours[n]?.amountMinor === prepared.line.amountMinor);
  const agreeing = same.filter((n) => values[n] === value).length;
  if (agreeing > 0) {
    const say = (): string => `${agreeing} of the last ${same.length} ${same.length === 1 ? "line" : "lines"} from this supplier over exactly this amount`;
    found.push({ count: agreeing, of: same.length, strength: strength(agreeing, same.length) + 0.01, say });
  }
  const chosen = found.sort((a, b) => b.strength - a.strength).slice(0, 3).map(({ say, count, of, key }): Reason => ({ text: say(), count, of, ...(key !== undefined && { key }) }));
  const ofSupplier = rows.get(supplierTrackKey(prepared));
  const track = supplierTrack(ofSupplier, target, labels);
  if (chosen.length < 2 && track.right + track.wrong >= 1) {
    const verdicts = countVerdicts(ofSupplier, target, labels);
    if (verdicts.count > 0) chosen.push({ text: `${verdicts.count} of ${verdicts.of} suggestions for this supplier were right`, ...verdicts });
  }
  if (chosen.length === 0) {
    const key = contextKey(fallback[target], "");
    const { count, of } = countsOf(rows.get(key), target, position);
    if (count > 0) chosen.push({ text: `${count} of ${of} earlier lines in these books`, count, of, key });
  }
  return chosen;
}

/** A line beside has a small say (besideFactor.ts), so its reason stands behind those of the line itself. */
const BESIDE = 0.3;

/** What is known of the suppliers of lines entered beside this one, and which of those lines are coded alike already. */
function besideReasons({ target, value, line: { prepared: { beside }, memory: { rows } } }: Reasoned, position: number | undefined): Weighed[] {
  if (target !== "project") return [];
  const weighed = (count: number, of: number, say: () => string, key?: ContextKey): Weighed[] =>
    (count === 0 ? [] : [{ count, of, strength: BESIDE * strength(count, of), say, ...(key !== undefined && { key }) }]);
  const confirmed = beside.filter(({ project }) => project !== undefined);
  const alike = confirmed.filter(({ project }) => project === value).length;
  return [
    ...beside.filter(({ project }) => project === undefined).flatMap(({ key }) => {
      const { count, of } = countsOf(rows.get(key), target, position);
      return weighed(count, of, () => `${count} of ${of} earlier ${of === 1 ? "line" : "lines"} from the supplier of a document entered beside this one`, key);
    }),
    ...weighed(alike, confirmed.length, () => `${alike} of ${confirmed.length} confirmed ${confirmed.length === 1 ? "line" : "lines"} with a document number beside this one`),
  ];
}

function countsOf(row: CountRow | undefined, target: Target, position: number | undefined): { count: number; of: number } {
  let count = 0;
  let of = 0;
  const column = row?.[target] ?? [];
  for (let k = 0; k < column.length; k++) {
    const lines = row?.lines[k] ?? 0;
    of += lines;
    if (column[k] === position) count += lines;
  }
  return { count, of };
}

function countVerdicts(row: CountRow | undefined, target: Target, { positions }: Labels): { count: number; of: number } {
  const { count, of } = countsOf(row, target, positions[target].get("r"));
  return { count, of: of - countsOf(row, target, positions[target].get("")).count };
}
