import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { TaskWeights } from "../shared/suggest/answer.ts";
import { fit, settings } from "../test/bench/suggest/fit.ts";
import { readLedger } from "../test/bench/suggest/ledger.ts";
import type { Ledger } from "../test/bench/suggest/ledger.ts";
import { ledgerOrigins } from "../test/bench/suggest/ledgerOrigins.ts";
import { practiceCards } from "../test/bench/suggest/practiceCards.ts";
import { tasks } from "../test/bench/suggest/replay.ts";
import type { Task } from "../test/bench/suggest/replay.ts";
import { questionsOf } from "../test/bench/suggest/samples.ts";
import type { Questions } from "../test/bench/suggest/samples.ts";

/**
 * Fits the constants of shared/suggest on public ledgers: `npm run fit -- FILE...`. Writes shared/suggest/weights.ts, fitted on
 * all of them, and test/bench/suggest/heldOut.json: for each ledger, constants fitted on the others, which is what the benchmark judges
 * that ledger with. Seeded: the same files give the same constants. The ledgers themselves are not part of the project.
 */
const [first, ...rest] = process.argv.slice(2);
const only = first?.startsWith("--task=") === true ? first.slice("--task=".length) : null;
const files = only === null ? process.argv.slice(2) : rest;
if (files.length < 2) throw new Error("usage: npm run fit -- [--task=NAME] LEDGER.csv LEDGER.csv ... (at least two)");
const ledgers = files.map(readLedger);
for (const { name, sha256 } of ledgers) {
  const origin = ledgerOrigins.find((one) => one.sha256 === sha256);
  console.log(origin === undefined ? `warning: ${name} (SHA-256 ${sha256}) is not one of the ledgers the shipped constants come from` : `${name}: ${origin.publisher}, ${origin.licence}`);
}

const weightsFile = new URL("../shared/suggest/weights.ts", import.meta.url);
const heldOutFile = new URL("../test/bench/suggest/heldOut.json", import.meta.url);
// With --task the other tasks keep the constants they have.
const shipped: Record<string, TaskWeights> = only === null ? {} : { ...(await import(weightsFile.href) as { weights: Record<string, TaskWeights> }).weights };
const heldOut: Record<string, Record<string, TaskWeights>> = only !== null && existsSync(heldOutFile) ? (JSON.parse(readFileSync(heldOutFile, "utf8")) as Record<string, Record<string, TaskWeights>>) : {};
for (const task of tasks.filter(({ name }) => only === null || name === only)) {
  const all = ledgers.map((ledger) => ({ sha256: ledger.sha256, questions: withPractice(ledger, task) })).filter(({ questions }) => questions.truths.length > 0);
  shipped[task.name] = fit(all.map(({ questions }) => questions), task.name);
  for (const { sha256 } of all) (heldOut[sha256] ??= {})[task.name] = fit(all.filter((one) => one.sha256 !== sha256).map(({ questions }) => questions), task.name);
  console.log(`${task.name}: fitted on ${all.length} ledgers, ${all.reduce((sum, { questions }) => sum + questions.truths.length, 0)} lines`);
}
/** A card says little about the account or the tax that the supplier does not say, so only projects are practised. */
function withPractice(ledger: Ledger, task: Task): Questions {
  const questions = questionsOf(ledger, task);
  const cards = task.target === "project" ? practiceCards(ledger) : null;
  return cards === null ? questions : { ...questions, practice: questionsOf(cards, task) };
}

const head = [
  `import type { Weights } from "./predict.ts";`, "",
  `// Written by scripts/fitSuggestions.ts from ${ledgers.length} public ledgers (test/bench/suggest/ledgerOrigins.ts), settings ${JSON.stringify(settings)}.`,
  "// Constants: nothing changes them at run time, and no customer's data ever enters them.",
];
writeFileSync(weightsFile, `${head.join("\n")}\nexport const weights: Weights = ${JSON.stringify(shipped)};\n`);
writeFileSync(heldOutFile, `${JSON.stringify(heldOut)}\n`);
