/** One line of a bulk confirmation, as far as sums go. */
export interface BulkSummand {
  readonly recordId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly account: { readonly label: string } | null;
  readonly project: { readonly label: string } | null;
}

export interface BulkSum {
  readonly label: string;
  readonly currency: string;
  readonly lines: number;
  readonly amountMinor: number;
}

export interface BulkTotals {
  readonly lines: number;
  readonly documents: number;
  readonly amounts: readonly BulkSum[];
  readonly accounts: readonly BulkSum[];
  readonly projects: readonly BulkSum[];
}

/** What would be written where: sums per currency, per account and per project, the largest first. Currencies are never added up. */
export function bulkTotals(lines: readonly BulkSummand[]): BulkTotals {
  const sums = (labelOf: (line: BulkSummand) => string | null): BulkSum[] => {
    const found = new Map<string, { label: string; currency: string; lines: number; amountMinor: number }>();
    for (const line of lines) {
      const label = labelOf(line);
      if (label === null) continue;
      const key = `${label}\u001f${line.currency}`;
      const sum = found.get(key) ?? { label, currency: line.currency, lines: 0, amountMinor: 0 };
      found.set(key, { ...sum, lines: sum.lines + 1, amountMinor: sum.amountMinor + line.amountMinor });
    }
    return [...found.values()].sort((a, b) => Math.abs(b.amountMinor) - Math.abs(a.amountMinor) || a.label.localeCompare(b.label));
  };
  return {
    lines: lines.length,
    documents: new Set(lines.map(({ recordId }) => recordId)).size,
    amounts: sums(({ currency }) => currency),
    accounts: sums(({ account }) => account?.label ?? null),
    projects: sums(({ project }) => project?.label ?? null),
  };
}
