import { readdirSync, readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { decaysFor } from "../../shared/suggest/learn.ts";
import { predict } from "../../shared/suggest/predict.ts";
import { openStore } from "../../worker/store/open.ts";
import { countsSelect, type FetchedRow, readFetched, readState } from "../../worker/suggest/countStore.ts";
import { PAGE_DOCUMENTS } from "../../worker/suggest/followRecords.ts";
import { supplierHash } from "../../worker/suggest/question.ts";
import { processorTime } from "./suggest/processorTime.ts";
import { storeBill, storeQuestion, SUPPLIERS } from "./suggest/storeBills.ts";
import { chart } from "./suggest/storeChart.ts";
import { random } from "./suggest/draw.ts";

const QUESTIONS = 600;
const CONFIRMATIONS = 200;

/**
 * `npm run bench -- suggestStore [--lines 100000] [--json]`: suggestions in workerd on a local D1. Wall time is taken outside the Worker
 * (its clock stands still while it computes), less the median of an empty request; processor time is workerd's own, D1 included, less the
 * same. An empty SELECT tells what of it is the way to D1. "Own computing" is what is left without SELECT and requests: keys, reading the rows, three answers.
 */
export async function run(args: readonly string[]): Promise<void> {
  const at = args.indexOf("--lines");
  const total = at < 0 ? 20_000 : Number(args[at + 1]);
  const flare = await worker();
  try {
    const { DB: d1 } = await flare.getBindings<{ DB: D1Database }>();
    await migrate(d1);
    const send = async <T>(body: object): Promise<T> => {
      const answer = await flare.dispatchFetch("http://bench/", { method: "POST", body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`the Worker answered ${answer.status}: ${(await answer.text()).slice(0, 500)}`);
      return (await answer.json()) as T;
    };
    const used = processorTime("workerd");
    const next = random(7);
    const bills = Array.from({ length: total }, (_, i) => storeBill(i, next));
    await d1.prepare("insert into record (organisation_id, id, kind, body, revision, edits, created_at, updated_at) select 'o', 's' || value, 'contact', json_object('name', ?1 || value), 1, '{}', 1, 1 from json_each(?2)").bind("Supplier ", JSON.stringify(Array.from({ length: SUPPLIERS }, (_, i) => i))).run();
    for (let i = 0; i < total; i += 1000) await send({ step: "seed", from: i + 2, lines: bills.slice(i, i + 1000) });
    note(`${total} lines stored`);
    const sizeBefore = await send<number>({ step: "size" });

    const counted = await until(total / PAGE_DOCUMENTS + 5, used, async () => !(await send<{ more: boolean }>({ step: "follow" })).more, (steps) => steps % 20 === 0 && note(`counted ${steps * PAGE_DOCUMENTS}`));
    const sizeAfter = await send<number>({ step: "size" });

    const idle = await timed(200, used, () => send({ step: "nothing" }));
    const select = less(await timed(200, used, () => send({ step: "select" })), idle);
    const asked = Array.from({ length: QUESTIONS }, (_, i) => storeQuestion(total + i, next));
    const predicted = less(await timed(asked.length, used, (i) => send({ step: "predict", line: asked[i] })), idle);
    const statements: number[] = [];
    const learned = less(await timed(CONFIRMATIONS, used, async (i) => statements.push((await send<{ statements: number }>({ step: "learn", lines: [storeBill(total + QUESTIONS + i, next)] })).statements)), idle);
    const own = await ownComputing(d1, asked);

    await send({ step: "start" });
    const rebuilt = await until(total / 1_000 + 60, used, async () => (await send<{ done: boolean }>({ step: "rebuild" })).done);
    const figures = {
      bench: "suggestStore", lines: total,
      predictMsP50: quantile(predicted.wall, 0.5), predictMsP99: quantile(predicted.wall, 0.99), predictCpuMsP50: quantile(predicted.cpu, 0.5), predictCpuMsP99: quantile(predicted.cpu, 0.99),
      ownCpuMsP50: quantile(own, 0.5), ownCpuMsP99: quantile(own, 0.99), emptyRequestMs: quantile(idle.wall, 0.5), emptyRequestCpuMs: quantile(idle.cpu, 0.5),
      emptySelectMs: quantile(select.wall, 0.5), emptySelectCpuMs: quantile(select.cpu, 0.5),
      learnMsP50: quantile(learned.wall, 0.5), learnCpuMsP50: quantile(learned.cpu, 0.5), learnStatements: Math.max(...statements),
      importS: sum(counted.wall) / 1000, importCpuS: sum(counted.cpu) / 1000, importSteps: counted.wall.length, importStepCpuMsMost: quantile(counted.cpu, 1),
      rebuildS: sum(rebuilt.wall) / 1000, rebuildCpuS: sum(rebuilt.cpu) / 1000, rebuildSteps: rebuilt.wall.length, rebuildStepCpuMsMost: quantile(rebuilt.cpu, 1),
      megabytesPer10000Lines: ((sizeAfter - sizeBefore) / 1e6 / total) * 10_000, load: loadavg()[0] ?? 0,
    };
    const rounded = Object.fromEntries(Object.entries(figures).map(([key, value]) => [key, typeof value === "number" ? Math.round(value * 100) / 100 : value]));
    for (const [key, value] of Object.entries(rounded)) console.log(key.padEnd(24), value);
    if (args.includes("--json")) console.log(JSON.stringify(rounded));
  } finally {
    await flare.dispose();
  }
}

async function worker(): Promise<Miniflare> {
  const root = new URL("../../", import.meta.url).pathname;
  const bundled = await build({ entryPoints: [`${root}test/bench/suggest/storeWorker.ts`], bundle: true, format: "esm", write: false, target: "es2022", conditions: ["workerd", "worker"], external: ["node:*"], loader: { ".sql": "text" } });
  return new Miniflare({
    workers: [{
      config: {
        name: "bench", compatibilityDate: "2026-11-01", env: { DB: { type: "d1", id: "bench" } },
        manifest: { mainModule: "main.js", modulesRoot: "/", modules: { "main.js": { type: "esm", contents: bundled.outputFiles[0]?.text ?? "" } } },
      },
    }],
  });
}

async function migrate(d1: D1Database): Promise<void> {
  const folder = new URL("../../worker/store/migrations/", import.meta.url).pathname;
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".sql")).sort()) {
    for (const statement of readFileSync(folder + file, "utf8").split("--> statement-breakpoint")) if (statement.trim() !== "") await d1.prepare(statement).run();
  }
}

