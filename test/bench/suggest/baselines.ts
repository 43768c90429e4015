import { amountBucket } from "../../../shared/suggest/amounts.ts";
import { supplierKey, template, tokens } from "../../../shared/suggest/words.ts";
import { days } from "./days.ts";
import type { Ledger, LedgerRow } from "./ledger.ts";
import type { Judged } from "./metrics.ts";
import type { Task } from "./replay.ts";

type Ranking = readonly { readonly label: string; readonly p: number }[];
interface Baseline {
  predict(row: LedgerRow): Ranking;
  learn(row: LedgerRow, label: string): void;
}
type Counts = Map<string, number>;

const sorted = (counts: Counts, total: number): Ranking => [...counts].map(([label, n]) => ({ label, p: n / total })).sort((a, b) => b.p - a.p);
const bump = (map: Map<string, Counts>, key: string, label: string): void => {
  const counts = map.get(key) ?? new Map<string, number>();
  counts.set(label, (counts.get(label) ?? 0) + 1);
  map.set(key, counts);
};
const sum = (counts: Counts): number => [...counts.values()].reduce((all, n) => all + n, 0);

/** The supplier's most frequent coding; the organisation's for a new supplier. What accounting programs call a default. */
function supplierDefault(): Baseline {
  const map = new Map<string, Counts>();
  return {
    predict(row) {
      const counts = map.get(`s|${supplierKey(row.line.supplierName)}`) ?? map.get("all") ?? new Map<string, number>();
      return sorted(counts, sum(counts) + 1);
    },
    learn(row, label) {
      bump(map, `s|${supplierKey(row.line.supplierName)}`, label);
      bump(map, "all", label);
    },
  };
}

/** The most specific context that was seen, smoothed by the next coarser one (Witten-Bell). */
function backOff(): Baseline {
  const map = new Map<string, Counts>();
  const chain = ({ line }: LedgerRow): string[] => {
    const s = supplierKey(line.supplierName);
    return ["all", `w|${tokens(line.supplierName)[0] ?? ""}`, `s|${s}`, `sb|${s}|${amountBucket(line.amountMinor)}`, `st|${s}|${template(line.description)}`, `sa|${s}|${line.amountMinor}`];
  };
  return {
    predict(row) {
      let p = new Map<string, number>();
      for (const key of chain(row)) {
        const counts = map.get(key);
        if (counts === undefined) continue;
        const n = sum(counts);
        const weight = n / (n + counts.size);
        const next = new Map([...p].map(([label, q]) => [label, (1 - weight) * q]));
        for (const [label, k] of counts) next.set(label, (next.get(label) ?? 0) + (weight * k) / n);
        p = next;
      }
      return sorted(p, 1);
    },
    learn(row, label) {
      for (const key of chain(row)) bump(map, key, label);
    },
  };
}

/** The 25 nearest earlier lines by BM25 over supplier, words and amount bucket, weighed by their score. */
function nearestBm25(): Baseline {
  const postings = new Map<string, number[]>();
  const labels: string[] = [];
  const lengths: number[] = [];
  let total = 0;
  const terms = ({ line }: LedgerRow): string[] => {
    const s = supplierKey(line.supplierName);
    return [...new Set([`=${s}`, `=${s}|${amountBucket(line.amountMinor)}`, ...tokens(line.supplierName), ...tokens(line.description).map((word) => `d:${word}`)])];
  };
  return {
    predict(row) {
      const scores = new Map<number, number>();
      const n = labels.length;
      for (const term of terms(row)) {
        const list = postings.get(term);
        if (list === undefined) continue;
        const idf = Math.log(1 + (n - list.length + 0.5) / (list.length + 0.5));
        for (const i of list.slice(-2000)) scores.set(i, (scores.get(i) ?? 0) + (idf * 2.2) / (1 + 1.2 * (0.25 + (0.75 * (lengths[i] ?? 1) * n) / total)));
      }
      const best = [...scores].sort((a, b) => b[1] - a[1] || b[0] - a[0]).slice(0, 25);
      const counts: Counts = new Map();
      const top = best[0]?.[1] ?? 1;
      for (const [i, score] of best) counts.set(labels[i] ?? "", (counts.get(labels[i] ?? "") ?? 0) + (score / top) ** 4);
      return sorted(counts, sum(counts) + 0.5);
    },
    learn(row, label) {
      const list = terms(row);
      for (const term of list) postings.set(term, [...(postings.get(term) ?? []).slice(-3000), labels.length]);
      labels.push(label);
      lengths.push(list.length);
      total += list.length;
    },
  };
}

export const baselines: Readonly<Record<string, () => Baseline>> = { supplierDefault, backOff, nearestBm25 };

/** The same prequential replay for a baseline. */
export function judgeBaseline(ledger: Ledger, task: Task, create: () => Baseline): Judged[] {
  const baseline = create();
  const seen = new Set<string>();
  const judged: Judged[] = [];
  for (const day of days(ledger)) {
    const rows = day.filter((row) => row.coding[task.target] !== "");
    for (const row of rows) {
      const ranking = baseline.predict(row);
      const truth = row.coding[task.target];
      judged.push({
        confidence: ranking[0]?.p ?? 0, right: ranking[0]?.label === truth, inThree: ranking.slice(0, 3).some(({ label }) => label === truth),
        newSupplier: !seen.has(supplierKey(row.line.supplierName)),
      });
    }
    for (const row of rows) {
      baseline.learn(row, row.coding[task.target]);
      seen.add(supplierKey(row.line.supplierName));
    }
  }
  return judged;
}
