import { expect, test } from "vitest";
import { amountBucket, roundness } from "./amounts.ts";

test("how round an amount is does not depend on its sign, and a price just under a whole is a kind of its own", () => {
  const round = [[0, "/10000"], [50_000, "/10000"], [-3_000, "/1000"], [1_500, "/500"], [-1_700, "/100"], [1_999, ".99"], [-99, ".99"], [1_250, "/10"], [1_235, "/5"], [1_234, "/1"]] as const;
  for (const [amount, as] of round) expect([amount, roundness(amount)]).toEqual([amount, as]);
});

test("the size of an amount keeps its sign, and amounts that are none have the size of zero", () => {
  expect([amountBucket(100), amountBucket(177), amountBucket(-100), amountBucket(0), amountBucket(Number.NaN)]).toEqual(["+8", "+8", "-8", "0", "0"]);
});
