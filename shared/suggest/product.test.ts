import { describe, expect, test } from "vitest";
import { memberKinds } from "./channels.ts";
import { member, memberInputCount } from "./mixture.ts";
import type { Member } from "./mixture.ts";
import { multiply, wordings } from "./product.ts";

/** Every kind weighs alike, by how far its lines agree. */
const alike = wordings.flatMap(() => memberKinds.flatMap(() => Array.from({ length: memberInputCount }, (_, i) => (i === 0 ? -2 : i === 1 ? 1 : 0))));
const voice = (kind: string, weight: readonly number[], agreement: number): Member => {
  const total = weight.reduce((sum, one) => sum + one, 0);
  const made = member(kind, { at: weight.map((_, i) => i), share: weight.map((one) => one / total), total, agreement }, 1, { totalLines: 3, agreement: 0.5 });
  if (made === null) throw new Error("silent");
  return made;
};
const leader = (...members: readonly Member[]): number => multiply(members, 2, alike).reduce((most, score, i, all) => (score > (all[most] ?? 0) ? i : most), 0);

describe("adding up what the members say", () => {
  test("the member whose lines agree leads", () => {
    expect(leader(voice("supplier", [0, 3], 0.4), voice("paid-from", [3, 0], 0.9))).toBe(0);
  });

  test("several that agree outweigh one as sure as each of them", () => {
    expect(leader(voice("supplier", [3, 0], 0.7), voice("paid-from", [0, 3], 0.7), voice("template", [0, 3], 0.7))).toBe(1);
  });

  test("more lines say more, and nobody's say is without bound", () => {
    const [some = 0] = multiply([voice("supplier", [2, 0], 0.5)], 2, alike);
    const [many = 0] = multiply([voice("supplier", [200, 0], 0.5)], 2, alike);
    const [certain = 0] = multiply([voice("supplier", [200, 0], 1)], 2, alike);
    expect(some).toBeLessThan(many);
    expect(certain).toBeGreaterThan(many);
    expect(multiply([voice("supplier", [200, 0], 1)], 2, alike.map((weight) => weight * 10))[0]).toBe(certain);
    expect(Array.from(multiply([], 2, alike))).toEqual([0, 0]);
  });
});
