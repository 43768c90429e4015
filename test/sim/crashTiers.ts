import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The tiers on the real thing run where workerd is: in the test projects of their own. */
const TIERS = {
  T3: { project: "worker", file: "test/worker/crash.workers.test.ts", count: "CRASH_SCHEDULES", seed: "CRASH_SEED" },
  T4: { project: "e2e", file: "test/e2e/kills.test.ts", count: "KILL_SCENARIOS", seed: "KILL_SEED" },
} as const;

export type CrashTier = keyof typeof TIERS;

export const isCrashTier = (tier: string | undefined): tier is CrashTier => tier !== undefined && tier in TIERS;

/** T3 aborts Durable Objects in workerd, T4 kills the Worker's process. @returns the exit code. */
export function runCrashTier(tier: CrashTier, count: number, seed: number): number {
  const { project, file, count: countName, seed: seedName } = TIERS[tier];
  const env = { ...process.env, [countName]: String(count), [seedName]: String(seed) };
  return spawnSync("npx", ["vitest", "run", "--project", project, file], { stdio: "inherit", cwd: fileURLToPath(new URL("../../", import.meta.url).href), env }).status ?? 1;
}
