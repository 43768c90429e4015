import { besideFactor } from "./besideFactor.ts";
import { channels, givenChannels, neighbourMembers, widthOf } from "./channels.ts";
import type { Channel } from "./channels.ts";
import type { ContextName } from "./contexts.ts";
import { FeatureSheet } from "./featureSheet.ts";
import { emptyFold } from "./foldedRow.ts";
import type { FoldedRow } from "./foldedRow.ts";
import type { LineMemory } from "./lineMemory.ts";
import { against, smoothed } from "./logRatio.ts";
import { member } from "./mixture.ts";
import type { Member, Voice } from "./mixture.ts";
import { nameMatch } from "./nameMatch.ts";
import { neighbourFeatureNames, neighbourFeatures } from "./neighbourFeatures.ts";
import { questionRows } from "./questionRows.ts";
import { candidatesOf } from "./shortlist.ts";
import type { Coding, Target } from "./types.ts";

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
  readonly line: LineMemory;
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
  /** What the lines beside make of each candidate, as a factor (besideFactor.ts); null where they say nothing. */
  readonly beside: Float64Array | null;
}

const globalContext = { account: "accounts", project: "projects", tax: "taxes" } as const;
const newContext = { account: "new-accounts", project: "new-projects", tax: null } as const;
const givenWidth = widthOf(givenChannels);
const givenKinds: ReadonlyMap<ContextName, string> = new Map(givenChannels.map(({ context }) => [context, `given:${context}`]));

export function evidence(question: Question): Evidence {
  const { target, given, line: { prepared } } = question;
  const options = candidatesOf(question);
  const size = options.length;
  const rows = questionRows(question, options);
  const first = (name: ContextName | null): FoldedRow => (name === null ? emptyFold : (rows.of(name)[0] ?? emptyFold));
  const sheet = new FeatureSheet(size);
  const members: Member[] = [];
  // Each is written anew for every column.
  const [logs, most, mean] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];

  // Shares over everything, and over lines of suppliers new at the time.
  const all = first(globalContext[target]);
  const uniform = new Float64Array(size).fill(1 / (all.totalLines > 0 ? Math.max(8, size) : Math.max(1, size)));
  const parent = smoothed(all, 2, uniform);
  const fresh = first(newContext[target]);
  const ofSupplier = first("supplier");
  const supplierParent = smoothed(ofSupplier, 1, parent);
  sheet.put(parent.map(Math.log));
  sheet.put(against(fresh, 4, parent, logs));
  sheet.put(dense(ofSupplier.at, ofSupplier.at.map(() => 1), logs));
  const join = (kind: string, voice: Voice, many = 1): void => {
    const one = member(kind, voice, many, ofSupplier);
    if (one !== null) members.push(one);
  };
  join("all", all);
  join("new", fresh);

  /** The largest log of several rows, and their mean. */
  const putSpread = (each: readonly FoldedRow[], smoothing: number, from: Float64Array): void => {
    most.fill(-Infinity);
    mean.fill(0);
    for (const row of each) {
      against(row, smoothing, from, logs);
      for (let i = 0; i < size; i++) {
        most[i] = Math.max(most[i] ?? 0, logs[i] ?? 0);
        mean[i] = (mean[i] ?? 0) + (logs[i] ?? 0) / each.length;
      }
    }
    sheet.put(most);
    sheet.put(mean);
  };
  const run = (list: readonly Channel[], of: (name: ContextName) => readonly FoldedRow[], parents: Record<Channel["parent"], Float64Array>, kinds?: ReadonlyMap<ContextName, string>): void => {
    for (const channel of list) {
      const { context, parent: from, smoothing } = channel;
      const each = of(context);
      const [row] = each;
      for (const one of each) join(kinds?.get(context) ?? context, one, each.length);
      if (row === undefined) sheet.skip(channel.join === "one" ? 1 : 2);
      else if (channel.join === "one") sheet.put(against(row, smoothing, parents[from], logs));
      else putSpread(each, smoothing, parents[from]);
    }
  };
  // Fields already decided: how the candidate shares with them over all suppliers, and each context among the lines that share them.
  const decided = given.project !== undefined && target === "account" ? "in-project" : given.account !== undefined && target !== "account" ? "in-account" : null;
  const within = first(decided);
  if (decided === null) sheet.skip(1);
  else {
    sheet.put(against(within, 1, parent, logs));
    join("in-given", within);
  }
  run(channels, rows.of, { all: parent, supplier: supplierParent });
  if (decided === null) sheet.skip(givenWidth);
  else {
    const base = smoothed(within, 1, parent);
    run(givenChannels, rows.within, { all: base, supplier: base }, givenKinds);
  }

  const votes = neighbourFeatures(question, size, rows.placeOf);
  neighbourFeatureNames.forEach((name, k) => {
    sheet.put(votes, k * size);
    const kind = neighbourMembers.find((one) => one === name);
    if (kind === undefined) return;
    const { at, share } = sparse(votes, k * size, size);
    join(kind, { at, share, total: at.length > 0 ? 1 : 0, agreement: ofSupplier.agreement });
  });
  for (const values of nameMatch(question.line.stems, options)) sheet.put(values);
  sheet.put(allWords([...rows.of("supplier-word"), ...rows.of("text-word")], parent, logs));
  const supplierShare = dense(ofSupplier.at, ofSupplier.share, new Float64Array(size));
  const purity = supplierShare.reduce((squares, share) => squares + share ** 2, 0);
  for (const value of [purity, Math.log1p(ofSupplier.totalLines) / 3, prepared.textWords.length > 0 ? 1 : 0]) sheet.fill(value);
  return { options, matrix: sheet.matrix, members, seen: ofSupplier.totalLines, supplierShare, beside: besideFactor(target, question.line, options, parent) };
}

/** Written out over all candidates. */
function dense(at: readonly number[], values: readonly number[], into: Float64Array): Float64Array {
  into.fill(0);
  for (let k = 0; k < at.length; k++) into[at[k] ?? 0] = values[k] ?? 0;
  return into;
}

/** Those of a block of `size` numbers that are not zero. */
function sparse(values: Float64Array, from: number, size: number): { at: number[]; share: number[] } {
  const at: number[] = [];
  const share: number[] = [];
  for (let i = 0; i < size; i++) {
    const value = values[from + i] ?? 0;
    if (value === 0) continue;
    at.push(i);
    share.push(value);
  }
  return { at, share };
}

/** What all words say together, as naive Bayes would add it up, scaled to the other features. */
function allWords(words: readonly FoldedRow[], parent: Float64Array, logs: Float64Array): Float64Array {
  const together = new Float64Array(parent.length);
  for (const word of words) {
    against(word, 1, parent, logs);
    for (let i = 0; i < together.length; i++) together[i] = (together[i] ?? 0) + (logs[i] ?? 0) / 4;
  }
  return together;
}
