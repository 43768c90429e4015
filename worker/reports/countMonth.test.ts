import { describe, expect, test } from "vitest";
import { httpHarness, NOW } from "../../test/sim/httpHarness.ts";
import { addable, exactFigures, InexactFigures } from "../../shared/profit/exactFigures.ts";

const LARGEST = Number.MAX_SAFE_INTEGER;
const DAY = new Date(NOW).toISOString().slice(0, 10);

/** A firm whose ledger has these costs of today, in minor units. */
async function reportOf(...amounts: readonly number[]) {
  const http = await httpHarness();
  const rows = JSON.stringify(amounts.map((amount, index) => [`r${index}`, amount]));
  await http.d1.prepare(`insert into ledger_line (organisation_id, record_id, line_key, project_id, type, date, amount_minor) select 'a', value ->> 0, 'l', 'p', 'cost', ?, value ->> 1 from json_each(?)`).bind(DAY, rows).run();
  return http.call("GET", `/v1/reports/month?month=${DAY.slice(0, 7)}`, { as: "viewer" });
}

describe("sums of a month too large to be right", () => {
  test.each([
    ["beyond what a number holds exactly", [LARGEST, 1]],
    ["beyond 64 bits, where the database stops", Array.from({ length: 1_025 }, () => LARGEST)],
  ])("%s are refused with what to look at", async (_, amounts) => {
    const { status, json } = await reportOf(...amounts);
    expect([status, json.code, json.detail, json.remedy]).toEqual([409, "not_possible_now", expect.stringContaining("larger than"), expect.stringContaining("mistyped")]);
  });

  test("the largest that are right are shown; ones that cancel each other lose nothing on the way", async () => {
    expect((await reportOf(LARGEST, 2, -LARGEST)).json.summary.organisation.now.otherCostsMinor).toBe(2);
    const { status, json } = await reportOf(LARGEST - 1, 1);
    expect([status, json.summary.organisation.now.otherCostsMinor]).toEqual([200, LARGEST]);
  });

  test("figures that are no whole numbers, or too large together, are none", () => {
    for (const wrong of [{ a: [1.5] }, [LARGEST + 1], { deep: { er: Infinity } }]) expect(() => exactFigures(wrong)).toThrow(InexactFigures);
    expect(exactFigures({ a: [1, null, "x"], b: LARGEST })).toEqual({ a: [1, null, "x"], b: LARGEST });
    expect(() => addable([LARGEST, -1])).toThrow(InexactFigures);
    expect(() => addable([LARGEST - 1, -1])).not.toThrow();
  });
});
