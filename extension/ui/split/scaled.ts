/**
 * An amount or share as people type it, as an integer of so many decimals: "1,234.5" at two is 123450. Commas stand before three digits or nowhere, so that
 * "12,50" is not twelve hundred and fifty. Null for what is no number, or finer than its currency.
 */
export function scaled(text: string, scale: number): number | null {
  const match = /^(-?)(\d{1,10}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d*))?$/.exec(text.trim());
  if (match === null || (match[3]?.length ?? 0) > scale) return null;
  const [, sign, whole = "", fraction = ""] = match;
  const value = Number(whole.replaceAll(",", "") + fraction.padEnd(scale, "0"));
  return sign === "-" && value !== 0 ? -value : value;
}
