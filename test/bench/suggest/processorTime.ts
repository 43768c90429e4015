import { readdirSync, readFileSync } from "node:fs";

/**
 * Processor time of a child process, in milliseconds, from the kernel's own account (nanoseconds, all threads). On a machine that is
 * busy with other work it says what a step costs, where wall time says how long it waited. Null where there is no /proc.
 */
export function processorTime(name: string, parent: number = process.pid): (() => number) | null {
  const pid = childOf(parent, name);
  if (pid === null) return null;
  const gone = new Map<string, number>();
  return () => {
    // A thread that ended keeps what it had used.
    for (const task of tasks(pid)) gone.set(task, Number(read(`/proc/${pid}/task/${task}/schedstat`).split(" ")[0]) || (gone.get(task) ?? 0));
    return [...gone.values()].reduce((sum, ns) => sum + ns, 0) / 1e6;
  };
}

function childOf(parent: number, name: string): number | null {
  const all = list("/proc").filter((entry) => /^\d+$/.test(entry)).flatMap((entry) => {
    const [, comm = "", rest = ""] = /^\d+ \((.*)\) (.*)$/.exec(read(`/proc/${entry}/stat`).trim()) ?? [];
    return comm === "" ? [] : [{ pid: Number(entry), comm, parent: Number(rest.split(" ")[1]) }];
  });
  const below = new Set([parent]);
  // Processes are listed by number, and a child mostly has a higher one than its parent; twice is enough for one that has not.
  for (let round = 0; round < 2; round++) for (const one of all) if (below.has(one.parent)) below.add(one.pid);
  return all.find((one) => below.has(one.pid) && one.comm === name)?.pid ?? null;
}

const tasks = (pid: number): string[] => list(`/proc/${pid}/task`);

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
