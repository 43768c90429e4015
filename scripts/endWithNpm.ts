import { spawnSync } from "node:child_process";

const LOOK_EVERY_MS = 500;

/**
 * npm runs a script through a shell, and neither passes every signal on: a run that was killed by a time limit would go on for nobody. Where npm
 * started this process, it ends with npm: politely, so that what it started is stopped too.
 */
export function endWithNpm(): void {
  if (process.env["npm_lifecycle_event"] === undefined) return;
  const shell = process.ppid;
  const npm = Number(spawnSync("ps", ["-o", "ppid=", "-p", String(shell)], { encoding: "utf8" }).stdout?.trim() || Number.NaN);
  const timer = setInterval(() => {
    if (process.ppid === shell && (Number.isNaN(npm) || isAlive(npm))) return;
    clearInterval(timer);
    // Nobody who handles it: the process ends, and its children with it (child.ts).
    process.kill(process.pid, "SIGTERM");
  }, LOOK_EVERY_MS);
  timer.unref();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
