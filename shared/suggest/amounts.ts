/** Buckets per factor of ten: four, so that a bucket spans about 78 %. */
const PER_DECADE = 4;

/** The order of magnitude of an amount, with its sign: "0", "+12", "-7". */
export function amountBucket(amountMinor: number): string {
  if (!Number.isFinite(amountMinor) || amountMinor === 0) return "0";
  const step = Math.floor(Math.log10(Math.abs(amountMinor)) * PER_DECADE);
  return `${amountMinor < 0 ? "-" : "+"}${step}`;
}

/** How round an amount is: the largest of 100, 10, 5, 1, 0.10 and 0.05 that divides it, or ".99" just under a whole. Grants are round, till receipts are not. */
export function roundness(amountMinor: number): string {
  const step = roundStep(amountMinor);
  return step === JUST_UNDER ? ".99" : `/${step}`;
}

/** The same as a number. */
export function roundStep(amountMinor: number): number {
  const minor = Math.abs(amountMinor);
  if (minor % 100 === 99) return JUST_UNDER;
  for (const step of STEPS) if (minor % step === 0) return step;
  return 1;
}

const STEPS = [10_000, 1_000, 500, 100, 10, 5] as const;
const JUST_UNDER = 99;
