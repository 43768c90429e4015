import { contextKey, contexts } from "./contexts.ts";
import type { Context, ContextName } from "./contexts.ts";
import { neighbourFeatureNames, neighbourFeatures } from "./neighbourFeatures.ts";
import type { Prepared } from "./prepare.ts";
import { emptyTally, tally } from "./tally.ts";
import type { Tally } from "./tally.ts";
import type { Coding, CountRow, Memory, Target } from "./types.ts";
import { nameMatch } from "./nameMatch.ts";

/** A value that may be suggested. */
export interface Option {
  readonly value: string;
  /** Words of its name. */
  readonly words: readonly string[];
}

export interface Question {
  readonly target: Target;
  readonly given: Partial<Coding>;
  readonly prepared: Prepared;
  readonly memory: Memory;
  readonly options: readonly Option[];
}

/** What speaks for each candidate: `features.length` numbers per candidate, row by row. */
export interface Evidence {
  readonly options: readonly Option[];
  readonly matrix: Float64Array;
  /** Lines of this supplier seen so far. */
  readonly seen: number;
  /** Share of the supplier's lines, per candidate; 0 where the supplier is new. */
  readonly supplierShare: Float64Array;
}

/** How one context enters: against which parent its shares are smoothed, with how many pseudo-lines, and how several keys join. */
interface Channel {
  readonly context: ContextName;
  readonly parent: "all" | "supplier";
  readonly smoothing: number;
  readonly join: "one" | "spread";
}

const general = { parent: "all", smoothing: 1, join: "one" } as const;
const words = { parent: "all", smoothing: 0.5, join: "spread" } as const;
const own = { parent: "supplier", smoothing: 0.5, join: "one" } as const;

const channels: readonly Channel[] = [
  { context: "paid-from", ...general },
  { context: "paid-from-bucket", ...general },
  { context: "bucket", ...general, smoothing: 4 },
  { context: "amount", ...general },
  { context: "series", ...general, smoothing: 4 },
  { context: "template", ...general },
  { context: "supplier-word", ...words },
  { context: "text-word", ...words },
  { context: "supplier", ...general },
  { context: "supplier-template", ...own },
  { context: "supplier-bucket", ...own },
  { context: "supplier-paid-from", ...own },
  { context: "supplier-series", ...own },
  { context: "supplier-text-word", ...own, join: "spread" },
];
/** Contexts that are counted again among the lines that share the given fields. */
const givenChannels: readonly Channel[] = [
  { context: "paid-from", ...general },
  { context: "amount", ...general },
  { context: "template", ...general },
  { context: "supplier-word", ...words },
  { context: "text-word", ...words },
  { context: "supplier", ...general },
  { context: "supplier-template", ...general },
  { context: "supplier-bucket", ...general },
  { context: "supplier-text-word", ...words },
];

const channelNames = (list: readonly Channel[], prefix: string): string[] =>
  list.flatMap((channel) => {
    const name = `${prefix}${channel.context}`;
    return channel.join === "one" ? [name] : [`${name}:most`, `${name}:mean`];
  });

/** Names of the features, in the order of the matrix. Weights are stored under these names. */
export const featureNames: readonly string[] = [
  "share", "new-share", "known-to-supplier", "in-given", ...channelNames(channels, ""), ...channelNames(givenChannels, "given:"),
  ...neighbourFeatureNames, "name-match", "name-match-any", "all-words",
  // The same for every candidate: they only tell the non-linear part how far to trust the others.
  "supplier-purity", "supplier-lines", "has-text",
];
export const featureCount = featureNames.length;

const CAP = 32;
const byName = new Map<string, Context>(contexts.map((context) => [context.name, context]));
const LIMIT = 6;
const bounded = (x: number): number => (x > LIMIT ? LIMIT : x < -LIMIT ? -LIMIT : x);

