import { expect, test } from "vitest";
import { nextNumbers } from "./nextNumbers.ts";

test.each([
  ["INV-0042", ["INV-0043", "INV-0044"]],
  ["INV-0099", ["INV-0100", "INV-0101"]],
  ["9999", ["10000", "10001"]],
  ["2026/7", ["2026/8", "2026/9"]],
  ["FINAL", ["FINAL-2", "FINAL-3"]],
  ["INV-00000000000000000000000000042", ["INV-00000000000000000000000000043", "INV-00000000000000000000000000044"]],
  ["INV-12a", ["INV-12a-2", "INV-12a-3"]],
  ["x".repeat(255), [`${"x".repeat(253)}-2`, `${"x".repeat(253)}-3`]],
  ["9".repeat(255), []],
])("after %s", (taken, next) => expect(nextNumbers(taken, 2)).toEqual(next));
