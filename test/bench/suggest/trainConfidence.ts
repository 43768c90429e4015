/** One answer of the ranker: what was known about it, and whether it was right. */
export interface Verdict {
  readonly inputs: Float64Array;
  readonly right: boolean;
  /** Weight of its ledger. */
  readonly worth: number;
}

/**
 * Ridge logistic regression by Newton's method: the same answer on every run, in a handful of steps. Inputs are brought to one scale
 * first, so that the ridge weighs on all alike; the weights that come back are for the inputs as they are. The first input is the constant.
 */
export function trainConfidence(verdicts: readonly Verdict[], ridge: number): number[] {
  const { mean, spread } = scales(verdicts);
  const weights = newton(verdicts.map((verdict) => ({ ...verdict, inputs: verdict.inputs.map((value, i) => (value - mean[i]!) / spread[i]!) })), ridge).map((value, i) => value / spread[i]!);
  const shift = weights.reduce((sum, value, i) => sum + value * mean[i]!, 0);
  return Array.from(weights, (value, i) => Number((i === 0 ? value - shift : value).toPrecision(5)));
}

/** Mean and standard deviation of each input; 0 and 1 where it never varies. */
function scales(verdicts: readonly Verdict[]): { mean: Float64Array; spread: Float64Array } {
  const n = verdicts[0]?.inputs.length ?? 0;
  const mean = new Float64Array(n);
  const spread = new Float64Array(n);
  for (const { inputs } of verdicts) for (let i = 0; i < n; i++) mean[i]! += inputs[i]! / verdicts.length;
  for (const { inputs } of verdicts) for (let i = 0; i < n; i++) spread[i]! += (inputs[i]! - mean[i]!) ** 2 / verdicts.length;
  for (let i = 0; i < n; i++) {
    spread[i] = Math.sqrt(spread[i]!);
    if (spread[i]! > 1e-9) continue;
    spread[i] = 1;
    mean[i] = 0;
  }
  return { mean, spread };
}

function newton(verdicts: readonly Verdict[], ridge: number): Float64Array {
  const n = verdicts[0]?.inputs.length ?? 0;
  const w = new Float64Array(n);
  for (let round = 0; round < 12; round++) {
    const gradient = new Float64Array(n);
    const curvature = Array.from({ length: n }, () => new Float64Array(n));
    for (const { inputs, right, worth } of verdicts) {
      let z = 0;
      for (let i = 0; i < n; i++) z += inputs[i]! * w[i]!;
      const p = 1 / (1 + Math.exp(-z));
      const error = worth * (Number(right) - p);
      const bend = worth * Math.max(1e-6, p * (1 - p));
      for (let i = 0; i < n; i++) {
        const x = inputs[i]!;
        if (x === 0) continue;
        gradient[i]! += error * x;
        const line = curvature[i]!;
        for (let j = 0; j <= i; j++) line[j]! += bend * x * inputs[j]!;
      }
    }
    for (let i = 0; i < n; i++) {
      gradient[i]! -= ridge * w[i]!;
      curvature[i]![i]! += ridge;
      for (let j = i + 1; j < n; j++) curvature[i]![j] = curvature[j]![i]!;
    }
    const step = solve(curvature, gradient);
    for (let i = 0; i < n; i++) w[i]! += step[i]!;
  }
  return w;
}

/** Gaussian elimination with partial pivoting. */
function solve(matrix: Float64Array[], right: Float64Array): Float64Array {
  const n = right.length;
  const a = matrix.map((row) => row.slice());
  const b = right.slice();
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(a[r]![c]!) > Math.abs(a[pivot]![c]!)) pivot = r;
    [a[c], a[pivot]] = [a[pivot]!, a[c]!];
    [b[c], b[pivot]] = [b[pivot]!, b[c]!];
    for (let r = c + 1; r < n; r++) {
      const factor = a[r]![c]! / a[c]![c]!;
      for (let k = c; k < n; k++) a[r]![k]! -= factor * a[c]![k]!;
      b[r]! -= factor * b[c]!;
    }
  }
  for (let c = n - 1; c >= 0; c--) {
    for (let k = c + 1; k < n; k++) b[c]! -= a[c]![k]! * b[k]!;
    b[c]! /= a[c]![c]!;
  }
  return b;
}
