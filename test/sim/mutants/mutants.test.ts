import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { planted, readMutants } from "./mutants.ts";
import { withProbes } from "./probes.ts";

const MUTANTS = readMutants(undefined);
/** The slips that such integrations are known for. */
const KNOWN = [
  "cursor advanced per page", "no overlap", "echo by flag", "base = what was sent", "new key on retry", "no probe", "probe after create", "LineItemID dropped", "unitdp missing",
  "lock date in UTC", "empty read = delete", "conflict blocks the record", "payment re-applied", "lease without fence", "refresh without compare-and-swap",
];

describe("planted bugs", () => {
  test.each(MUTANTS)("$name can still be planted: its text is in $file once", (mutant) => {
    const source = readFileSync(fileURLToPath(new URL(`../../../${mutant.file}`, import.meta.url).href), "utf8");
    expect(planted(mutant, source)).not.toBe(source);
  });

  test("have names of their own; at least forty pass the unit tests, the well-known slips among them", () => {
    const names = MUTANTS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const unseen = MUTANTS.filter(({ seenByUnitTests }) => seenByUnitTests === undefined).map(({ name }) => name);
    expect(unseen.length).toBeGreaterThanOrEqual(40);
    expect(unseen).toEqual(expect.arrayContaining(KNOWN));
  });

  test("that a unit test sees name its file", () => {
    const seeing = MUTANTS.flatMap(({ seenByUnitTests }) => seenByUnitTests ?? []);
    expect(seeing.filter((file) => !file.endsWith(".test.ts") || !existsSync(fileURLToPath(new URL(`../../../${file}`, import.meta.url).href)))).toEqual([]);
  });
});

describe("a probe for a planted bug", () => {
  const probed = (source: string): string => withProbes(source, [{ name: "bug", file: "file.ts", find: "HERE", replace: "" }]).replace('globalThis.plantedReached?.add("bug");', "•");

  test.each([
    ["stands in the function's block", "function f(): { a: number } {\n  HERE;\n}", "function f(): { a: number } {•\n  HERE;\n}"],
    ["stands in the innermost block", "const f = () => {\n  if (x) {\n    HERE;\n  }\n};", "const f = () => {\n  if (x) {•\n    HERE;\n  }\n};"],
    ["stands outside of an object", "function f() {\n  return {\n    a: HERE,\n  };\n}", "function f() {•\n  return {\n    a: HERE,\n  };\n}"],
    ["stands outside of a switch", "function f() {\n  switch (x) {\n    case 1: HERE;\n  }\n}", "function f() {•\n  switch (x) {\n    case 1: HERE;\n  }\n}"],
    ["takes no brace of a text for a block's end", 'function f() {\n  g("}", /[}]/);\n  HERE;\n}', 'function f() {•\n  g("}", /[}]/);\n  HERE;\n}'],
    ["is not set where there is no block", "const TABLE = {\n  a: HERE,\n};", "const TABLE = {\n  a: HERE,\n};"],
  ])("%s", (_, source, expected) => {
    expect(probed(source)).toBe(expected);
  });
});
