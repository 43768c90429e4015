import type { SplitWay, SplitWaysView } from "../../../shared/api/splitShapes.ts";
import { lineTaxMinor } from "../../../shared/documentAmounts.ts";
import { divideLine } from "../../../shared/suggest/divideLine.ts";
import { shareOut } from "../../../shared/suggest/shareOut.ts";

/** What a part has where its way says nothing: the line's own, or what is suggested for it. */
export interface Usual {
  accountCode: string | null;
  taxType: string | null;
}

export type SplitLine = SplitWaysView["lines"][number];
type Candidate = SplitWay["candidates"][number];

/** One part while a person makes it. */
export interface Part {
  /** Tells parts apart while they are edited. */
  key: number;
  accountCode: string | null;
  taxType: string | null;
  projectId: string | null;
  amountMinor: number;
  /** Hundredths of a percent, where a person said the share instead of the amount. */
  shareE2: number | null;
  /** What is typed for it is no number: it still counts as what it was, but nothing is written. */
  isUnread: boolean;
}

/** What all parts are made of and judged by. */
export interface Line extends Usual {
  line: SplitLine;
  lineAmountTypes: SplitWaysView["lineAmountTypes"];
  rateE4Of: (taxType: string) => number;
}

const WHOLE_E2 = 10_000;

/** The line over these candidates of a way, to the cent. */
export function dividedBy({ line, lineAmountTypes, rateE4Of, accountCode, taxType }: Line, candidates: readonly Candidate[]): Part[] {
  const codings = candidates.map((one) => ({ accountCode: one.accountCode ?? accountCode, taxType: one.taxType ?? taxType, projectId: one.projectId }));
  const amounts = divideLine({ ...line, lineAmountTypes }, candidates.map(({ weight }, i) => ({ weight, taxType: codings[i]?.taxType ?? "" })), rateE4Of);
  return codings.map((coding, key) => ({ key, ...coding, amountMinor: amounts[key] ?? 0, shareE2: null, isUnread: false }));
}

/** Two parts to begin with: the line as it is, and one to be filled. */
export function byHand({ line, accountCode, taxType }: Line): Part[] {
  return [line.projectId, null].map((projectId, key) => ({ key, accountCode, taxType, projectId, amountMinor: key === 0 ? line.amountMinor : 0, shareE2: null, isUnread: false }));
}

export function withAmount(parts: readonly Part[], key: number, amountMinor: number): Part[] {
  return parts.map((part) => (part.key === key ? { ...part, amountMinor, shareE2: null, isUnread: false } : part));
}

export function withUnread(parts: readonly Part[], key: number): Part[] {
  return parts.map((part) => (part.key === key ? { ...part, isUnread: true } : part));
}

/** A share of the line. Once the shares of all parts make the whole, the cents that rounding leaves go by the largest remainder. */
export function withShare(parts: readonly Part[], key: number, shareE2: number, totalMinor: number): Part[] {
  const said = parts.map((part) => (part.key === key ? { ...part, shareE2, isUnread: false, amountMinor: Math.round((totalMinor * shareE2) / WHOLE_E2) } : part));
  const shares = said.map((part) => part.shareE2);
  if (shares.includes(null) || shares.reduce((sum: number, share) => sum + (share ?? 0), 0) !== WHOLE_E2) return said;
  const amounts = shareOut(totalMinor, shares.map((share) => share ?? 0));
  return said.map((part, i) => ({ ...part, amountMinor: amounts[i] ?? 0 }));
}

/** What no part has yet; below zero when they have more than there is. */
export function leftMinor(line: SplitLine, parts: readonly Part[]): number {
  return line.amountMinor - parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

/** Tax of the parts, each rounded on its own as Xero does. */
export function taxOfParts({ lineAmountTypes, rateE4Of }: Line, parts: readonly Part[]): number {
  return parts.reduce((sum, { amountMinor, taxType }) => sum + (taxType === null ? 0 : lineTaxMinor(amountMinor, rateE4Of(taxType), lineAmountTypes)), 0);
}

/** Why it cannot be written as it stands; null where it can. */
export function whyNotYet(line: SplitLine, parts: readonly Part[]): string | null {
  if (parts.some(({ isUnread }) => isUnread)) return "An amount or a share is not a number: write it like 12.50.";
  if (parts.length < 2) return "A split has at least two parts.";
  if (parts.some(({ accountCode }) => accountCode === null)) return "Every part needs an account.";
  if (parts.some(({ amountMinor }) => amountMinor === 0)) return "A part of nothing is none: give it an amount or take it out.";
  return leftMinor(line, parts) === 0 ? null : "The parts do not add up to the line yet.";
}

/** The parts of SplitInput; only of what whyNotYet lets pass. */
export function partsInput(parts: readonly Part[]) {
  return parts.map(({ accountCode, taxType, projectId, amountMinor }) => ({ accountCode: accountCode ?? "", taxType, projectId, amountMinor }));
}
