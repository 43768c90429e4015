import { scaledShares } from "./scaledShares.ts";

/**
 * Net amounts of lines × applied ÷ total, so that the parts tie: they add up to the rounded whole, and once everything is applied each
 * line has collected exactly its net. Lines may be of either sign (a discount line among them).
 */
export function collectedByLine(netMinor: readonly number[], appliedMinor: number, totalMinor: number): number[] {
  if (totalMinor === 0 || appliedMinor === 0) return netMinor.map(() => 0);
  if (appliedMinor >= totalMinor && totalMinor > 0) return [...netMinor];
  const sign = totalMinor < 0 ? -1n : 1n;
  return scaledShares(netMinor, sign * BigInt(appliedMinor), sign * BigInt(totalMinor));
}
