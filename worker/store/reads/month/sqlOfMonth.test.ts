import { sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { d1OnNode } from "../../../../test/sim/d1OnNode.ts";
import { toHome } from "../../../../shared/money.ts";
import { openStore } from "../../open.ts";
import { homeMinor, ratio } from "./sqlOfMonth.ts";

const d1 = d1OnNode();

/** As the month's statement makes it, as the database's own text. */
async function inSql(amountMinor: number, currency: string, rateE6: number, home: string): Promise<string> {
  const of = { currency: sql`currency`, rate: sql`rate` };
  const given = sql`select ${sql.raw(String(amountMinor))} as amount, ${currency} as currency, ${sql.raw(String(rateE6))} as rate`;
  const [row] = await openStore(d1).all<{ value: string }>(sql`select cast(${homeMinor(sql`amount`)} as text) as value from (select amount, ${ratio(of, home)} from (${given}))`);
  return row!.value;
}

test.each<[string, number, string, number, string, string]>([
  // A dinar of 80,123.456789 dong: once beyond 64 bits, and a fraction of a fils then.
  ["dong in dinars of three decimals", 999_999_999_999, "VND", 80_123_456_789, "KWD", "12480739600"],
  ["a billion dinars in dong, which have no decimals", 1_000_000_000_001, "KWD", 12, "VND", "83333333333417"],
  ["nothing left over", 80_000, "VND", 80_000_000_000, "KWD", "1000"],
  ["half away from zero", -5, "USD", 2_000_000, "AUD", "-3"],
  ["in home currency", -7, "KWD", 1, "KWD", "-7"],
])("%s", async (_, amountMinor, currency, rateE6, home, value) => {
  expect(await inSql(amountMinor, currency, rateE6, home)).toBe(value);
  expect(String(toHome(amountMinor, currency, rateE6, home))).toBe(value);
});

test("law: to the minor unit what toHome makes of it, for every two currencies and rates of any size", async () => {
  const currency = fc.constantFrom("AUD", "KWD", "VND", "JPY", "BHD", "USD");
  const rate = fc.oneof(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1_000, max: 200_000_000 }), fc.integer({ min: 1_000_000_000, max: 500_000_000_000 }));
  const amount = fc.oneof(fc.integer({ min: -100_000, max: 100_000 }), fc.integer({ min: -(10 ** 13), max: 10 ** 13 }));
  await fc.assert(
    fc.asyncProperty(amount, currency, rate, currency, async (amountMinor, from, rateE6, home) => {
      const expected = toHome(amountMinor, from, rateE6, home)!;
      fc.pre(Number.isSafeInteger(expected));
      expect(await inSql(amountMinor, from, rateE6, home)).toBe(String(expected === 0 ? 0 : expected));
    }),
    { numRuns: 1_000, seed: 11 },
  );
});
