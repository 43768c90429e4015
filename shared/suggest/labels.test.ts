import fc from "fast-check";
import { expect, test } from "vitest";
import { codingOf, codingPositions, NO_LABELS, numberOf, openLabels } from "./labels.ts";

test("a coding comes back from its number as it went in", () => {
  const labels = openLabels(NO_LABELS);
  const label = fc.string({ maxLength: 3 });
  fc.assert(fc.property(fc.record({ account: label, tax: label, project: label }), (coding) => {
    expect(codingOf(labels, numberOf(labels, coding))).toEqual(coding);
  }));
});

test.each([
  ["the first", { account: 0, tax: 0, project: 0 }],
  ["more than 500 projects, past four bytes", { account: 8_191, tax: 511, project: 600 }],
  ["the last that there can be", { account: 8_191, tax: 511, project: 2 ** 30 - 1 }],
])("positions are exact: %s", (_, { account, tax, project }) => {
  expect(codingPositions((project * 8_192 + account) * 512 + tax)).toEqual({ account, tax, project });
});
