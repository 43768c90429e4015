import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { answer } from "../../shared/suggest/answer.ts";
import type { TaskWeights } from "../../shared/suggest/answer.ts";
import type { Weights } from "../../shared/suggest/predict.ts";
import { LineMemory } from "../../shared/suggest/lineMemory.ts";
import { prepare } from "../../shared/suggest/prepare.ts";
import { bandOf, shippedThresholds } from "../../shared/suggest/thresholds.ts";
import { weights as shipped } from "../../shared/suggest/weights.ts";
import { baselines, judgeBaseline } from "./suggest/baselines.ts";
import { readLedger } from "./suggest/ledger.ts";
import type { Ledger } from "./suggest/ledger.ts";
import { metrics } from "./suggest/metrics.ts";
import type { Judged, Metrics } from "./suggest/metrics.ts";
import { replay, tasks } from "./suggest/replay.ts";
import type { Task } from "./suggest/replay.ts";

interface Entry extends Metrics {
  readonly ledger: string;
  readonly rows: number;
  /** Which constants judged it: fitted on the other ledgers, or those that ship. */
  readonly weights: "held-out" | "shipped";
  /** Computing one answer, the faster of two runs each: what other work on the machine took in between is not ours. */
  readonly predictMsP50: number;
  readonly predictMsP99: number;
}

/** A file that cannot be read is the caller's to mend: file, line and column, and no figures. */
function readOrEnd(file: string): Ledger {
  try {
    return readLedger(file);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
}

/**
 * `npm run bench -- suggest --data FILE... [--target account] [--given project] [--json]`: prequential benchmark of suggestions
 * (a day is predicted before any of it is learned; each ledger starts from nothing). A ledger that the shipped constants
 * were fitted on is known by its SHA-256 and judged with constants fitted on the others; any other CSV with those that ship.
 */
export function run(args: readonly string[]): void {
  const files: string[] = [];
  const options: Record<string, string> = {};
  let json = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "--json") json = true;
    else if (arg === "--data") while (args[i + 1] !== undefined && !args[i + 1]?.startsWith("--")) files.push(args[++i] ?? "");
    else if (arg.startsWith("--")) options[arg.slice(2)] = args[++i] ?? "";
    else files.push(arg);
  }
  if (files.length === 0) throw new Error("usage: npm run bench -- suggest --data FILE.csv... [--target account|project|tax] [--given project|account] [--json]");
  const name = `${options["target"] ?? "account"}${options["given"] === undefined ? "" : `|${options["given"]}`}`;
  const task = tasks.find((one) => one.name === name);
  if (task === undefined) throw new Error(`no task "${name}"; there are ${tasks.map((one) => one.name).join(", ")}`);
  const heldOut = JSON.parse(readFileSync(fileURLToPath(new URL("./suggest/heldOut.json", import.meta.url).href), "utf8")) as Record<string, Partial<Weights>>;

  const entries: Entry[] = [];
  const rivals: Record<string, (Metrics & { ledger: string })[]> = {};
  const bands: Record<string, { lines: number; right: number }> = {};
  for (const file of files) {
    const ledger = readOrEnd(file);
    const { judged, times } = judgeLedger(ledger, task, heldOut[ledger.sha256]?.[task.name as keyof Weights] ?? shipped[task.name as keyof Weights]);
    if (judged.length === 0) continue;
    for (const { confidence, right } of judged) {
      const band = (bands[bandOf(confidence, shippedThresholds)] ??= { lines: 0, right: 0 });
      band.lines++;
      band.right += Number(right);
    }
    times.sort((a, b) => a - b);
    entries.push({
      ledger: ledger.name, rows: judged.length, weights: heldOut[ledger.sha256]?.[task.name as keyof Weights] === undefined ? "shipped" : "held-out", ...metrics(judged),
      predictMsP50: times[Math.floor(times.length * 0.5)] ?? 0, predictMsP99: times[Math.floor(times.length * 0.99)] ?? 0,
    });
    print(entries[entries.length - 1]!);
    if (options["baselines"] === "none") continue;
    for (const [rival, create] of Object.entries(baselines)) (rivals[rival] ??= []).push({ ledger: ledger.name, ...metrics(judgeBaseline(ledger, task, create)) });
  }
  const mean = average(entries);
  print({ ledger: "MEAN", ...mean });
  const baselineMeans = Object.fromEntries(Object.entries(rivals).map(([rival, list]) => [rival, average(list)]));
  for (const [rival, list] of Object.entries(baselineMeans)) print({ ledger: rival, ...list });
  const precision = Object.fromEntries(Object.entries(bands).map(([band, { lines, right }]) => [band, { lines, precision: round(right / lines) }]));
  console.log("bands", JSON.stringify(precision));
  if (json) {
    const rounded = (list: readonly object[]): object[] => list.map((one) => Object.fromEntries(Object.entries(one).map(([key, value]) => [key, typeof value === "number" ? round(value) : (value as unknown)])));
    const perRival = Object.fromEntries(Object.entries(rivals).map(([rival, list]) => [rival, { mean: rounded([baselineMeans[rival] ?? {}])[0], ledgers: rounded(list) }]));
    console.log(JSON.stringify({ bench: "suggest", task: task.name, mean: rounded([mean])[0], ledgers: rounded(entries), bands: precision, baselines: perRival }));
  }
}

function judgeLedger(ledger: Ledger, task: Task, constants: TaskWeights): { judged: Judged[]; times: number[] } {
  const judged: Judged[] = [];
  const times: number[] = [];
  replay(ledger, task, (asked) => {
    const start = performance.now();
    const found = answer({ target: task.target, given: asked.given, line: new LineMemory(prepare(asked.line), asked.memory), options: asked.options }, constants);
    const once = performance.now() - start;
    const again = performance.now();
    answer({ target: task.target, given: asked.given, line: new LineMemory(prepare(asked.line), asked.memory), options: asked.options }, constants);
    times.push(Math.min(once, performance.now() - again));
    const value = found?.ranked[0]?.value;
    const inThree = found?.ranked.slice(0, 3).some((one) => one.value === asked.truth) ?? false;
    judged.push({ confidence: found?.confidence ?? 0, right: value === asked.truth, inThree, newSupplier: asked.newSupplier });
    return found === null || value === undefined ? null : { value, bin: found.bin, ...(found.told !== undefined && { told: found.told }) };
  });
  return { judged, times };
}

function average(list: readonly object[]): Record<string, number> {
  const mean: Record<string, number> = {};
  for (const [key, first] of Object.entries(list[0] ?? {})) {
    if (typeof first !== "number") continue;
    const values = list.map((one) => (one as Record<string, number>)[key] ?? 0).filter((value) => !Number.isNaN(value));
    mean[key] = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  }
  return mean;
}

const round = (value: number): number => Math.round(value * 1e4) / 1e4;

function print({ ledger, ...values }: { readonly ledger: string }): void {
  console.log(ledger.padEnd(20), Object.entries(values).map(([key, value]) => `${key} ${typeof value === "number" ? round(value) : String(value)}`).join("  "));
}
