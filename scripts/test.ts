import { spawnSync } from "node:child_process";

/**
 * `npm test`: types, lint, then every test. Each step prints its own report; the first that fails ends the run with its exit code.
 * The browser tests bring their own Chromium where they may, and say how where they may not.
 */
const STEPS: readonly { name: string; command: readonly string[] }[] = [
  { name: "Types", command: ["npm", "run", "--silent", "typecheck"] },
  { name: "Lint", command: ["npm", "run", "--silent", "lint"] },
  { name: "Tests", command: ["npx", "vitest", "run"] },
];

for (const step of STEPS) {
  const started = Date.now();
  console.log(`\n── ${step.name}`);
  const [program = "", ...parameters] = step.command;
  const { status } = spawnSync(program, parameters, { stdio: "inherit" });
  if (status !== 0) {
    console.error(`\n${step.name} failed (exit code ${status ?? "none"}).`);
    process.exit(status ?? 1);
  }
  console.log(`${step.name}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