export function evidence(question: Question): Evidence {
  const { target, given, prepared, memory } = question;
  const rowsOf = (name: ContextName, known: Partial<Coding>): CountRow[] => {
    const context = contextOf(name);
    return context.parts(prepared, known).map((part) => memory.rows.get(contextKey(name, part))).filter((row) => row !== undefined);
  };
  const supplierRow = rowsOf("supplier", {})[0];
  const supplierNow = supplierRow === undefined ? 0 : supplierRow.at + 1;
  const options = shortlist(question, rowsOf);
  const size = options.length;
  const index = new Map(options.map((option, i) => [option.value, i]));
  const now = (name: ContextName): number => (contextOf(name).clock === "supplier" ? supplierNow : memory.sequence);
  const read = (name: ContextName, rows: readonly CountRow[], filter: Partial<Coding>): Tally => {
    const into = emptyTally(size);
    const { decay } = contextOf(name);
    for (const row of rows) tally(row, { target, given: filter, index, now: now(name), decay }, into);
    return into;
  };
  const matrix = new Float64Array(size * featureCount);
  let column = 0;
  const put = (values: ArrayLike<number>): void => {
    for (let i = 0; i < size; i++) matrix[i * featureCount + column] = values[i] ?? 0;
    column++;
  };

  // Shares over everything, and over lines of suppliers new at the time.
  const globalName = ({ account: "accounts", project: "projects", tax: "taxes" } as const)[target];
  const all = read(globalName, rowsOf(globalName, {}), {});
  const uniform = 1 / (all.totalLines > 0 ? Math.max(8, size) : Math.max(1, size));
  const parent = smoothed(all.weight, all.totalWeight, 2, () => uniform);
  put(parent.map(Math.log));
  const newName = target === "account" ? "new-accounts" : target === "project" ? "new-projects" : null;
  const fresh = newName === null ? emptyTally(size) : read(newName, rowsOf(newName, {}), {});
  put(against(fresh.weight, fresh.totalWeight, 4, parent));

  const supplierTally = supplierRow === undefined ? emptyTally(size) : read("supplier", [supplierRow], {});
  const supplierParent = smoothed(supplierTally.weight, supplierTally.totalWeight, 1, (i) => parent[i] ?? uniform);
  put(supplierTally.lines.map((lines) => (lines > 0 ? 1 : 0)));

  // Fields already decided: how the candidate shares with them over all suppliers.
  let base = parent;
  if (given.project !== undefined || given.account !== undefined) {
    const name = given.project !== undefined && target === "account" ? "in-project" : "in-account";
    const within = read(name, rowsOf(name, given), {});
    put(against(within.weight, within.totalWeight, 1, parent));
    base = smoothed(within.weight, within.totalWeight, 1, (i) => parent[i] ?? uniform);
  } else column++;

  const run = (list: readonly Channel[], filter: Partial<Coding>, all_: Float64Array, own_: Float64Array): void => {
    for (const channel of list) {
      const rows = rowsOf(channel.context, {});
      const from = channel.parent === "supplier" ? own_ : all_;
      if (channel.join === "one") {
        const t = rows.length === 0 ? null : read(channel.context, rows, filter);
        if (t === null) column++;
        else put(against(t.weight, t.totalWeight, channel.smoothing, from));
        continue;
      }
      if (rows.length === 0) {
        column += 2;
        continue;
      }
      const most = new Float64Array(size).fill(-LIMIT);
      const mean = new Float64Array(size);
      for (const row of rows) {
        const t = read(channel.context, [row], filter);
        const e = against(t.weight, t.totalWeight, channel.smoothing, from);
        for (let i = 0; i < size; i++) {
          most[i] = Math.max(most[i] ?? 0, e[i] ?? 0);
          mean[i] = (mean[i] ?? 0) + (e[i] ?? 0) / rows.length;
        }
      }
      put(most);
      put(mean);
    }
  };
  run(channels, {}, parent, supplierParent);
  const hasGiven = Object.keys(given).length > 0;
  if (hasGiven) run(givenChannels, given, base, base);
  else column += channelNames(givenChannels, "").length;

  for (const values of neighbourFeatures(target, given, prepared, memory.neighbours, index)) put(values);
  for (const values of nameMatch(prepared, options)) put(values);
  // What all words say together, as naive Bayes would add it up, scaled to the other features.
  const together = new Float64Array(size);
  for (const name of ["supplier-word", "text-word"] as const) {
    for (const row of rowsOf(name, {})) {
      const t = read(name, [row], {});
      against(t.weight, t.totalWeight, 1, parent).forEach((value, i) => (together[i] = (together[i] ?? 0) + value / 4));
    }
  }
  put(together);
  const total = supplierTally.totalWeight;
  const purity = total > 0 ? supplierTally.weight.reduce((sum, weight) => sum + (weight / total) ** 2, 0) : 0;
  for (const value of [purity, Math.log1p(supplierTally.totalLines) / 3, prepared.textWords.length > 0 ? 1 : 0]) put(new Float64Array(size).fill(value));
  return { options, matrix, seen: supplierTally.totalLines, supplierShare: supplierTally.weight.map((w) => (total > 0 ? w / total : 0)) };
}