/**
 * Processor time of this process, collecting garbage included, for the part of an answer that is ours. All rows are fetched before: what a local D1 leaves in this process
 * between two answers is not ours, and in a Worker it is not there. All is asked twice, and the second time counts: by then the code is compiled, as it is in a Worker that has just
 * counted and answered.
 */
async function ownComputing(d1: D1Database, asked: readonly ReturnType<typeof storeQuestion>[]): Promise<number[]> {
  const db = openStore(d1);
  const state = await readState(db, "o");
  if (state === null) throw new Error("nothing was counted");
  const fetched: FetchedRow[][] = [];
  for (const line of asked) fetched.push(await db.all<FetchedRow>(countsSelect(state, decaysFor(line).keys(), [supplierHash(line)])));
  const once = (): number[] =>
    asked.map((line, i) => {
      const before = process.cpuUsage();
      const { rows, neighbours } = readFetched(fetched[i] ?? [], decaysFor(line), state.labels);
      predict(line, { rows, labels: state.labels, neighbours: neighbours.get(supplierHash(line)) ?? [], sequence: state.sequence }, chart);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    });
  const cold = once();
  note(`own computing, first pass: p50 ${quantile(cold, 0.5).toFixed(2)} ms, p99 ${quantile(cold, 0.99).toFixed(2)} ms`);
  return once();
}

interface Times {
  readonly wall: number[];
  readonly cpu: number[];
}

async function timed(times: number, used: (() => number) | null, work: (i: number) => Promise<unknown>): Promise<Times> {
  const list: Times = { wall: [], cpu: [] };
  for (let i = 0; i < times; i++) {
    const [start, before] = [performance.now(), used?.() ?? 0];
    await work(i);
    list.wall.push(performance.now() - start);
    list.cpu.push((used?.() ?? 0) - before);
  }
  return list;
}

/** Steps until one says that it was the last. */
async function until(most: number, used: (() => number) | null, step: () => Promise<boolean>, told: (steps: number) => unknown = () => undefined): Promise<Times> {
  const list: Times = { wall: [], cpu: [] };
  for (let done = false; !done; told(list.wall.length)) {
    if (list.wall.length > most) throw new Error("it does not end");
    const one = await timed(1, used, async () => (done = await step()));
    list.wall.push(...one.wall);
    list.cpu.push(...one.cpu);
  }
  return list;
}

function less(times: Times, idle: Times): Times {
  const minus = (list: readonly number[], empty: readonly number[]): number[] => list.map((ms) => Math.max(0, ms - quantile(empty, 0.5)));
  return { wall: minus(times.wall, idle.wall), cpu: minus(times.cpu, idle.cpu) };
}

const sum = (list: readonly number[]): number => list.reduce((total, value) => total + value, 0);
const quantile = (list: readonly number[], q: number): number => list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * q))] ?? 0;
const note = (text: string): void => void process.stderr.write(`${text}\n`);
