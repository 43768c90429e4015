/** Xero's InvoiceNumber takes this many characters. */
const LONGEST = 255;

/**
 * The numbers that would follow a taken one, nearest first: INV-0042 → INV-0043, INV-0044, …, as wide as it was. A number that does not
 * end in digits is counted on beside it: FINAL → FINAL-2, FINAL-3, ….
 */
export function nextNumbers(taken: string, count: number): string[] {
  const [, prefix = "", digits = ""] = /^(.*?)(\d*)$/s.exec(taken) ?? [];
  const follow = (n: number): string =>
    digits === "" ? `${prefix.slice(0, LONGEST - 1 - String(n + 1).length)}-${n + 1}` : `${prefix}${String(BigInt(digits) + BigInt(n)).padStart(digits.length, "0")}`;
  return Array.from({ length: count }, (_, index) => follow(index + 1)).filter((number) => number.length <= LONGEST);
}
