import { abortAllDurableObjects, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import type { RoundContext } from "../../worker/gate/gate.ts";
import type { GateStub } from "../../worker/platform.ts";
import { hands, type TestEnv } from "./entry.ts";

const namespace = (env as unknown as TestEnv).GATE;
/** A fresh stub for each use: one that saw an abort stays broken. */
const stub = (name: string): DurableObjectStub & GateStub => namespace.getByName(name) as unknown as DurableObjectStub & GateStub;
const settled = { remaining: { minute: null, day: null, appMinute: null }, limit: null };
const LATER_MS = 3_600_000;

beforeEach(() => {
  hands.round = async () => ({ nextDueAt: Date.now() + LATER_MS });
});

describe("gate in workerd", () => {
  test("a wake runs one round for its organisation, under a lease, and arms the next", async () => {
    const seen: RoundContext[] = [];
    hands.round = async (context) => {
      seen.push(context);
      return { nextDueAt: Date.now() + LATER_MS };
    };
    await Promise.all(Array.from({ length: 10 }, () => stub("one").wake("org-1")));
    await runDurableObjectAlarm(stub("one"));
    expect(seen.map((context) => context.organisationId)).toEqual(["org-1"]);
    expect(seen[0]!.lease.token).toBeGreaterThan(0);
    expect(await runDurableObjectAlarm(stub("one"))).toBe(true);
  });

  test("a round that throws does not put the organisation to sleep for good", async () => {
    let runs = 0;
    hands.round = async () => {
      runs += 1;
      throw new Error("fault of a test");
    };
    await stub("two").wake("org-2");
    await runDurableObjectAlarm(stub("two"));
    expect(await runDurableObjectAlarm(stub("two"))).toBe(true);
    expect(runs).toBe(2);
  });

  test("of a deleted organisation nothing stays and nothing wakes: when it is forgotten, in the middle of a round too, and when a round finds it gone", async () => {
    const kept = (name: string) => runInDurableObject(stub(name), async (_, state) => [(await state.storage.list()).size, await state.storage.getAlarm()]);
    await stub("gone").wake("org-gone");
    await runDurableObjectAlarm(stub("gone"));
    await stub("gone").forget();
    expect([await kept("gone"), await runDurableObjectAlarm(stub("gone"))]).toEqual([[0, null], false]);

    hands.round = async () => {
      await stub("amid").forget();
      return { nextDueAt: Date.now() + LATER_MS };
    };
    await stub("amid").wake("org-amid");
    await runDurableObjectAlarm(stub("amid"));
    expect(await kept("amid")).toEqual([0, null]);

    hands.round = async ({ gate }) => {
      await stub("failing").forget();
      gate.take("poll");
      throw new Error("fault of a test");
    };
    await stub("failing").wake("org-failing");
    await runDurableObjectAlarm(stub("failing"));
    expect(await kept("failing")).toEqual([0, null]);

    hands.round = async () => null;
    await stub("late").wake("org-late");
    await runDurableObjectAlarm(stub("late"));
    expect(await kept("late")).toEqual([0, null]);
  });

  test("tokens of leases grow over evictions", async () => {
    const tokens: number[] = [];
    hands.round = async (context) => {
      tokens.push(context.lease.token);
      return { nextDueAt: Date.now() + LATER_MS };
    };
    await stub("three").wake("org-3");
    await runDurableObjectAlarm(stub("three"));
    await evictDurableObject(stub("three"));
    await runDurableObjectAlarm(stub("three"));
    expect(tokens[1]).toBeGreaterThan(tokens[0]!);
  });

  test("what was spent is still spent after an abort, so Xero's limit holds", async () => {
    const granted = async (count: number) => {
      let total = 0;
      for (let index = 0; index < count; index += 1) {
        const permit = await stub("four").take("person");
        if (!permit.ok) break;
        await stub("four").settle(permit.id, settled, 10);
        total += 1;
      }
      return total;
    };
    expect(await granted(40)).toBe(40);
    await abortAllDurableObjects();
    expect(await granted(40)).toBe(20);
    expect(await stub("four").status()).toMatchObject({ usedToday: 60, bytesToday: 600, remainingMinute: 0 });
  });

  test("an abort in the middle of a round loses the round, not the organisation", async () => {
    const tokens: number[] = [];
    hands.round = async (context) => {
      tokens.push(context.lease.token);
      // Longer than the test waits: only the abort ends it.
      if (tokens.length === 1) await scheduler.wait(30_000);
      return { nextDueAt: Date.now() + LATER_MS };
    };
    await stub("five").wake("org-5");
    const dying = runDurableObjectAlarm(stub("five")).catch(() => "aborted");
    await until(() => tokens.length === 1);
    await abortAllDurableObjects();
    expect(await dying).toBe("aborted");
    await stub("five").wake("org-5");
    expect(await runDurableObjectAlarm(stub("five"))).toBe(true);
    expect(tokens.length).toBe(2);
    // The store refuses whatever the dead round might still want to write.
    expect(tokens[1]).toBeGreaterThan(tokens[0]!);
  });
});

async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 400 && !holds(); turn += 1) await scheduler.wait(5);
  expect(holds()).toBe(true);
}
