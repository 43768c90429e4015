import { expect, test } from "vitest";
import { readChart } from "./chart.ts";
import type { Question } from "./evidence.ts";
import { InMemoryHistory } from "./inMemoryHistory.ts";
import { LineMemory } from "./lineMemory.ts";
import { prepare } from "./prepare.ts";
import { candidatesOf } from "./shortlist.ts";
import type { SuggestLine } from "./types.ts";

const chart = readChart({
  accounts: Array.from({ length: 80 }, (_, i) => ({ code: String(i), name: i === 70 ? "Scaffolding" : `Account ${i}` })), taxRates: [],
  projects: [{ projectId: "open", name: "Open" }],
});
const line: SuggestLine = { lineId: "1", documentId: "1", kind: "bill", supplierName: "Zed", description: "scaffolding for the roof", amountMinor: 700, currency: "GBP", date: "2026-03-05" };

function books(): InMemoryHistory {
  const history = new InMemoryHistory();
  const lines = [["60", "open"], ["61", "closed"], ["61", "closed"], ["gone", "older"]] as const;
  lines.forEach(([account, project], i) => history.confirm({ ...line, lineId: `e${i}`, documentId: `e${i}`, description: "rent" }, { account, tax: "", project }));
  return history;
}

const asked = (target: Question["target"], history: InMemoryHistory): string[] =>
  candidatesOf({ target, given: {}, line: new LineMemory(prepare(line), history.memory(line)), options: target === "account" ? chart.accounts : chart.projects }).map(({ value, closed }) => (closed ? `${value}, closed` : value));

test("of a long chart what the supplier used and what the words name is kept, and the first of the rest", () => {
  const listed = asked("account", books());
  expect(listed).toHaveLength(32 + 1);
  expect(listed.slice(0, 29)).toEqual(Array.from({ length: 29 }, (_, i) => String(i)));
  expect(listed.slice(29)).toEqual(["60", "61", "70", "gone, closed"]);
});

test("what is closed by now is named by how often the supplier used it, after what is open", () => {
  expect(asked("project", books())).toEqual(["", "open", "closed, closed", "older, closed"]);
});

test("without any history a long chart is cut where it stands", () => {
  expect(asked("account", new InMemoryHistory())).toEqual([...Array.from({ length: 31 }, (_, i) => String(i)), "70"]);
});
