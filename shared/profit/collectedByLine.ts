/**
 * Net amounts of lines × applied ÷ total, so that the parts tie: they add up to the rounded whole, and once everything is applied each
 * line has collected exactly its net. Lines may be of either sign (a discount line among them).
 */
export function collectedByLine(netMinor: readonly number[], appliedMinor: number, totalMinor: number): number[] {
  if (totalMinor === 0 || appliedMinor === 0) return netMinor.map(() => 0);
  if (appliedMinor >= totalMinor && totalMinor > 0) return [...netMinor];
  const total = BigInt(totalMinor);
  const exact = netMinor.map((net) => BigInt(net) * BigInt(appliedMinor));
  const parts = exact.map((share) => Number(share / total));
  const sum = exact.reduce((all, share) => all + share, 0n);
  const whole = roundedHalfUp(sum, total);
  let left = whole - parts.reduce((all, part) => all + part, 0);
  const unit = Math.sign(left);
  const order = exact
    .map((share, index) => ({ index, rest: (share % total) * BigInt(unit || 1) }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  for (let turn = 0; left !== 0 && order.length > 0; turn += 1) {
    const { index } = order[turn % order.length]!;
    parts[index] = parts[index]! + unit;
    left -= unit;
  }
  return parts;
}

function roundedHalfUp(numerator: bigint, denominator: bigint): number {
  const negative = numerator < 0n !== denominator < 0n;
  const top = numerator < 0n ? -numerator : numerator;
  const bottom = denominator < 0n ? -denominator : denominator;
  const rounded = Number((top * 2n + bottom) / (bottom * 2n));
  return negative ? -rounded : rounded;
}
