import { writeFileSync } from "node:fs";
import { fit, settings } from "../test/bench/suggest/fit.ts";
import type { Fitted } from "../test/bench/suggest/fit.ts";
import { readLedger } from "../test/bench/suggest/ledger.ts";
import { ledgerOrigins } from "../test/bench/suggest/ledgerOrigins.ts";
import { tasks } from "../test/bench/suggest/replay.ts";
import { questionsOf } from "../test/bench/suggest/samples.ts";

/**
 * Fits the constants of shared/suggest on public ledgers: `npm run fit -- FILE...`. Writes shared/suggest/weights.ts, fitted on
 * all of them, and test/bench/suggest/heldOut.json: for each ledger, constants fitted on the others, which is what the benchmark judges
 * that ledger with. Seeded: the same files give the same constants. The ledgers themselves are not part of the project.
 */
const files = process.argv.slice(2);
if (files.length < 2) throw new Error("usage: npm run fit -- LEDGER.csv LEDGER.csv ... (at least two)");
const ledgers = files.map(readLedger);
for (const { name, sha256 } of ledgers) {
  const origin = ledgerOrigins.find((one) => one.sha256 === sha256);
  console.log(origin === undefined ? `warning: ${name} (SHA-256 ${sha256}) is not one of the ledgers the shipped constants come from` : `${name}: ${origin.publisher}, ${origin.licence}`);
}

const shipped: Record<string, Fitted> = {};
const heldOut: Record<string, Record<string, Fitted>> = Object.fromEntries(ledgers.map(({ sha256 }) => [sha256, {}]));
for (const task of tasks) {
  const all = ledgers.map((ledger) => ({ sha256: ledger.sha256, questions: questionsOf(ledger, task) })).filter(({ questions }) => questions.truths.length > 0);
  shipped[task.name] = fit(all.map(({ questions }) => questions));
  for (const { sha256 } of ledgers) heldOut[sha256]![task.name] = fit(all.filter((one) => one.sha256 !== sha256).map(({ questions }) => questions));
  console.log(`${task.name}: fitted on ${all.length} ledgers, ${all.reduce((sum, { questions }) => sum + questions.truths.length, 0)} lines`);
}
const head = [
  `import type { Weights } from "./predict.ts";`, "",
  `// Written by scripts/fitSuggestions.ts from ${ledgers.length} public ledgers (test/bench/suggest/ledgerOrigins.ts), settings ${JSON.stringify(settings)}.`,
  "// Constants: nothing changes them at run time, and no customer's data ever enters them.",
];
writeFileSync(new URL("../shared/suggest/weights.ts", import.meta.url), `${head.join("\n")}\nexport const weights: Weights = ${JSON.stringify(shipped)};\n`);
writeFileSync(new URL("../test/bench/suggest/heldOut.json", import.meta.url), `${JSON.stringify(heldOut)}\n`);
