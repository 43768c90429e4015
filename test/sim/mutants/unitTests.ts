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
  /** Ends with the first failure. */
  stop: boolean;
}

/** A test that failed; `file` from the project's root. */
export interface FailedTest {
  file: string;
  name: string;
}

/**
 * Runs the Worker's unit tests on changed sources. They lie beside the source; what lies in test/ is the simulation itself or crosses files, and
 * the extension's tests render pages.
 *
 * @returns the first test that failed in each file that did.
 */
export async function failingUnitTests({ files, change, setup, stop }: UnitTests): Promise<FailedTest[]> {
  const place = (spec: TestSpecification): number => files?.indexOf(spec.moduleId) ?? 0;
  class InOrder extends BaseSequencer {
    override async sort(specs: TestSpecification[]): Promise<TestSpecification[]> {
      return specs.toSorted((a, b) => place(a) - place(b));
    }
  }
  const vitest = await createVitest(
    "test",
    {
      root: ROOT, config: false, watch: false, bail: stop ? 1 : 0, pool: "threads", maxWorkers: 1, isolate: false, reporters: [],
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
    const failed = testModules.filter((module) => !module.ok()).map((module): FailedTest => {
      const [test] = [...module.children.allTests("failed")];
      return { file: module.relativeModuleId, name: test?.fullName ?? module.errors()[0]?.message ?? "it does not load" };
    });
    return failed.length === 0 && unhandledErrors.length > 0 ? [{ file: "an unhandled error", name: String(unhandledErrors[0]) }] : failed;
  } finally {
    await vitest.close();
  }
}
