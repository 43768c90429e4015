import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { startChild } from "./child.ts";

const folder = mkdtempSync(join(tmpdir(), "marginalia-child-"));
// What a child that was ended has still open may be written once more while the folder goes.
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
const logFile = join(folder, "log");

/** Ended ones that nobody has asked for yet are still listed, as "Z". */
const isAlive = (pid: number): boolean => /^[^Z]/.test(spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).stdout.trim());

async function gone(pids: readonly number[]): Promise<void> {
  const until = Date.now() + 20_000;
  while (pids.some(isAlive) && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(pids.filter(isAlive)).toEqual([]);
}

/** A program that starts a child, which starts a grandchild; says the ids of both. */
const STARTER = `
  import { startChild } from ${JSON.stringify(new URL("./child.ts", import.meta.url).href)};
  import { existsSync, readFileSync } from "node:fs";
  const file = process.argv[1] + "/pids";
  startChild("sh", ["-c", "sleep 600 & echo $$ $! > \\"$0\\"; wait", file], { logFile: process.argv[1] + "/starter.log" });
  const timer = setInterval(() => {
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    if (!text.endsWith("\\n")) return;
    clearInterval(timer);
    process.stdout.write(text);
  }, 20);
  setInterval(() => undefined, 1_000);
`;

describe("a child", () => {
  test.each(["SIGKILL", "SIGTERM", "SIGINT"] as const)("ends with whoever started it, however he ends (%s), and so does what it started", async (signal) => {
    const own = mkdtempSync(join(folder, "starter-"));
    const starter = spawn(process.execPath, ["--input-type=module", "--eval", STARTER, own], { stdio: ["ignore", "pipe", "inherit"] });
    const said = await new Promise<string>((resolve) => starter.stdout.once("data", (data: Buffer) => resolve(data.toString())));
    const pids = said.trim().split(" ").map(Number);
    expect(pids.map(isAlive)).toEqual([true, true]);
    starter.kill(signal);
    await gone(pids);
  });

  test("tells its exit code, and takes along what it left running", async () => {
    const child = startChild("sh", ["-c", "sleep 600 & exit 7"], { logFile });
    expect(await child.ended).toBe(7);
    await gone([child.process.pid!]);
  });

  test("is asked politely first: it may end in its own way", async () => {
    const child = startChild("sh", ["-c", "trap 'exit 3' TERM; echo ready; while :; do sleep 0.05; done"], { logFile });
    await new Promise<void>((resolve) => child.process.stdout!.once("data", () => resolve()));
    await child.stop();
    expect(await child.ended).toBe(3);
  });
});
