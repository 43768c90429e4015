/** One judged row. */
export interface Judged {
  readonly confidence: number;
  readonly right: boolean;
  readonly inThree: boolean;
  readonly newSupplier: boolean;
}

export interface Metrics {
  top1: number;
  top3: number;
  cov95: number;
  onlineCoverage: number;
  onlinePrecision: number;
  ece: number;
  brier: number;
  newTop1: number;
  newTop3: number;
}

export function metrics(rows: readonly Judged[]): Metrics {
  const fresh = rows.filter((row) => row.newSupplier);
  const [onlineCoverage, onlinePrecision] = online(rows);
  return {
    top1: share(rows, (row) => row.right), top3: share(rows, (row) => row.inThree), cov95: hindsight(rows), onlineCoverage, onlinePrecision,
    ece: calibrationError(rows), brier: rows.reduce((sum, row) => sum + (row.confidence - Number(row.right)) ** 2, 0) / rows.length,
    newTop1: share(fresh, (row) => row.right), newTop3: share(fresh, (row) => row.inThree),
  };
}

function share(rows: readonly Judged[], is: (row: Judged) => boolean): number {
  return rows.length === 0 ? 0 : rows.filter(is).length / rows.length;
}

/** The largest share of rows that one threshold could have confirmed at this precision, chosen in hindsight. */
function hindsight(rows: readonly Judged[], precision = 0.95): number {
  const sorted = [...rows].sort((a, b) => b.confidence - a.confidence);
  let hits = 0;
  let best = 0;
  sorted.forEach((row, i) => {
    hits += Number(row.right);
    const tied = sorted[i + 1]?.confidence === row.confidence;
    if (!tied && hits / (i + 1) >= precision) best = i + 1;
  });
  return best / rows.length;
}

/** The same with a threshold learned only from earlier rows; coverage and the precision it really reached. */
function online(rows: readonly Judged[], precision = 0.95): [number, number] {
  const bins = 200;
  const n = new Float64Array(bins + 1);
  const k = new Float64Array(bins + 1);
  let covered = 0;
  let hits = 0;
  rows.forEach((row, i) => {
    const bin = Math.floor(Math.min(Math.max(row.confidence, 0), 1) * bins);
    if (i >= 100) {
      let count = 0;
      let right = 0;
      let threshold = bins + 1;
      for (let j = bins; j >= 0; j--) {
        count += n[j] ?? 0;
        right += k[j] ?? 0;
        if (count >= 20 && right / count >= precision) threshold = j;
      }
      if (bin >= threshold) {
        covered++;
        hits += Number(row.right);
      }
    }
    n[bin] = (n[bin] ?? 0) + 1;
    k[bin] = (k[bin] ?? 0) + Number(row.right);
  });
  return [covered / rows.length, covered === 0 ? Number.NaN : hits / covered];
}

/** Expected calibration error over 15 equal bins. */
function calibrationError(rows: readonly Judged[], bins = 15): number {
  const said = new Float64Array(bins);
  const was = new Float64Array(bins);
  for (const row of rows) {
    const bin = Math.min(Math.floor(row.confidence * bins), bins - 1);
    said[bin] = (said[bin] ?? 0) + row.confidence;
    was[bin] = (was[bin] ?? 0) + Number(row.right);
  }
  return said.reduce((sum, value, bin) => sum + Math.abs(value - (was[bin] ?? 0)), 0) / rows.length;
}
