import { expect, test } from "vitest";
import { readChart } from "./chart.ts";
import { InMemoryHistory } from "./inMemoryHistory.ts";
import { predict } from "./predict.ts";
import type { SuggestLine } from "./types.ts";

const chart = readChart({
  accounts: [{ code: "310", name: "Travel" }, { code: "400", name: "Food" }], taxRates: [{ taxType: "INPUT", name: "GST" }],
  projects: ["p1", "p2", "p3"].map((projectId) => ({ projectId, name: `Project ${projectId}` })),
});
const shops = ["Alder Stores", "Birch Taxis", "Cedar Cafe", "Dogwood Rail", "Elm Bakery", "Fir Hotel", "Gorse Market"];
let next = 0;
const line = (supplierName: string, paidFrom: string | null): SuggestLine => ({
  lineId: String(++next), documentId: `d${next}`, kind: "spend-money", supplierName, description: "", amountMinor: 1000 + next, currency: "GBP", date: "2026-03-05", paidFrom,
});

/** Three people with a card each, who all buy everywhere, each for one project of his own. */
function books(card: (person: number) => string | null): InMemoryHistory {
  const history = new InMemoryHistory();
  for (let i = 0; i < 90; i++) {
    const person = i % 3;
    history.confirm(line(shops[i % 7] ?? "", card(person)), { account: i % 7 < 3 ? "310" : "400", tax: "INPUT", project: `p${person + 1}` });
  }
  return history;
}

test("where the card tells more than the supplier does, the card decides the project, and the supplier the account", () => {
  const history = books((person) => `card ${person}`);
  for (const person of [0, 1, 2]) for (const shop of [1, 5]) {
    const asked = line(shops[shop] ?? "", `card ${person}`);
    const { project, account } = predict(asked, history.memory(asked), chart);
    expect([project.value, account.value]).toEqual([`p${person + 1}`, shop < 3 ? "310" : "400"]);
  }
  const unseen = line("Yew Somewhere", "card 1");
  expect(predict(unseen, history.memory(unseen), chart).project.value).toBe("p2");
});

test("a card that all share tells nothing: the project is a weak guess at most", () => {
  const history = books(() => "the only card");
  for (const shop of shops) {
    const asked = line(shop, "the only card");
    const { confidence, band } = predict(asked, history.memory(asked), chart).project;
    expect(["low", "none"]).toContain(band);
    expect(confidence).toBeLessThan(0.6);
  }
});
