/** Probabilities multiplied by factors, and brought back to 1; null factors change nothing. */
export function reweighed(probabilities: Float64Array, ...factors: readonly (Float64Array | null)[]): Float64Array {
  let raised = probabilities;
  for (const factor of factors) if (factor !== null) raised = raised.map((p, i) => p * (factor[i] ?? 1));
  if (raised === probabilities) return probabilities;
  const total = raised.reduce((sum, p) => sum + p, 0);
  return total > 0 ? raised.map((p) => p / total) : probabilities;
}