function contextOf(name: ContextName): Context {
  const context = byName.get(name);
  if (context === undefined) throw new Error(`no context named ${name}`);
  return context;
}

function smoothed(counts: Float64Array, total: number, pseudo: number, prior: (i: number) => number): Float64Array {
  return counts.map((count, i) => (count + pseudo * prior(i)) / (total + pseudo));
}

/** log(share in this context / share in its parent), Dirichlet-smoothed on the parent: 0 where the context is empty. */
function against(counts: Float64Array, total: number, pseudo: number, parent: Float64Array): Float64Array {
  return counts.map((count, i) => {
    const p = parent[i] ?? 1e-6;
    return bounded(Math.log((count + pseudo * p) / ((total + pseudo) * p)));
  });
}

/** The candidates worth scoring: what the supplier, the words or the paying account have seen, the most used, and names that match. */
function shortlist(question: Question, rowsOf: (name: ContextName, known: Partial<Coding>) => CountRow[]): readonly Option[] {
  const { options, target, given, prepared } = question;
  if (options.length <= CAP) return options;
  const points = new Map<string, number>();
  const vote = (rows: readonly CountRow[], worth: number, filter: Partial<Coding> = {}): void => {
    for (const row of rows) {
      let total = 0;
      for (const count of row.counts) total += count.weight;
      if (total <= 0) continue;
      for (const count of row.counts) {
        if (filter.account !== undefined && count.account !== filter.account) continue;
        if (filter.project !== undefined && count.project !== filter.project) continue;
        const value = count[target];
        points.set(value, (points.get(value) ?? 0) + (worth * count.weight) / total);
      }
    }
  };
  vote(rowsOf("supplier", {}), 8);
  vote(rowsOf("supplier", {}), 8, given);
  vote(rowsOf("supplier-template", {}), 8);
  vote(rowsOf("supplier-bucket", {}), 2);
  for (const name of ["template", "supplier-word", "text-word", "paid-from", "amount"] as const) vote(rowsOf(name, {}), 2);
  vote(rowsOf(target === "account" ? "accounts" : target === "project" ? "projects" : "taxes", {}), 2);
  if (target !== "tax") vote(rowsOf(target === "account" ? "new-accounts" : "new-projects", {}), 2);
  if (given.project !== undefined && target === "account") vote(rowsOf("in-project", given), 4);
  if (given.account !== undefined && target !== "account") vote(rowsOf("in-account", given), 4);
  const [match] = nameMatch(prepared, options);
  return options
    .map((option, i) => ({ option, i, score: (points.get(option.value) ?? 0) + 0.5 * (match?.[i] ?? 0) }))
    .sort((a, b) => b.score - a.score || a.i - b.i)
    .slice(0, CAP)
    .map(({ option }) => option);
}
