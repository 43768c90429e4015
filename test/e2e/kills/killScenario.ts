import { nextBetween, seedRandom } from "../../sandbox/random.ts";
import type { Stack } from "../stack.ts";
import type { Tool } from "./askedAgain.ts";
import type { Connected } from "./connectByHttp.ts";
import { type EditHand, EDITS } from "./edits.ts";

export interface KillRan {
  seed: number;
  edits: readonly string[];
  killedAfterMs: number;
  backAfterMs: number;
}

const EDITS_EACH = 5;
/** Edits are spread over this, and the kill falls somewhere in it: most calls to Xero are under way then. */
const SPREAD_MS = 1_500;

/** Edits on both sides over real HTTP; in the middle of them the Worker's process is killed, and started again on what is on disk. */
export async function killScenario(stack: Stack, { api, tenantId }: Connected, tool: Tool, seed: number): Promise<KillRan> {
  const random = seedRandom(seed);
  const between = (low: number, high: number): number => nextBetween(random, low, high);
  let made = 0;
  const hand: EditHand = {
    stack, api, tool, tenantId, between, pick: (list) => list[between(0, list.length - 1)],
    unique: (word) => `${word} ${seed}.${(made += 1)}`,
  };
  const names = Object.keys(EDITS);
  const edits = ["new client here", "new invoice here", ...Array.from({ length: EDITS_EACH }, () => hand.pick(names)!)];
  const delays = edits.map(() => between(0, SPREAD_MS));
  const killedAfterMs = between(50, SPREAD_MS);
  const acting = edits.map(async (name, index) => {
    await pause(delays[index]!);
    await EDITS[name]!(hand);
  });
  await pause(killedAfterMs);
  const killedAt = Date.now();
  await stack.crashWorker();
  await Promise.all(acting);
  await tool.again();
  return { seed, edits, killedAfterMs, backAfterMs: Date.now() - killedAt };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
