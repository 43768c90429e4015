import { type SQL, sql } from "drizzle-orm";
import { E6, MINOR_DIGITS, minorDigits } from "../../../../shared/money.ts";
import type { MonthEnds } from "../../../../shared/profit/monthRows.ts";

/**
 * What makes home currency of an amount, as two columns: × `times` ÷ `by`, which is × 1,000,000 ÷ rate, shifted where the currencies have other
 * decimals. One ÷ one in home currency; null while the rate is not known.
 */
export function ratio({ currency, rate }: { currency: SQL; rate: SQL }, home: string): SQL {
  // Numbers are bound as floats, which would make floats of all that they touch: these stand in the text.
  const shift = sql`${sql.raw(String(minorDigits(home)))} - coalesce(${JSON.stringify(MINOR_DIGITS)} ->> ${currency}, 2)`;
  const known = (value: SQL): SQL => sql`case when ${currency} = ${home} then 1 when ${rate} > 0 then ${value} end`;
  return sql`${known(sql`${sql.raw(String(E6))} * case ${shift} when 1 then 10 when 2 then 100 when 3 then 1000 else 1 end`)} as times,
    ${known(sql`${rate} * case ${shift} when -1 then 10 when -2 then 100 when -3 then 1000 else 1 end`)} as by`;
}

/**
 * `toHome` of shared/money.ts in SQL: amount × times ÷ by, rounded half away from zero. Whole units of `by` are taken out first, and the rest is
 * divided as by hand: × 1,000 twice, and then × what is left of `times`. So nothing on the way overflows 64 bits, which SQLite would answer with a
 * float, for rates up to 4 million to one between any two currencies.
 */
export function homeMinor(amount: SQL): SQL {
  const left = sql`(abs(${amount}) % by * 1000)`;
  const leftThen = sql`(${left} % by * 1000)`;
  // In home currency nothing is left: times and by are one.
  const shift = sql`(times / ${sql.raw(String(E6))})`;
  return sql`((case when ${amount} < 0 then -1 else 1 end) * (abs(${amount}) / by * times + (${left} / by * 1000 + ${leftThen} / by) * ${shift} + (${leftThen} % by * ${shift} * 2 + by) / (by * 2)))`;
}

/** Three sums as a JSON array: of what is dated on or before each of the days. */
export function sumsUpTo(days: MonthEnds, date: SQL, amount: SQL): SQL {
  const until = days.map((day) => sql`coalesce(sum(case when ${date} <= ${day} then ${amount} end), 0)`);
  return sql`json_array(${sql.join(until, sql`, `)})`;
}
