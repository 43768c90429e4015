import { describe, expect, test } from "vitest";
import { memberKinds } from "./channels.ts";
import { member, memberInputCount, mix } from "./mixture.ts";
import type { Member } from "./mixture.ts";

const alike = memberKinds.flatMap(() => Array.from({ length: memberInputCount }, (_, i) => (i === 1 ? 1.5 : 0)));
const voice = (kind: string, weight: readonly number[], agreement: number, total = weight.reduce((sum, one) => sum + one, 0)): Member => {
  const made = member(kind, { at: weight.map((_, i) => i), share: weight.map((one) => one / total), total, agreement }, 1, { totalLines: 4, agreement: 0.5 });
  if (made === null) throw new Error("silent");
  return made;
};

describe("mixing what the evidence says", () => {
  test("voices that agree as well share the say", () => {
    expect(Array.from(mix([voice("supplier", [3, 1], 0.5), voice("paid-from", [0, 2], 0.5)], 2, alike))).toEqual([0.375, 0.625]);
  });

  test("the voice whose lines agree with one another leads", () => {
    const [first = 0, second = 0] = mix([voice("supplier", [1, 0], 0.3), voice("paid-from", [0, 1], 0.9)], 2, alike);
    expect(second).toBeGreaterThan(0.9);
    expect(first + second).toBeCloseTo(1, 12);
  });

  test("what speaks for values that are no candidates is doubt, not support for those that are", () => {
    expect(Array.from(mix([voice("supplier", [1, 1], 0.5, 10)], 2, alike))).toEqual([0.1, 0.1]);
  });

  test("a context without lines has no voice, and no voices give no shares", () => {
    expect(member("supplier", { at: [], share: [], total: 0, agreement: 0.9 }, 1, { totalLines: 0, agreement: 0.5 })).toBeNull();
    expect(Array.from(mix([], 2, alike))).toEqual([0, 0]);
  });
});
