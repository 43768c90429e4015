/**
 * Money is whole numbers: amounts in minor units of their currency, unit prices and quantities scaled by 10,000 (Xero's unitdp=4),
 * percentages scaled by 10,000, rates by 1,000,000. Floats exist only on Xero's wire and are read by their decimal text.
 */

export const E4 = 10_000;
export const E6 = 1_000_000;

/** ISO 4217 minor units where they are not two. */
export const MINOR_DIGITS: Readonly<Record<string, number>> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, UYI: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
  BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
};

/** How many decimals an amount of the currency has: AUD 2, JPY 0, BHD 3. */
export function minorDigits(currency: string): number {
  return MINOR_DIGITS[currency] ?? 2;
}

const POWERS = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

/** Numerator ÷ denominator, rounded half away from zero as Xero rounds. Exact for any size. */
export function divideRounded(numerator: bigint, denominator: bigint): number {
  const negative = numerator < 0n !== denominator < 0n;
  const top = numerator < 0n ? -numerator : numerator;
  const bottom = denominator < 0n ? -denominator : denominator;
  const rounded = Number((top * 2n + bottom) / (bottom * 2n));
  return negative && rounded !== 0 ? -rounded : rounded;
}

/** a × b ÷ divisor, rounded half away from zero. Integers in, integer out; doubles are used only while they are exact. */
export function multiplyRounded(a: number, b: number, divisor: number): number {
  const product = a * b;
  if (Math.abs(product) < 2 ** 51) {
    const magnitude = Math.floor((Math.abs(product) * 2 + divisor) / (divisor * 2));
    return product < 0 && magnitude !== 0 ? -magnitude : magnitude;
  }
  return divideRounded(BigInt(a) * BigInt(b), BigInt(divisor));
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;

/**
 * A JSON number (or its text) as an integer scaled by 10^digits, read from its shortest decimal form, so that 1.005 is 1.005.
 * Null when it is no finite number, is larger than an exact integer, or has more decimals than are kept and `round` is not asked for.
 */
export function parseScaled(value: unknown, digits: number, round = false): number | null {
  // Most amounts are exact after scaling; the text is only needed when the double's own error shows.
  if (typeof value === "number" && Number.isFinite(value)) {
    const quick = value * POWERS[digits]!;
    if (Number.isInteger(quick) && Math.abs(quick) < 2 ** 50 && quick / POWERS[digits]! === value) return quick === 0 ? 0 : quick;
  }
  const text = typeof value === "number" ? String(value) : typeof value === "string" ? value.trim() : "";
  const match = DECIMAL.exec(text);
  if (!match) return null;
  const [, sign = "", whole = "", fraction = "", exponentText = "0"] = match;
  const shift = digits + Number(exponentText) - fraction.length;
  if (Math.abs(shift) > 40) return null;
  const all = BigInt(whole + fraction);
  const divisor = shift < 0 ? 10n ** BigInt(-shift) : 1n;
  const scaled = shift >= 0 ? all * 10n ** BigInt(shift) : all;
  if (!round && scaled % divisor !== 0n) return null;
  const magnitude = divideRounded(scaled, divisor);
  if (!Number.isSafeInteger(magnitude)) return null;
  return sign === "-" && magnitude !== 0 ? -magnitude : magnitude;
}

/** An amount as Xero's JSON carries it, in minor units of the currency; null when it is not one. */
export function parseMinor(value: unknown, currency: string): number | null {
  return parseScaled(value, minorDigits(currency));
}

/** For Xero's wire: the nearest double, whose shortest text is the decimal we mean. */
export function scaledToNumber(scaled: number, digits: number): number {
  return scaled / POWERS[digits]!;
}

export function minorToNumber(amountMinor: number, currency: string): number {
  return scaledToNumber(amountMinor, minorDigits(currency));
}

/** "1,234.50" without the currency's sign: for sentences to people. */
export function formatMinor(amountMinor: number, currency: string): string {
  const digits = minorDigits(currency);
  const text = String(Math.abs(amountMinor)).padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, ",");
  const fraction = digits === 0 ? "" : `.${text.slice(-digits)}`;
  return `${amountMinor < 0 ? "-" : ""}${whole}${fraction}`;
}

/**
 * Divides an amount over weights so that the parts add up to it exactly: each gets its share rounded towards zero, the units left go to
 * the largest remainders, the earlier first. Without any weight the first part takes all. Weights may be of one sign only.
 */
export function allocate(amountMinor: number, weights: readonly number[]): number[] {
  const sizes = weights.map((weight) => BigInt(Math.abs(weight)));
  const total = sizes.reduce((sum, size) => sum + size, 0n);
  if (weights.length === 0) return [];
  if (total === 0n) return weights.map((_, index) => (index === 0 ? amountMinor : 0));
  const sign = amountMinor < 0 ? -1 : 1;
  const amount = BigInt(Math.abs(amountMinor));
  const parts = sizes.map((size) => Number((amount * size) / total));
  const remainders = sizes.map((size, index) => ({ index, left: (amount * size) % total }));
  let left = Math.abs(amountMinor) - parts.reduce((sum, part) => sum + part, 0);
  remainders.sort((a, b) => (a.left === b.left ? a.index - b.index : a.left > b.left ? -1 : 1));
  for (const { index } of remainders) {
    if (left === 0) break;
    parts[index] = parts[index]! + 1;
    left -= 1;
  }
  return parts.map((part) => (part === 0 ? 0 : sign * part));
}

/**
 * What an amount in minor units is multiplied with to be in home currency's (Xero: a rate is units of document currency for one of home).
 * Null while the rate is not known: a foreign amount is never taken for one of home.
 */
export function homeFactor(currency: string, rateE6: number | null, homeCurrency: string): { numerator: bigint; denominator: bigint } | null {
  if (currency === homeCurrency) return { numerator: 1n, denominator: 1n };
  if (rateE6 === null || rateE6 <= 0) return null;
  const shift = minorDigits(homeCurrency) - minorDigits(currency);
  return { numerator: BigInt(E6) * 10n ** BigInt(Math.max(shift, 0)), denominator: BigInt(rateE6) * 10n ** BigInt(Math.max(-shift, 0)) };
}

/** An amount in home currency at its rate, converted once and rounded half up; null while the rate is not known. */
export function toHome(amountMinor: number, currency: string, rateE6: number | null, homeCurrency: string): number | null {
  if (currency === homeCurrency) return amountMinor;
  const factor = homeFactor(currency, rateE6, homeCurrency);
  return factor === null ? null : divideRounded(BigInt(amountMinor) * factor.numerator, factor.denominator);
}
