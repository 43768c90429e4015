/**
 * Money inside the stand-in is whole numbers: amounts in minor units (cents), prices, quantities and rates scaled by 10,000
 * (Xero keeps four decimals with unitdp=4). JSON doubles exist only on the wire.
 */
export const scale = 10_000;

/** Rounds numerator / denominator half away from zero, as Xero's totals do. Exact for any size. */
export function divideRounded(numerator: bigint, denominator: bigint): number {
  const negative = numerator < 0n !== denominator < 0n;
  const top = numerator < 0n ? -numerator : numerator;
  const bottom = denominator < 0n ? -denominator : denominator;
  const rounded = Number((top * 2n + bottom) / (bottom * 2n));
  return negative ? -rounded || 0 : rounded;
}

/** a × b / divisor, rounded half away from zero. Uses doubles while they are exact. */
export function multiplyRounded(a: number, b: number, divisor: number): number {
  const product = a * b;
  if (Math.abs(product) < 2 ** 51) {
    const magnitude = Math.floor((Math.abs(product) * 2 + divisor) / (divisor * 2));
    return product < 0 ? -magnitude || 0 : magnitude;
  }
  return divideRounded(BigInt(a) * BigInt(b), BigInt(divisor));
}

/** A JSON number with up to `decimals` decimals as an integer, or undefined when it is no finite number. */
function scaledFromJson(value: unknown, decimals: number): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number)) return undefined;
  // toFixed works on the decimal expansion, so 1.005 keeps the digits its writer meant rather than the double's error.
  const text = Math.abs(number) < 1e15 ? shortest(number, decimals) : number.toFixed(decimals);
  return Number(text.replace(".", ""));
}

function shortest(number: number, decimals: number): string {
  const [whole = "0", fraction = ""] = plain(Math.abs(number)).split(".");
  const kept = (fraction + "0".repeat(decimals)).slice(0, decimals);
  const next = Number(fraction[decimals] ?? "0");
  const digits = BigInt(whole + kept) + (next >= 5 ? 1n : 0n);
  return `${number < 0 ? "-" : ""}${digits}`;
}

/** The shortest decimal form without an exponent. */
function plain(number: number): string {
  const text = String(number);
  return text.includes("e") ? number.toFixed(20).replace(/0+$/, "") : text;
}

export const minorFromJson = (value: unknown) => scaledFromJson(value, 2);
export const scaledFromJson4 = (value: unknown) => scaledFromJson(value, 4);
export const rateFromJson = (value: unknown) => scaledFromJson(value, 6);

export const jsonFromMinor = (minor: number) => minor / 100;
export const jsonFromScaled = (scaled: number) => scaled / scale;
export const jsonFromRate = (rate: number) => rate / 1_000_000;

/** A price as Xero answers it: two decimals unless unitdp=4 was asked for (facts §2.3). */
export function jsonFromPrice(scaled: number, unitdp: 2 | 4): number {
  return unitdp === 4 ? scaled / scale : multiplyRounded(scaled, 1, 100) / 100;
}
