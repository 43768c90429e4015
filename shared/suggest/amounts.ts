/** Buckets per factor of ten: four, so that a bucket spans about 78 %. */
const PER_DECADE = 4;

/** The order of magnitude of an amount, with its sign: "0", "+12", "-7". */
export function amountBucket(amountMinor: number): string {
  if (!Number.isFinite(amountMinor) || amountMinor === 0) return "0";
  const step = Math.floor(Math.log10(Math.abs(amountMinor)) * PER_DECADE);
  return `${amountMinor < 0 ? "-" : "+"}${step}`;
}
