import { fileURLToPath } from "node:url";
import { createVitest } from "vitest/node";
import { type Mutant, planted } from "./mutants.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url).href);

/** The first unit test file that sees a planted bug, or null. A bug that they see is no proof of the simulation's worth. */
export async function unitTestThatSees(mutant: Mutant): Promise<string | null> {
  const file = ROOT + mutant.file;
  const vitest = await createVitest(
    "test",
    {
      root: ROOT, config: false, watch: false, bail: 1, pool: "threads", maxWorkers: 1, isolate: false, reporters: [], related: [file],
      // Its key knows nothing of what is planted.
      fsModuleCache: false, testTimeout: 120_000,
      // They lie beside the source; what lies in test/ is the simulation itself, or crosses files.
      include: ["shared/**/*.test.ts", "worker/{engine,gate,keeper,store,xero}/**/*.test.ts", "worker/http/*.test.ts"],
      execArgv: ["--import", new URL("../../../scripts/axiosAlias.mjs", import.meta.url).href],
    },
    { plugins: [{ name: "planted-bug", enforce: "pre", transform: (code, id) => (id === file ? planted(mutant, code) : null) }] },
  );
  try {
    const { testModules, unhandledErrors } = await vitest.runTestSpecifications(await vitest.getRelevantTestSpecifications(), false);
    if (testModules.length === 0) throw new Error(`no unit test comes near ${mutant.file}`);
    const failed = testModules.find((module) => !module.ok());
    return failed?.relativeModuleId ?? (unhandledErrors.length > 0 ? String(unhandledErrors[0]) : null);
  } finally {
    await vitest.close();
  }
}
