import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { buildExtension } from "./buildExtension.ts";
import { ensureChromium } from "./chromium.ts";

/**
 * `npm test`: builds the extension, finds or installs Chromium, then types, lint and every test. The first step that fails ends the run
 * with its exit code; the last line counts the tests.
 */
const root = new URL("..", import.meta.url).pathname;
const reports = join(root, ".marginalia", "test");
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

/** Schedules of the fault simulation in every run; `npm run sim -- --schedules N` runs more. */
const SCHEDULES = "320";
const PROJECTS = ["unit", "browser", "worker", "e2e"];
const STEPS: readonly { name: string; run(): number }[] = [
  { name: "Extension", run: () => (buildExtension(), 0) },
  { name: "Chromium", run: () => (console.log(ensureChromium()), 0) },
  { name: "Types", run: () => program("npm", ["run", "--silent", "typecheck"]) },
  { name: "Lint", run: () => program("npm", ["run", "--silent", "lint"]) },
  { name: "Simulation", run: () => program("npm", ["run", "--silent", "sim", "--", "--schedules", SCHEDULES]) },
  ...PROJECTS.map((project) => ({
    name: `Tests: ${project}`,
    run: () => program("npx", ["vitest", "run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${join(reports, `${project}.json`)}`]),
  })),
];

let failed = 0;
for (const step of STEPS) {
  const started = Date.now();
  console.log(`\n── ${step.name}`);
  const status = step.run();
  console.log(`${step.name}: ${status === 0 ? "done" : `failed (${status})`} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  if (status !== 0) {
    failed = status;
    break;
  }
}
const counted = { passed: 0, failed: 0, skipped: 0 };
for (const project of PROJECTS) {
  try {
    const report = JSON.parse(readFileSync(join(reports, `${project}.json`), "utf8")) as { numPassedTests: number; numFailedTests: number; numPendingTests: number };
    counted.passed += report.numPassedTests;
    counted.failed += report.numFailedTests;
    counted.skipped += report.numPendingTests;
  } catch {
    // A project that was never reached has no report.
  }
}
console.log(`\n${counted.passed} passed, ${counted.failed} failed, ${counted.skipped} skipped`);
process.exit(failed);

function program(name: string, parameters: readonly string[]): number {
  return spawnSync(name, parameters, { stdio: "inherit", cwd: root }).status ?? 1;
}
