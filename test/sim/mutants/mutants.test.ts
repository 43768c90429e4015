import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { planted, readMutants } from "./mutants.ts";

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

  test("are at least forty, each with a name of its own, the well-known slips among them", () => {
    const names = MUTANTS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(40);
    expect(names).toEqual(expect.arrayContaining(KNOWN));
  });
});
