import type { Coding, Target } from "./types.ts";

/** Names that codings are made of, per organisation and field: each stands for its position in a list that only grows. */
export interface Labels {
  readonly lists: Record<Target, string[]>;
  readonly positions: Record<Target, Map<string, number>>;
}

export const NO_LABELS: Labels["lists"] = { account: [""], tax: [""], project: [""] };

/** A coding is one integer: project · account · tax. The sizes keep it under four bytes for 500 projects, and under 2^53 always. */
const SIZES: Readonly<Record<Target, number>> = { tax: 2 ** 9, account: 2 ** 13, project: 2 ** 30 };

export function openLabels(lists: Labels["lists"]): Labels {
  const opened = (list: readonly string[]): [string[], Map<string, number>] => [[...list], new Map(list.map((label, i) => [label, i]))];
  const [account, accounts] = opened(lists.account);
  const [tax, taxes] = opened(lists.tax);
  const [project, projects] = opened(lists.project);
  return { lists: { account, tax, project }, positions: { account: accounts, tax: taxes, project: projects } };
}

export function labelCount({ lists }: Labels): number {
  return lists.account.length + lists.tax.length + lists.project.length;
}

/** The position of a label, given to it now where it is new. A list that is full (Xero allows far less) has no place for another. */
export function positionOf({ lists, positions }: Labels, target: Target, label: string): number {
  const known = positions[target].get(label);
  if (known !== undefined) return known;
  if (lists[target].length >= SIZES[target]) throw new RangeError(`more than ${SIZES[target]} different values of ${target}`);
  const next = lists[target].push(label) - 1;
  positions[target].set(label, next);
  return next;
}

export function numberOf(labels: Labels, { account, tax, project }: Coding): number {
  return (positionOf(labels, "project", project) * SIZES.account + positionOf(labels, "account", account)) * SIZES.tax + positionOf(labels, "tax", tax);
}

/** Positions of the three labels of a coding. They fit into 32 bits, and `| 0` says so to the engine: thousands are read at a time. */
export function codingPositions(coding: number): Record<Target, number> {
  const project = Math.floor(coding / (SIZES.account * SIZES.tax)) | 0;
  const rest = (coding - project * (SIZES.account * SIZES.tax)) | 0;
  const account = (rest / SIZES.tax) | 0;
  return { account, tax: rest - account * SIZES.tax, project };
}

export function codingOf({ lists }: Labels, coding: number): Coding {
  const { account, tax, project } = codingPositions(coding);
  return { account: lists.account[account] ?? "", tax: lists.tax[tax] ?? "", project: lists.project[project] ?? "" };
}
