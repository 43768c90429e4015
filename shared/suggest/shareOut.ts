/** Divides an integer amount by shares so that the parts add up exactly: largest remainder, earlier parts first among equals. */
export function shareOut(totalMinor: number, shares: readonly number[]): number[] {
  const sum = shares.reduce((all, share) => all + share, 0);
  if (shares.length === 0 || sum === 0) return shares.map(() => 0);
  const exact = shares.map((share) => (totalMinor * share) / sum);
  const parts = exact.map(Math.floor);
  let rest = totalMinor - parts.reduce((all, part) => all + part, 0);
  const order = exact.map((value, i) => ({ i, rest: value - Math.floor(value) })).sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of order) {
    if (rest <= 0) break;
    parts[i] = (parts[i] ?? 0) + 1;
    rest--;
  }
  return parts;
}
