import { withAmounts } from "../../shared/documentAmounts.ts";
import { plan } from "../../shared/planning/plan.ts";
import type { PlanInput } from "../../shared/planning/planInput.ts";
import { editedAt, HOUR, NOW, REFERENCES, testDocument, testInput, testLine } from "../../shared/planning/testFirm.ts";
import type { Document, Line } from "../../shared/records/document.ts";
import { randomFrom, type Random } from "../sim/dice.ts";

/**
 * Documents planned a second, assertions on. `mixed`: a third changed, a tenth on both sides, 3 to 30 lines; `equal`: nothing differs.
 * All sides are separate objects, as they are after reading them from the store.
 */
const DOCUMENTS = 3_000;
const SECONDS_EACH = 2;
const rateE4Of = (taxType: string) => REFERENCES.taxRate(taxType)?.rateE4 ?? null;

export function run(args: readonly string[]): void {
  const mix = perSecond(inputs({ changedPercent: 33, bothPercent: 10 }));
  const same = perSecond(inputs({ changedPercent: 0, bothPercent: 0 }));
  const [mixed, equal] = [mix.ofProcessor, same.ofProcessor];
  const line = {
    bench: "plan", perSecond: mixed, mixedPerSecond: mixed, equalPerSecond: equal, byTheClock: { mixed: mix.ofClock, equal: same.ofClock }, documents: DOCUMENTS, reachMixed: 20_000, reachEqual: 150_000,
  };
  if (!args.includes("--json")) {
    console.log(`mixed (⅓ changed, 10 % on both sides, 3–30 lines): ${mixed.toLocaleString("en")} documents a second, to reach 20,000`);
    console.log(`all equal: ${equal.toLocaleString("en")} documents a second, to reach 150,000`);
  }
  console.log(JSON.stringify(line));
}

function perSecond(all: readonly PlanInput[]): { ofProcessor: number; ofClock: number } {
  for (const input of all) plan(input);
  const before = process.cpuUsage();
  const startedAt = performance.now();
  let planned = 0;
  while (performance.now() - startedAt < SECONDS_EACH * 1_000) {
    for (const input of all) plan(input);
    planned += all.length;
  }
  // Of processor time, so that neighbours on a shared machine do not count; on an idle one it is the clock's.
  const { user, system } = process.cpuUsage(before);
  return { ofProcessor: Math.round((planned / (user + system)) * 1e6), ofClock: Math.round((planned / (performance.now() - startedAt)) * 1e3) };
}

function inputs({ changedPercent, bothPercent }: { changedPercent: number; bothPercent: number }): PlanInput[] {
  const random = randomFrom(11);
  return Array.from({ length: DOCUMENTS }, () => {
    const base = document(random);
    const changed = random.chance(changedPercent);
    const both = random.below(100) < (bothPercent * 100) / Math.max(1, changedPercent);
    const ours = changed ? edited(base, random) : base;
    const xero = changed && both ? edited(base, random) : base;
    const input = testInput("invoice", { base, ours, xero }, {});
    return { ...structuredClone({ ...input, references: null }), references: REFERENCES, ours: { ...structuredClone(input.ours!), edits: editedAt(NOW - HOUR / 2, "reference") } } as PlanInput;
  });
}

function document(random: Random): Document {
  const lines = Array.from({ length: 3 + random.below(28) }, (_, index): Line => {
    const line = testLine(`l${index}`, { quantityE4: (1 + random.below(9)) * 10_000, unitAmountE4: random.below(500) * 10_000, projectId: "p1" });
    return random.chance(30) ? { ...line, tracking: [{ categoryId: "category", optionId: "option-p1" }] } : line;
  });
  return withAmounts(testDocument({ lines }), rateE4Of);
}

function edited(base: Document, random: Random): Document {
  const at = random.below(base.lines.length);
  const change = random.pick<Partial<Line>>([{ description: "Changed" }, { accountCode: "260" }, { quantityE4: 990_000 }]);
  return withAmounts({ ...base, reference: `R${random.below(9)}`, lines: base.lines.map((line, index) => (index === at ? { ...line, ...change } : line)) }, rateE4Of);
}

