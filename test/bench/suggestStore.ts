import { readdirSync, readFileSync } from "node:fs";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import type { SuggestLine } from "../../shared/suggest/types.ts";
import { hash } from "../../shared/suggest/hash.ts";
import { PAGE_DOCUMENTS } from "../../worker/suggest/followRecords.ts";
import { random } from "./suggest/trainRanker.ts";

/**
 * `npm run bench -- suggestStore [--lines 100000] [--json]`: suggestions in workerd on a local D1. Times are taken outside the
 * Worker (its clock stands still while it computes), less the median of an empty request; each includes the SELECT.
 */
export async function run(args: readonly string[]): Promise<void> {
  const at = args.indexOf("--lines");
  const total = at < 0 ? 20_000 : Number(args[at + 1]);
  const root = new URL("../../", import.meta.url).pathname;
  const bundled = await build({ entryPoints: [`${root}test/bench/suggest/storeWorker.ts`], bundle: true, format: "esm", write: false, target: "es2022", conditions: ["workerd", "worker"], external: ["node:*"], loader: { ".sql": "text" } });
  const flare = new Miniflare({
    workers: [{
      config: {
        name: "bench", compatibilityDate: "2026-11-01", env: { DB: { type: "d1", id: "bench" } },
        manifest: { mainModule: "main.js", modulesRoot: "/", modules: { "main.js": { type: "esm", contents: bundled.outputFiles[0]?.text ?? "" } } },
      },
    }],
  });
  try {
    const { DB: d1 } = await flare.getBindings<{ DB: D1Database }>();
    const folder = `${root}worker/store/migrations/`;
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".sql")).sort()) {
      for (const statement of readFileSync(folder + file, "utf8").split("--> statement-breakpoint")) if (statement.trim() !== "") await d1.prepare(statement).run();
    }
    const note = (text: string): void => void process.stderr.write(`${text}\n`);
    const send = async <T>(body: object): Promise<T> => {
      const answer = await flare.dispatchFetch("http://bench/", { method: "POST", body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`the Worker answered ${answer.status}: ${(await answer.text()).slice(0, 500)}`);
      return (await answer.json()) as T;
    };
    const next = random(7);
    const bills = Array.from({ length: total }, (_, i) => bill(i, next));
    await d1.prepare("insert into record (organisation_id, id, kind, body, revision, edits, created_at, updated_at) select 'o', 's' || value, 'contact', json_object('name', ?1 || value), 1, '{}', 1, 1 from json_each(?2)").bind("Supplier ", JSON.stringify(Array.from({ length: 1500 }, (_, i) => i))).run();
    for (let i = 0; i < total; i += 1000) await send({ step: "seed", from: i + 2, lines: bills.slice(i, i + 1000) });
    note(`${total} lines stored`);
    const sizeBefore = await send<number>({ step: "size" });

    const counting = performance.now();
    const steps: number[] = [];
    for (let more = true; more; ) {
      const start = performance.now();
      ({ more } = await send<{ more: boolean }>({ step: "follow" }));
      steps.push(performance.now() - start);
      if (steps.length % 20 === 0) note(`counted ${steps.length * PAGE_DOCUMENTS}`);
      if (steps.length > total / PAGE_DOCUMENTS + 5) throw new Error("following does not end");
    }
    const importS = (performance.now() - counting) / 1000;
    const sizeAfter = await send<number>({ step: "size" });

    const idle = await timed(200, () => send({ step: "nothing" }));
    const empty = idle[100] ?? 0;
    const asked = Array.from({ length: 600 }, (_, i) => question(total + i, next));
    const predicted = (await timed(asked.length, (i) => send({ step: "predict", line: asked[i] }))).map((ms) => Math.max(0, ms - empty));

    const rebuilding = performance.now();
    await send({ step: "start" });
    let rebuildSteps = 0;
    for (let done = false; !done; rebuildSteps++) ({ done } = await send<{ done: boolean }>({ step: "rebuild" }));
    const rebuildS = (performance.now() - rebuilding) / 1000;
    const figures = {
      bench: "suggestStore", lines: total, predictMsP50: round(quantile(predicted, 0.5)), predictMsP99: round(quantile(predicted, 0.99)), emptyRequestMs: round(empty),
      importS: round(importS), importStepMsP99: round(quantile(steps.sort((a, b) => a - b), 0.99)), rebuildS: round(rebuildS), rebuildSteps, megabytesPer10000Lines: round(((sizeAfter - sizeBefore) / 1e6 / total) * 10_000),
    };
    for (const [key, value] of Object.entries(figures)) console.log(key.padEnd(24), value);
    if (args.includes("--json")) console.log(JSON.stringify(figures));
  } finally {
    await flare.dispose();
  }
}

/** Suppliers by a long tail; each has its usual account, project and wording, and strays now and then. */
function facts(i: number, next: () => number) {
  const supplier = Math.floor(1500 * next() ** 2.5);
  const usual = hash(`usual ${supplier}`) % 60;
  const account = String(300 + (next() < 0.85 ? usual : Math.floor(next() * 60)));
  const text = ["Monthly service", "Site visit", "Materials for", "Hire of plant", "Licence"][hash(`text ${supplier}`) % 5] ?? "";
  return { id: `b${i}`, supplier, account, text: `${text} ${["north", "south", "hall", "park", "office"][Math.floor(next() * 5)]} ${i % 12}`, amountMinor: Math.round(100 * 10 ** (1 + 3 * next())), project: `p${hash(account) % 40}` };
}

function bill(i: number, next: () => number): { id: string; body: string } {
  const { id, supplier, account, text, amountMinor, project } = facts(i, next);
  const uuid = (name: string): string => `${hash(name).toString(16).padStart(14, "0")}-0000-7000-8000-${hash(name).toString(16).slice(0, 7)}`;
  const line = { id: uuid(`line ${id}`), description: text, accountCode: account, taxType: "INPUT", taxMinor: 0, amountMinor, projectId: project };
  const date = new Date(Date.UTC(2020, 0, 1) + i * 1_800_000).toISOString().slice(0, 10);
  return { id: uuid(id), body: JSON.stringify({ side: "purchases", contactId: `s${supplier}`, number: `INV-${1000 + i}`, date, status: "authorised", currency: "GBP", lineAmountTypes: "exclusive", lines: [line], bankAccountId: null }) };
}

function question(i: number, next: () => number): SuggestLine {
  const { id, supplier, text, amountMinor } = facts(i, next);
  return { lineId: id, documentId: id, kind: "bill", supplierName: `Supplier ${supplier}`, contactId: hash(`s${supplier}`).toString(36), description: text, amountMinor, currency: "GBP", date: "2026-01-15", paidFrom: null, documentNumber: `INV-${1000 + i}` };
}

async function timed(times: number, work: (i: number) => Promise<unknown>): Promise<number[]> {
  const list: number[] = [];
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    await work(i);
    list.push(performance.now() - start);
  }
  return list.sort((a, b) => a - b);
}

const quantile = (sorted: readonly number[], q: number): number => sorted[Math.floor(sorted.length * q)] ?? 0;
const round = (value: number): number => Math.round(value * 100) / 100;
