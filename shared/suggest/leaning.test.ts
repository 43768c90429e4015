import { expect, test } from "vitest";
import { readChart } from "./chart.ts";
import { InMemoryHistory } from "./inMemoryHistory.ts";
import { leaningFactor, toldOf } from "./leaning.ts";
import type { Told } from "./leaning.ts";
import { predict } from "./predict.ts";
import type { SuggestLine } from "./types.ts";

const projects = ["hall", "park", "shop"];
const options = projects.map((value) => ({ value, words: [] }));
let next = 0;
const line = (): SuggestLine => ({
  lineId: String(++next), documentId: `d${next}`, kind: "bill", supplierName: "Sundry Store", description: "", amountMinor: 1000 + next, currency: "GBP", date: "2026-03-05",
});

/** So many lines that were answered like this, and what each of them was. */
function answered(times: number, told: readonly Told[], was: string, history = new InMemoryHistory()): InMemoryHistory {
  for (let i = 0; i < times; i++) history.confirm(line(), { account: "310", tax: "INPUT", project: was }, "imported", { account: null, tax: null, project: { value: told[0]![0], bin: 7, told } });
  return history;
}
const factors = (history: InMemoryHistory): number[] => [...(leaningFactor("project", history.memory(line()), options) ?? [])];

test("a project that was given more than it had is lowered, one that had more than it was given is raised, and the rest stay", () => {
  const [hall, park, shop] = factors(answered(20, [["hall", 0.7], ["park", 0.2]], "park"));
  expect(hall!).toBeLessThan(0.5);
  expect(park!).toBeGreaterThan(2);
  expect(shop!).toBe(1);
});

test("answers that had their measure change nothing, and a few lines little", () => {
  const even = answered(100, [["hall", 0.5], ["park", 0.5]], "hall");
  for (const factor of factors(answered(100, [["hall", 0.5], ["park", 0.5]], "park", even))) expect(Math.abs(factor - 1)).toBeLessThan(0.1);
  for (const factor of factors(answered(1, [["hall", 0.9]], "park"))) expect(Math.abs(factor - 1)).toBeLessThan(0.25);
});

test("it forgets: what was long ago weighs less than what was lately", () => {
  const turned = answered(400, [["hall", 1]], "hall", answered(400, [["hall", 1]], "park"));
  const [, park] = factors(turned);
  const [, before] = factors(answered(400, [["hall", 1]], "park"));
  expect(park!).toBeLessThan(before!);
});

test("lines that nobody answered are not counted, and accounts do not lean", () => {
  const history = new InMemoryHistory();
  for (let i = 0; i < 20; i++) history.confirm(line(), { account: "310", tax: "INPUT", project: "hall" });
  expect(leaningFactor("project", history.memory(line()), options)).toBeNull();
  expect(leaningFactor("account", answered(20, [["hall", 1]], "park").memory(line()), options)).toBeNull();
});

test("what is told is the three strongest, in thousandths, so that it is counted as it is stored", () => {
  expect(toldOf([["a", 0.61237], ["b", 0.2], ["c", 1 / 3e4], ["d", 0]])).toEqual([["a", 0.612], ["b", 0.2], ["c", 0]]);
});

test("in the books: of two projects that a supplier's lines are on by turns, the one that was stated too often gives way", () => {
  const chart = readChart({ accounts: [{ code: "310", name: "Materials" }], taxRates: [], projects: projects.map((projectId) => ({ projectId, name: projectId })) });
  const ask = (told: readonly Told[]) => {
    const history = new InMemoryHistory();
    for (let i = 0; i < 40; i++) answered(1, told, i % 2 === 0 ? "hall" : "park", history);
    const asked = line();
    return predict(asked, history.memory(asked), chart).project;
  };
  const first = ({ value, alternatives }: ReturnType<typeof ask>) => value ?? alternatives[0]?.value;
  expect(first(ask([["hall", 0.95], ["park", 0.05]]))).toBe("park");
  expect(first(ask([["park", 0.95], ["hall", 0.05]]))).toBe("hall");
});
