import { describe, expect, test } from "vitest";
import { engineWorld } from "../../test/sim/engineWorld.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** What is open while the wire is broken, from `quietMs` after it broke until `forMs` later; and once it is mended. */
async function alarmed(answer: (request: Request) => Response | null, { quietMs = 0, forMs = HOUR_MS } = {}) {
  let broken = false;
  const world = await engineWorld({ firm: "agency", wire: async (request, pass) => (broken ? answer(request) : null) ?? pass(request) });
  await world.settle();
  broken = true;
  world.clock.advance(quietMs);
  const until = world.clock.now() + forMs;
  while (world.clock.now() < until) {
    const { nextDueAt } = await world.runOnce();
    world.clock.advance(Math.max(60_000, nextDueAt - world.clock.now()));
  }
  const open = async () => ((await world.rows("alarm", { clearedAt: null })) as unknown as { code: string }[]).map((alarm) => alarm.code);
  const during = await open();
  const records = (await world.rows("record")).length;
  broken = false;
  world.clock.advance(DAY_MS);
  await world.settle(HOUR_MS, 500);
  return { during, after: await open(), records, recordsAfter: (await world.rows("record")).length };
}

describe("silence is never success", () => {
  test("half an hour without a good round raises an alarm, and a good one clears it", async () => {
    const seen = await alarmed(() => new Response("", { status: 503 }));
    expect(seen.during).toContain("silent");
    expect(seen.after).toEqual([]);
  }, 30_000);

  test("a complete list that is suddenly empty raises an alarm and deletes nothing", async () => {
    const empty = (request: Request) => (/\/Invoices\?.*(Statuses=|pageSize=(?!1000))/.test(request.url) ? Response.json({ Invoices: [], pagination: { page: 1, pageSize: 1000, pageCount: 0, itemCount: 0 } }) : null);
    const seen = await alarmed(empty, { quietMs: DAY_MS, forMs: 10 * 60_000 });
    expect(seen.during).toContain("zero_rows");
    expect(seen.recordsAfter).toBe(seen.records);
    expect(seen.after).toEqual([]);
  }, 30_000);
});
