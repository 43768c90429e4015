import { expect, test } from "vitest";
import { sparseRows, written } from "./sparseRows.ts";

test("rows come back as they went in, whichever of them are asked for", () => {
  const rows = sparseRows(3);
  rows.add(Float64Array.of(0, 2, 0, 0, 0, 0));
  rows.add(Float64Array.of());
  rows.add(Float64Array.of(-1, 0, 0.5));
  const kept = rows.done();
  expect(Array.from(written(kept, 0, 3, 3))).toEqual([0, 2, 0, 0, 0, 0, -1, 0, 0.5]);
  expect(Array.from(written(kept, 2, 3, 3))).toEqual([-1, 0, 0.5]);
  expect(kept.value).toHaveLength(3);
});
