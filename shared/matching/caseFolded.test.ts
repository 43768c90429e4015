import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { caseFolded } from "./caseFolded.ts";
import { normalisedName } from "./normalisedName.ts";
import { plainKey } from "./plainKey.ts";

const SAME: readonly (readonly [string, string])[] = [
  ["Straße", "STRASSE"], ["STRAẞE", "strasse"], ["İstanbul", "ISTANBUL"], ["ışık", "IŞIK"], ["DİYARBAKIR", "diyarbakır"], ["Café", "Cafe\u0301"], ["Å", "\u212b"], ["ﬁlm", "FILM"],
  ["ΟΔΟΣ", "οδος"], ["ΟΔΟΣ.Α", "οδοσ.α"], ["ＡＢＣ１", "abc1"], ["ǅ", "ǆ"], ["ŐR", "o\u030br"], ["İZ", "iz"],
];

describe("case and accents as they are written", () => {
  test.each(SAME)("%s and %s are one, as a number and as a name", (a, b) => {
    expect(caseFolded(a)).toBe(caseFolded(b));
    expect(plainKey(a)).toBe(plainKey(b));
    expect(normalisedName(a)).toBe(normalisedName(b));
  });

  test("an accent is a difference of a number, not of a name; other letters stay others", () => {
    expect([caseFolded("Café") === caseFolded("Cafe"), normalisedName("Café") === normalisedName("Cafe")]).toEqual([false, true]);
    expect([caseFolded("1a") === caseFolded("1b"), normalisedName("Straße") === normalisedName("Strase")]).toEqual([false, false]);
  });

  const text = fc.oneof(fc.string({ unit: "binary", maxLength: 12 }), fc.array(fc.constantFrom(..."ßẞİıiIſŉǰΐΣςσﬁﬀÅéèñ\u0301\u0307\u0327ab1.- "), { maxLength: 10 }).map((all) => all.join("")));
  test("laws: folded it is the same again, and so it is of its capitals, its small letters and its other spellings", () => {
    fc.assert(
      fc.property(text, (one) => {
        const folded = caseFolded(one);
        expect(caseFolded(folded)).toBe(folded);
        for (const other of [one.normalize("NFC"), one.normalize("NFD"), one.toLowerCase(), one.toUpperCase()]) expect(caseFolded(other)).toBe(folded);
        for (const other of [one.normalize("NFC"), one.normalize("NFD"), one.toUpperCase()]) expect(normalisedName(other)).toBe(normalisedName(one));
      }),
      { numRuns: 2_000, seed: 7 },
    );
  });
});
