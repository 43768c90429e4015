import type { ContextName } from "./contexts.ts";
import { neighbourFeatureNames } from "./neighbourFeatures.ts";

/** How one context enters: against which parent its shares are smoothed, with how many pseudo-lines, and how several keys join. */
export interface Channel {
  readonly context: ContextName;
  readonly parent: "all" | "supplier";
  readonly smoothing: number;
  readonly join: "one" | "spread";
}

const general = { parent: "all", smoothing: 1, join: "one" } as const;
const words = { parent: "all", smoothing: 0.5, join: "spread" } as const;
const own = { parent: "supplier", smoothing: 0.5, join: "one" } as const;

export const channels: readonly Channel[] = [
  { context: "paid-from", ...general },
  { context: "projects-now", ...general },
  { context: "projects-lately", ...general },
  { context: "paid-from-now", ...general, smoothing: 0.3 },
  { context: "paid-from-lately", ...general },
  { context: "paid-from-word", ...words },
  { context: "paid-from-bucket", ...general },
  { context: "bucket", ...general, smoothing: 4 },
  { context: "roundness", ...general, smoothing: 4 },
  { context: "amount", ...general },
  { context: "series", ...general, smoothing: 4 },
  { context: "template", ...general },
  { context: "supplier-word", ...words },
  { context: "text-word", ...words },
  { context: "supplier", ...general },
  { context: "supplier-lately", ...own },
  { context: "supplier-template", ...own },
  { context: "supplier-bucket", ...own },
  { context: "supplier-paid-from", ...own },
  { context: "supplier-series", ...own },
  { context: "supplier-text-word", ...own, join: "spread" },
];
/** Contexts that are counted again among the lines that share the fields already decided. */
export const givenChannels: readonly Channel[] = [
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
  list.flatMap(({ context, join }) => (join === "one" ? [`${prefix}${context}`] : [`${prefix}${context}:most`, `${prefix}${context}:mean`]));

/** How many columns these channels fill. */
export const widthOf = (list: readonly Channel[]): number => channelNames(list, "").length;

/** Names of the features, in the order of the matrix. Weights are stored in this order. */
export const featureNames: readonly string[] = [
  "share", "new-share", "known-to-supplier", "in-given", ...channelNames(channels, ""), ...channelNames(givenChannels, "given:"),
  ...neighbourFeatureNames, "name-match", "name-match-any", "all-words",
  // The same for every candidate: they only tell the non-linear part how far to trust the others.
  "supplier-purity", "supplier-lines", "has-text",
];
export const featureCount = featureNames.length;

/** Those of the supplier's newest lines that have a say of their own in the mixture; the others say nearly the same. */
export const neighbourMembers = ["last-8", "same-amount", "near-both", "nearest"] as const satisfies readonly (typeof neighbourFeatureNames)[number][];

/** Kinds of members of the mixture (mixture.ts), in the order of its weights. */
export const memberKinds: readonly string[] = [
  "all", "new", "in-given", ...channels.map(({ context }) => context), ...givenChannels.map(({ context }) => `given:${context}`), ...neighbourMembers,
];
