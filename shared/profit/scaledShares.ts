import { divideRounded } from "../money.ts";

/**
 * Each value × numerator ÷ denominator, so that the parts add up to the rounded whole: the units that rounding leaves go to the largest
 * remainders, the earlier first. Values may be of either sign (a discount line among them). @param denominator more than nothing.
 */
export function scaledShares(values: readonly number[], numerator: bigint, denominator: bigint): number[] {
  const exact = values.map((value) => BigInt(value) * numerator);
  const parts = exact.map((share) => Number(share / denominator));
  const whole = divideRounded(exact.reduce((all, share) => all + share, 0n), denominator);
  let left = whole - parts.reduce((all, part) => all + part, 0);
  const unit = Math.sign(left);
  const order = exact
    .map((share, index) => ({ index, rest: (share % denominator) * BigInt(unit || 1) }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  for (let turn = 0; left !== 0 && order.length > 0; turn += 1) {
    const { index } = order[turn % order.length]!;
    parts[index] = parts[index]! + unit;
    left -= unit;
  }
  return parts;
}
