import { describe, expect, test } from "vitest";
import { d1OnNode, migrate } from "../../test/sim/d1OnNode.ts";
import { type Death, dyingD1 } from "../../test/sim/dyingD1.ts";
import { storeFailure } from "../store/storeFailure.ts";
import { suggestWorld } from "../../test/sim/suggestWorld.ts";

/** Books of fourteen bills, changes and a void among them, on a D1 that can die. */
async function books(death: Death) {
  const d1 = d1OnNode();
  await migrate(d1);
  const world = await suggestWorld(dyingD1(d1, death));
  for (let i = 0; i < 14; i++) await world.save({ id: `b${i}`, account: ["310", "429", "404"][i % 3]!, supplier: i % 2 === 0 ? "steel" : "paper", text: i % 5 === 0 ? "Paint for the hall" : "Steel beams" });
  return world;
}
type World = Awaited<ReturnType<typeof books>>;

const changed = async (world: World): Promise<void> => {
  await world.save({ id: "b3", account: "404" });
  await world.save({ id: "b8", account: "310", status: "voided" });
};
const state = async (world: World) => ({ counts: [...(await world.counts())].sort(([a], [b]) => (a < b ? -1 : 1)).map(([place, { lines }]) => [place, lines]), lines: (await world.lines()).length });

/** A job killed at its n-th await and begun again, until none of its awaits is left; of a long job every `stride`-th. */
async function killedEverywhere(prepare: (world: World) => Promise<void>, job: (world: World) => Promise<unknown>, stride = 1): Promise<number> {
  const never: Death = { after: null, done: false, happened: false };
  const undisturbed = await books(never);
  await prepare(undisturbed);
  await job(undisturbed);
  const expected = await state(undisturbed);
  let deaths = 0;
  for (const done of [false, true]) {
    for (let after = 0; ; after += stride) {
      const death: Death = { after: null, done, happened: false };
      const world = await books(death);
      await prepare(world);
      death.after = after;
      await job(world).catch((error: unknown) => expect(storeFailure(error).text).toBe("died"));
      if (!death.happened) break;
      deaths++;
      await job(world);
      expect(await state(world)).toEqual(expected);
    }
  }
  return deaths;
}

describe("killed at any await of D1 and begun again", () => {
  test("an import of counts comes to the same counts", async () => {
    expect(await killedEverywhere(async () => undefined, (world) => world.settle())).toBeGreaterThan(10);
  }, 60_000);

  test("counting changes and voids comes to the same counts", async () => {
    expect(await killedEverywhere(async (world) => { await world.settle(); await changed(world); }, (world) => world.settle())).toBeGreaterThan(10);
  }, 60_000);

  test("a rebuild comes to the same counts", async () => {
    // Its steps are alike, two awaits each: with an odd stride both are met.
    expect(await killedEverywhere(async (world) => { await world.settle(); await changed(world); await world.settle(); }, (world) => world.rebuild(), 7)).toBeGreaterThan(10);
  }, 120_000);
});
