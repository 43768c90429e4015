import { describe, expect, test } from "vitest";
import { besideOf } from "./besideOf.ts";
import { readChart } from "./chart.ts";
import { spelledOut } from "./counts.ts";
import { numberIn } from "./documentNumber.ts";
import { InMemoryHistory } from "./inMemoryHistory.ts";
import { keysFor } from "./learn.ts";
import { predict } from "./predict.ts";
import type { LineSuggestion } from "./predict.ts";
import type { BesideLine, SuggestLine } from "./types.ts";

const chart = readChart({
  accounts: [{ code: "310", name: "Materials" }], taxRates: [{ taxType: "INPUT", name: "GST" }],
  projects: ["hall", "park", "shop"].map((projectId) => ({ projectId, name: `The ${projectId}` })),
});
let next = 0;
const line = (supplierName: string, beside?: readonly BesideLine[]): SuggestLine => ({
  lineId: String(++next), documentId: `d${next}`, kind: "bill", supplierName, description: "", amountMinor: 1000 + next, currency: "GBP", date: "2026-03-05", ...(beside !== undefined && { beside }),
});

/** Hall Builders work on the hall alone, Park Keepers on the park, and the Sundry Store sells to all. */
function books(): InMemoryHistory {
  const history = new InMemoryHistory();
  const projects = ["hall", "park", "shop"];
  for (let i = 0; i < 60; i++) history.confirm(line("Sundry Store"), { account: "310", tax: "INPUT", project: projects[i % 3]! });
  for (let i = 0; i < 20; i++) {
    history.confirm(line("Hall Builders"), { account: "310", tax: "INPUT", project: "hall" });
    history.confirm(line("Park Keepers"), { account: "310", tax: "INPUT", project: "park" });
    history.confirm(line("Old Barn Ltd"), { account: "310", tax: "INPUT", project: "barn" });
  }
  return history;
}
const history = books();
const ask = (asked: SuggestLine): LineSuggestion => predict(asked, history.memory(asked), chart);
const likelihood = ({ project }: LineSuggestion, value: string): number => (project.value === value ? project.confidence : (project.alternatives.find((one) => one.value === value)?.confidence ?? 0));

describe("what was entered beside a line", () => {
  test.each([["hall", "Hall Builders"], ["park", "Park Keepers"]])("lifts the project that it speaks for: %s", (project, supplierName) => {
    const without = ask(line("Sundry Store"));
    const answer = ask(line("Sundry Store", [{ supplierName, gap: 1 }, { supplierName, gap: 1 }]));
    expect(likelihood(answer, project)).toBeGreaterThan(likelihood(without, project));
    expect(answer.project.value ?? answer.project.alternatives[0]?.value).toBe(project);
  });

  test("says the more the nearer it is, and a project that is confirmed already speaks for itself", () => {
    const [near, far, confirmed, none] = [[{ gap: 1 }], [{ gap: 3 }], [{ gap: 1, project: "park" }], []].map((beside) => likelihood(ask(line("Sundry Store", beside.map((one) => ({ supplierName: "Park Keepers", ...one })))), "park"));
    expect(near!).toBeGreaterThan(far!);
    expect(far!).toBeGreaterThan(none!);
    expect(confirmed!).toBeGreaterThan(none!);
  });

  test("changes neither account nor tax, and nothing at all where there is none or nothing is known of it", () => {
    const asked = line("Sundry Store");
    const plain = ask(asked);
    const beside = ask({ ...asked, beside: [{ supplierName: "Hall Builders", gap: 1 }] });
    expect([beside.account, beside.tax]).toEqual([plain.account, plain.tax]);
    for (const nothing of [[], [{ supplierName: "Unheard of", gap: 1 }], [{ supplierName: "Sundry Store", gap: 1 }]]) expect(ask({ ...asked, beside: nothing })).toEqual(plain);
  });

  test("brings no closed project back", () => {
    const { project } = ask(line("Sundry Store", [{ supplierName: "Old Barn Ltd", gap: 1 }, { supplierName: "Hall Builders", gap: 1, project: "barn" }]));
    expect([project.value, ...project.alternatives.map(({ value }) => value)]).not.toContain("barn");
    expect(project.confidence).toBeGreaterThan(0);
  });

  test("stands among the reasons, with counts that stand in the stored row", () => {
    const asked = line("Newcomer", [{ supplierName: "Park Keepers", gap: 1 }, { supplierName: "Hall Builders", gap: 2, project: "park" }]);
    const memory = history.memory(asked);
    const { project } = predict(asked, memory, chart);
    const reason = project.reasons.find(({ text }) => text.includes("entered beside this one"));
    expect(reason).toMatchObject({ count: 20, of: 20, text: "20 of 20 earlier lines from the supplier of a document entered beside this one" });
    const counts = spelledOut(memory.rows.get(reason!.key!), memory.labels);
    expect(counts.filter((count) => count.project === "park").reduce((sum, { lines }) => sum + lines, 0)).toBe(reason!.count);
    expect(keysFor(asked)).toContain(reason!.key);
  });

  test.each([0, -1, 1.5, 4, Number.NaN, Number.POSITIVE_INFINITY])("is left out %s numbers away", (gap) => {
    expect(besideOf(line("Sundry Store", [{ supplierName: "Hall Builders", gap }]))).toEqual([]);
  });

  test("is looked at no further than the nearest four", () => {
    expect(besideOf(line("Sundry Store", Array.from({ length: 300 }, (_, i) => ({ supplierName: `Supplier ${i}`, gap: 1 }))))).toHaveLength(4);
  });
});

describe("the number in a document number", () => {
  test.each([
    ["BILL-0041", "BILL-0042", 1], ["B0185/57559", "B0185/57557", 2], ["1011\\5109", "1011\\5110", 1], ["2026-7a", "2026-9a", 2], ["0", "3", 3],
  ])("%s and %s are %d apart in one series", (left, right, apart) => {
    const [one, other] = [numberIn(left)!, numberIn(right)!];
    expect(one.series).toBe(other.series);
    expect(Math.abs(one.number - other.number)).toBe(apart);
  });

  test.each([["BILL-9", "BILL-10"], ["A-1", "B-1"], ["2025/17", "2026/17"], ["7a", "7b"]])("%s and %s are of different series", (left, right) => {
    expect(numberIn(left)!.series).not.toBe(numberIn(right)!.series);
  });

  test.each([["no digits", "INVOICE"], ["nothing", ""], ["null", null], ["more digits than a number holds", "9".repeat(16)], ["65 characters", `${"x".repeat(64)}1`], ["digits of other scripts", "٣٤"]])("%s is none", (_, text) => {
    expect(numberIn(text)).toBeNull();
  });

  test("64 characters and 15 digits are read exactly", () => {
    expect(numberIn(`${"x".repeat(49)}${"9".repeat(15)}`)?.number).toBe(999_999_999_999_999);
  });
});
