import type { PaymentTerm } from "../books/contact.ts";
import { addDays, isLocalDate, type LocalDate } from "../dates.ts";

/** The due date that a contact's terms give a document of that date. */
export function dueDateByTerms(date: LocalDate, terms: PaymentTerm): LocalDate {
  const month = (ahead: number) => {
    const index = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + ahead;
    return `${String(Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}`;
  };
  const dayOf = (yearMonth: string, day: number) => {
    for (let last = Math.min(day, 31); last > 28; last -= 1) {
      const candidate = `${yearMonth}-${String(last).padStart(2, "0")}`;
      if (isLocalDate(candidate)) return candidate;
    }
    return `${yearMonth}-${String(Math.max(1, Math.min(day, 28))).padStart(2, "0")}`;
  };
  if (terms.type === "DAYSAFTERBILLDATE") return addDays(date, terms.day);
  if (terms.type === "DAYSAFTERBILLMONTH") return addDays(dayOf(month(0), 31), terms.day);
  return dayOf(month(terms.type === "OFCURRENTMONTH" ? 0 : 1), terms.day);
}
