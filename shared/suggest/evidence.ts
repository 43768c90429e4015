import { channels, givenChannels, neighbourMembers, widthOf } from "./channels.ts";
import type { Channel } from "./channels.ts";
import type { ContextName } from "./contexts.ts";
import type { FoldedRow } from "./foldedRow.ts";
import { member } from "./mixture.ts";
import type { Member } from "./mixture.ts";
import { nameMatch } from "./nameMatch.ts";
import { neighbourFeatureNames, neighbourFeatures } from "./neighbourFeatures.ts";
import type { Prepared } from "./prepare.ts";
import { questionRows } from "./questionRows.ts";
import type { QuestionRows } from "./questionRows.ts";
import { FeatureSheet } from "./featureSheet.ts";
import { closedOptions, shortlist } from "./shortlist.ts";
import type { Coding, Memory, Target } from "./types.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** A value that may be suggested. */
export interface Option {
  readonly value: string;
  /** Words of its name. */
  readonly words: readonly string[];
  /** Not to be suggested, a closed project say; but what speaks for it is doubt about the others. */
  readonly closed?: true;
}

export interface Question {
  readonly target: Target;
  readonly given: Partial<Coding>;
  readonly prepared: Prepared;
  readonly memory: Memory;
  readonly options: readonly Option[];
}

/** What speaks for each candidate: `featureCount` numbers per candidate, row by row, and the voices of the mixture. */
export interface Evidence {
  readonly options: readonly Option[];
  readonly matrix: Float64Array;
  readonly members: readonly Member[];
  /** Lines of this supplier seen so far. */
  readonly seen: number;
  /** Share of the supplier's lines, per candidate; 0 where the supplier is new. */
  readonly supplierShare: Float64Array;
}

/** One or more rows seen from the candidates. */
interface Tally {
  readonly weight: Float64Array;
  readonly lines: Float64Array;
  readonly total: number;
  readonly totalLines: number;
  /** Of the first of its rows. */
  readonly agreement: number;
}

const NEUTRAL = 0.5;
const LIMIT = 6;
const globalContext = { account: "accounts", project: "projects", tax: "taxes" } as const;
const newContext = { account: "new-accounts", project: "new-projects", tax: null } as const;

export function evidence(question: Question): Evidence {
  const { target, given, prepared, memory } = question;
  const rows = questionRows(question);
  const listed = shortlist(question, rows);
  const options = [...listed, ...closedOptions(question, rows, listed)];
  const size = options.length;
  const index = new Map(options.map((option, i) => [option.value, i]));
  const sum = (folded: readonly FoldedRow[]): Tally => tallied(folded, { index, size, vocabulary: rows.vocabulary, places });
  const places: number[] = [];
  const sheet = new FeatureSheet(size);
  const members: Member[] = [];

  // Shares over everything, and over lines of suppliers new at the time.
  const all = sum(rows.of(globalContext[target]));
  const uniform = 1 / (all.totalLines > 0 ? Math.max(8, size) : Math.max(1, size));
  const parent = smoothed(all, 2, () => uniform);
  const newName = newContext[target];
  const fresh = sum(newName === null ? [] : rows.of(newName));
  const ofSupplier = sum(rows.of("supplier"));
  const supplierParent = smoothed(ofSupplier, 1, (i) => parent[i] ?? uniform);
  sheet.put(parent.map(Math.log));
  sheet.put(against(fresh, 4, parent));
  sheet.put(ofSupplier.lines.map((lines) => (lines > 0 ? 1 : 0)));
  const join = (kind: string, voice: Pick<Tally, "weight" | "total" | "agreement">, many = 1): void => {
    const one = member(kind, { ...voice, many, supplier: ofSupplier });
    if (one !== null) members.push(one);
  };
  join("all", all);
  join("new", fresh);

  const run = (list: readonly Channel[], prefix: string, of: (name: ContextName) => readonly FoldedRow[], parents: Record<Channel["parent"], Float64Array>): void => {
    for (const { context, parent: from, smoothing, join: how } of list) {
      const folded = rows.keeps(context) ? of(context) : [];
      const each = how === "one" ? (folded.length === 0 ? [] : [sum(folded)]) : folded.map((row) => sum([row]));
      for (const tally of each) join(prefix + context, tally, each.length);
      const logs = each.map((tally) => against(tally, smoothing, parents[from]));
      if (how === "one") sheet.put(logs[0] ?? null);
      else for (const join of [most, mean]) sheet.put(logs.length === 0 ? null : join(logs, size));
    }
  };
  // Fields already decided: how the candidate shares with them over all suppliers, and each context among the lines that share them.
  const decided = given.project !== undefined && target === "account" ? "in-project" : given.account !== undefined && target !== "account" ? "in-account" : null;
  const within = sum(decided === null ? [] : rows.of(decided));
  sheet.put(decided === null ? null : against(within, 1, parent));
  if (decided !== null) join("in-given", within);
  run(channels, "", rows.of, { all: parent, supplier: supplierParent });
  if (decided === null) sheet.skip(widthOf(givenChannels));
  else {
    const base = smoothed(within, 1, (i) => parent[i] ?? uniform);
    run(givenChannels, "given:", rows.within, { all: base, supplier: base });
  }

  neighbourFeatures(target, given, prepared, memory.neighbours, index).forEach((share, k) => {
    sheet.put(share);
    const kind = neighbourMembers.find((one) => one === neighbourFeatureNames[k]);
    if (kind !== undefined) join(kind, { weight: share, total: share.some((part) => part > 0) ? 1 : 0, agreement: ofSupplier.agreement });
  });
  for (const values of nameMatch(prepared, options)) sheet.put(values);
  sheet.put(allWords(rows, sum, parent));
  const shares = ofSupplier.weight.map((weight) => (ofSupplier.total > 0 ? weight / ofSupplier.total : 0));
  const purity = shares.reduce((squares, share) => squares + share ** 2, 0);
  for (const value of [purity, Math.log1p(ofSupplier.totalLines) / 3, prepared.textWords.length > 0 ? 1 : 0]) sheet.put(new Float64Array(size).fill(value));
  return { options, matrix: sheet.matrix, members, seen: ofSupplier.totalLines, supplierShare: shares };
}

