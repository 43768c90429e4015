import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";

export interface Child {
  readonly process: ChildProcess;
  /** Ends the process and everything it started, and waits for it. `signal` defaults to a polite request. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  readonly ended: Promise<number | null>;
}

/** How long a polite request to end may take before the process is killed. */
const GRACE_MS = 5_000;

/**
 * The program on a leash: when whoever started it is gone, however that came, the pipe that he held ends and the whole process group is
 * killed. A polite request reaches the program itself; the shell only waits for it.
 */
const LEASH = `
trap : TERM INT
exec 3<&0
"$@" </dev/null 3<&- &
program=$!
( trap - TERM INT; cat <&3 >/dev/null; kill -KILL 0 ) &
exec 3<&-
wait "$program"; code=$?
while kill -0 "$program" 2>/dev/null; do wait "$program"; code=$?; done
exit "$code"`;

/** Starts a program in a process group of its own, its output in a log file. It ends with this process at the latest. */
export function startChild(program: string, parameters: readonly string[], options: { logFile: string; env?: NodeJS.ProcessEnv; cwd?: string }): Child {
  const log = createWriteStream(options.logFile, { flags: "a" });
  const child = spawn("sh", ["-c", LEASH, "leash", program, ...parameters], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => undefined);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const signalGroup = (signal: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // The group has ended already.
    }
  };
  const ended = new Promise<number | null>((resolve) => {
    child.once("exit", (code) => {
      // What it left running, its leash among it, ends with it.
      signalGroup("SIGKILL");
      resolve(code);
    });
    child.once("error", () => resolve(-1));
  });
  return {
    process: child,
    ended,
    async stop(signal = "SIGTERM") {
      if (child.exitCode === null && child.signalCode === null) {
        signalGroup(signal);
        const killer = setTimeout(() => signalGroup("SIGKILL"), GRACE_MS);
        await ended;
        clearTimeout(killer);
      }
      signalGroup("SIGKILL");
      log.end();
    },
  };
}

/** Polls `ready` until it answers true, the child ends, or the time is over. */
export async function waitUntil(what: string, ready: () => Promise<boolean>, options: { child?: Child; timeoutMs: number; logFile?: string }): Promise<void> {
  const until = Date.now() + options.timeoutMs;
  let ended = false;
  void options.child?.ended.then(() => (ended = true));
  while (Date.now() < until) {
    if (await ready().catch((error: unknown) => (error instanceof TypeError ? false : Promise.reject(error instanceof Error ? error : new Error(String(error)))))) return;
    if (ended) throw new Error(`${what} ended while starting.${options.logFile === undefined ? "" : ` Its output is in ${options.logFile}`}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what} was not ready after ${options.timeoutMs / 1000} s.${options.logFile === undefined ? "" : ` Its output is in ${options.logFile}`}`);
}
