import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchContact } from "./matchContact.ts";
import { matchNeedles, matchText } from "./matchNeedles.ts";

const contact = (name: string, email: string | null = null, taxNumber: string | null = null) => ({ name, email, taxNumber, status: "active" as const });
const found = (wanted: ReturnType<typeof contact>, other: ReturnType<typeof contact>): boolean => {
  const { same, similar } = matchNeedles(wanted);
  return [...same, ...similar].some((needle) => matchText(other).includes(needle));
};

describe("what contacts are found by", () => {
  const words = fc.constantFrom("harbour", "Films", "Pty Ltd", "The", "Café", "Müller & Sons", "unit 4", "unit 5", "a", "northline", "timber", "&", "GmbH");
  const name = fc.oneof(fc.array(words, { minLength: 1, maxLength: 5 }).map((all) => all.join(" ")), fc.string({ maxLength: 14 }));
  const slipped = fc.tuple(name, fc.array(fc.tuple(fc.nat(20), fc.constantFrom("", "x", "é", " ")), { maxLength: 2 })).map(([text, slips]) => slips.reduce((all, [at, letter]) => all.slice(0, at) + letter + all.slice(at + 1), text));
  const some = (text: fc.Arbitrary<string>) => fc.tuple(text, fc.option(fc.constantFrom("a@b.test", "A @b.test")), fc.option(fc.constantFrom("51 824", "51824", "9"))).map((all) => contact(...all));

  test("law: whoever matches a contact, surely or perhaps, is found by its needles", () => {
    fc.assert(
      fc.property(fc.oneof(fc.tuple(some(name), some(name)), fc.tuple(name, slipped).map(([a, b]) => [contact(a), contact(b)] as const), slipped.chain((text) => fc.tuple(fc.constant(contact(text)), some(fc.constant(text))))), ([wanted, other]) => {
        if (matchContact(wanted, [{ id: "1", body: other }]).type !== "none") expect(found(wanted, other)).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  test.each([
    ["Harbour Films Pty Ltd", "HARBOUR FILM"], ["Northline Timber", "Northlin Timbr"], ["Café Müller", "cafe muller"], ["Harbour Films Sydney", "Films Harbour"],
  ])("%s is found by %s", (one, other) => {
    expect([found(contact(one), contact(other)), found(contact(other), contact(one))]).toEqual([true, true]);
  });

  test("one that has nothing in common is not", () => {
    expect(found(contact("Harbour Films", "a@b.test", "51"), contact("Northline Timber", "c@d.test", "77"))).toBe(false);
  });
});
