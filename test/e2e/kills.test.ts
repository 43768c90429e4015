import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { promise } from "../promise.ts";
import { disagreements, isAtRest } from "./kills/agreement.ts";
import { tool } from "./kills/askedAgain.ts";
import { connectByHttp } from "./kills/connectByHttp.ts";
import { type KillRan, killScenario } from "./kills/killScenario.ts";
import { until } from "./restClient.ts";
import { type Stack, startStack } from "./stack.ts";

/** A push's worth; `npm run sim -- --tier T4 --schedules N` asks for more. */
const COUNT = Number(process.env["KILL_SCENARIOS"] ?? 3);
const FIRST = Number(process.env["KILL_SEED"] ?? 1);
/** A call that was under way may wait seven minutes for Xero to forget its key. */
const REST_MS = 600_000;

describe("the Worker's process killed while both sides change", () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await startStack({ folder: mkdtempSync(join(tmpdir(), "marginalia-kills-")), seed: FIRST, cronEveryMs: 1_000 });
  }, 120_000);
  afterAll(() => stack?.stop(), 30_000);

  promise(["OP-29", "SM-08"], "the API and the stand-in's books", "killed at any moment and started again, it ends in step with nothing doubled or lost", async () => {
    const connected = await connectByHttp(stack);
    const hands = tool(connected.api);
    const ran: KillRan[] = [];
    // The first kills fall into the import.
    for (let seed = FIRST; seed < FIRST + COUNT; seed += 1) ran.push(await killScenario(stack, connected, hands, seed));
    await until("Every request was answered", () => hands.again(), (left) => left === 0, 120_000, 2_000);
    // Xero tries a delivery that nobody took again after a quarter of an hour; here it does so now.
    for (const delivery of stack.sandbox.world.state.webhook.retries) delivery.nextTryAtMs = stack.sandbox.clock.now();
    const rest = await until("Everything is at rest", () => isAtRest(connected.api), (at) => at, REST_MS, 1_000);
    const agreed = await until("Both sides agree", () => disagreements(stack, connected.api), (found) => found.length === 0, 120_000, 2_000);
    const writes = stack.sandbox.log.changes({ by: stack.sandbox.apps[0]!.clientId }).length;
    process.stdout.write(
      `T4: ${ran.length} kills, ${ran.flatMap(({ edits }) => edits).length} edits, writes accepted ${writes}, back after ${median(ran.map(({ backAfterMs }) => backAfterMs))} ms (median), at rest after ${rest.ms + agreed.ms} ms\n`,
    );
    expect(agreed.value).toEqual([]);
    expect(writes).toBeGreaterThanOrEqual(COUNT);
  }, REST_MS + 300_000 + COUNT * 60_000);
});

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
