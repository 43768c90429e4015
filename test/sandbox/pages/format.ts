import type { LocalDate } from "../dates.ts";
import { isLocalDate } from "../dates.ts";
import { scale } from "../money.ts";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "8 Jul 2026", as Xero's pages write days. */
export function pageDate(date: LocalDate | undefined): string {
  if (date === undefined) return "";
  const [year, month, day] = date.split("-");
  return `${Number(day)} ${months[Number(month) - 1]} ${year}`;
}

/** The day a person typed: "8 Jul 2026", "8/7/2026" or "2026-07-08"; undefined when it is none. */
export function typedDate(text: string): LocalDate | undefined {
  const trimmed = text.trim();
  const words = /^(\d{1,2})\s+([A-Za-z]{3})[a-z]*\s+(\d{4})$/.exec(trimmed);
  const numbers = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(trimmed);
  const month = words ? months.findIndex((name) => name.toLowerCase() === words[2]?.toLowerCase()) + 1 : Number(numbers?.[2] ?? 0);
  const found = words ?? numbers;
  const iso = found ? `${found[3]}-${String(month).padStart(2, "0")}-${String(found[1]).padStart(2, "0")}` : trimmed;
  return isLocalDate(iso) ? iso : undefined;
}

/** "1,709.82". */
export function pageMoney(minor: number): string {
  const digits = String(Math.abs(minor)).padStart(3, "0");
  return `${minor < 0 ? "-" : ""}${grouped(digits.slice(0, -2))}.${digits.slice(-2)}`;
}

/** A quantity or price with two to four decimals. */
export function pageScaled(scaled: number | undefined): string {
  if (scaled === undefined) return "";
  const [whole = "0", fraction = ""] = (Math.abs(scaled) / scale).toFixed(4).split(".");
  return `${scaled < 0 ? "-" : ""}${grouped(whole)}.${fraction.replace(/0{1,2}$/, "")}`;
}

const grouped = (whole: string) => whole.replace(/\B(?=(\d{3})+$)/g, ",");

/** An amount that a person typed, as a plain number text, or undefined when it is none. */
export function typedNumber(text: string): number | undefined {
  const plain = text.trim().replaceAll(",", "");
  return plain !== "" && /^-?\d*(\.\d+)?$/.test(plain) && plain !== "-" ? Number(plain) : undefined;
}

/** An id without dashes, as ExtJS pages write it. */
export const hexOf = (id: string) => id.replaceAll("-", "");
