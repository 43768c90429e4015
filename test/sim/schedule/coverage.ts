/** How well faults met each other: two kinds are covered when some schedule had both fire. */
export interface Coverage {
  kinds: number;
  pairs: number;
  covered: number;
  missing: readonly (readonly [string, string])[];
}

export function coverageOf(all: readonly string[], fired: readonly ReadonlyMap<string, number>[]): Coverage {
  const index = new Map(all.map((kind, at) => [kind, at]));
  const met = new Set<number>();
  for (const kinds of fired) {
    const present = [...kinds.keys()].flatMap((kind) => index.get(kind) ?? []).toSorted((a, b) => a - b);
    for (const [position, first] of present.entries()) for (const second of present.slice(position + 1)) met.add(first * all.length + second);
  }
  const missing: [string, string][] = [];
  for (const [first, one] of all.entries()) for (const [second, other] of all.entries()) if (second > first && !met.has(first * all.length + second)) missing.push([one, other]);
  return { kinds: all.length, pairs: (all.length * (all.length - 1)) / 2, covered: met.size, missing };
}