interface Candidates {
  readonly index: ReadonlyMap<string, number>;
  readonly size: number;
  readonly vocabulary: Vocabulary;
  /** Which candidate a number of the vocabulary is, or -1; filled as far as was asked. */
  readonly places: number[];
}

function tallied(folded: readonly FoldedRow[], { index, size, vocabulary, places }: Candidates): Tally {
  const { values } = vocabulary;
  while (places.length < values.length) places.push(index.get(values[places.length] ?? "") ?? -1);
  const weight = new Float64Array(size);
  const lines = new Float64Array(size);
  let total = 0;
  let totalLines = 0;
  for (const row of folded) {
    total += row.totalWeight;
    totalLines += row.totalLines;
    for (let k = 0; k < row.values.length; k++) {
      const i = places[row.values[k] ?? 0] ?? -1;
      if (i < 0) continue;
      weight[i] = (weight[i] ?? 0) + (row.weight[k] ?? 0);
      lines[i] = (lines[i] ?? 0) + (row.lines[k] ?? 0);
    }
  }
  return { weight, lines, total, totalLines, agreement: folded[0]?.agreement ?? NEUTRAL };
}

function smoothed({ weight, total }: Tally, pseudo: number, prior: (i: number) => number): Float64Array {
  return weight.map((one, i) => (one + pseudo * prior(i)) / (total + pseudo));
}

/** log(share in this context / share in its parent), Dirichlet-smoothed on the parent: 0 where the context is empty. */
function against({ weight, total }: Tally, pseudo: number, parent: Float64Array): Float64Array {
  const logs = new Float64Array(weight.length);
  // What a candidate without lines here has, whatever its parent.
  const none = Math.max(-LIMIT, Math.log(pseudo / (total + pseudo)));
  for (let i = 0; i < logs.length; i++) {
    const one = weight[i] ?? 0;
    if (one === 0) {
      logs[i] = none;
      continue;
    }
    const p = parent[i] ?? 1e-6;
    logs[i] = Math.max(-LIMIT, Math.min(LIMIT, Math.log((one + pseudo * p) / ((total + pseudo) * p))));
  }
  return logs;
}

function most(logs: readonly Float64Array[], size: number): Float64Array {
  const joined = new Float64Array(size).fill(-LIMIT);
  for (const log of logs) for (let i = 0; i < size; i++) joined[i] = Math.max(joined[i] ?? 0, log[i] ?? 0);
  return joined;
}

function mean(logs: readonly Float64Array[], size: number): Float64Array {
  const joined = new Float64Array(size);
  for (const log of logs) for (let i = 0; i < size; i++) joined[i] = (joined[i] ?? 0) + (log[i] ?? 0) / logs.length;
  return joined;
}

/** What all words say together, as naive Bayes would add it up, scaled to the other features. */
function allWords(rows: QuestionRows, sum: (folded: readonly FoldedRow[]) => Tally, parent: Float64Array): Float64Array {
  const together = new Float64Array(parent.length);
  for (const row of [...rows.of("supplier-word"), ...rows.of("text-word")]) {
    const log = against(sum([row]), 1, parent);
    for (let i = 0; i < log.length; i++) together[i] = (together[i] ?? 0) + (log[i] ?? 0) / 4;
  }
  return together;
}
