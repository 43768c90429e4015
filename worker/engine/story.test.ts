import { describe, expect, test } from "vitest";
import { engineWorld } from "../../test/sim/engineWorld.ts";

describe("the first import", () => {
  test("brings chart, contacts and documents in, each once, and ends in step", async () => {
    const world = await engineWorld({ firm: "agency" });
    const rounds = await world.settle();
    const links = await world.rows("link");
    const organisation = world.sandbox.organisations[0]!;
    expect(rounds).toBeGreaterThan(0);
    const states = Map.groupBy(links, (link) => link["state"]);
    console.log(rounds, Object.fromEntries([...states].map(([k, v]) => [k, v.length])), Object.fromEntries([...Map.groupBy(links, (l) => l["kind"])].map(([k, v]) => [k, v.length])));
    console.log((await world.rows("quarantine")).slice(0, 3), (await world.rows("alarm")), (await world.rows("cursor")).map((c) => [c["kind"], c["lane"], c["lastCount"], c["dueAt"]]));
    console.log(links.filter((l) => l["state"] !== "in_step").slice(0, 3));
    expect(organisation).toBeDefined();
  });
});
