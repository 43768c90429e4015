import { fileURLToPath } from "node:url";
import { BaseSequencer, createVitest, type TestSpecification } from "vitest/node";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url).href);
export const inRoot = (file: string): string => ROOT + file;

interface UnitTests {
  /** Only these test files, in this order; all when absent. */
  files?: readonly string[];
  /** What becomes of a source file's text before it is compiled. */
  change: (source: string, file: string) => string;
  /** Runs before each test file. */
  setup?: string;
}

/**
 * Runs the Worker's unit tests on changed sources and stops at the first file that fails. They lie beside the source; what lies in test/ is the
 * simulation itself or crosses files, and the extension's tests render pages.
 *
 * @returns the file and the test that failed, or null.
 */
export async function failingUnitTest({ files, change, setup }: UnitTests): Promise<string | null> {
  const place = (spec: TestSpecification): number => files?.indexOf(spec.moduleId) ?? 0;
  class InOrder extends BaseSequencer {
    override async sort(specs: TestSpecification[]): Promise<TestSpecification[]> {
      return specs.toSorted((a, b) => place(a) - place(b));
    }
  }
  const vitest = await createVitest(
    "test",
    {
      root: ROOT, config: false, watch: false, bail: 1, pool: "threads", maxWorkers: 1, isolate: false, reporters: [],
      // Its key knows nothing of what is planted.
      fsModuleCache: false, testTimeout: 120_000,
      include: ["shared/**/*.test.ts", "worker/**/*.test.ts"], ...(setup === undefined ? {} : { setupFiles: [setup] }),
      sequence: { sequencer: InOrder },
      execArgv: ["--import", new URL("../../../scripts/axiosAlias.mjs", import.meta.url).href],
    },
    { plugins: [{ name: "planted-bugs", enforce: "pre", transform: (code, id) => (id.startsWith(ROOT) && !id.includes("node_modules") ? change(code, id.slice(ROOT.length)) : null) }] },
  );
  try {
    const all = await vitest.globTestSpecifications();
    const { testModules, unhandledErrors } = await vitest.runTestSpecifications(all.filter((spec) => files?.includes(spec.moduleId) ?? true), files === undefined);
    if (testModules.length === 0) throw new Error("no unit test ran");
    const failed = testModules.find((module) => !module.ok());
    if (failed === undefined) return unhandledErrors.length > 0 ? String(unhandledErrors[0]) : null;
    const [test] = [...failed.children.allTests("failed")];
    return `${failed.relativeModuleId}: ${test?.fullName ?? failed.errors()[0]?.message ?? "it does not load"}`;
  } finally {
    await vitest.close();
  }
}
