import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Stack, startStack, type StackOptions } from "../e2e/stack.ts";

/** Runs with the real Worker and the stand-in in a folder of their own. Both are gone afterwards, also when the run is cut short. */
export async function withStack(options: Omit<StackOptions, "folder">, run: (stack: Stack) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "marginalia-bench-"));
  const forget = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  // The Worker's process ends with this one (scripts/child.ts); its data must not stay either.
  process.once("exit", forget);
  for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const) process.once(signal, () => process.exit(code));
  let stack: Stack | undefined;
  try {
    stack = await startStack({ ...options, folder });
    await run(stack);
  } finally {
    await stack?.stop();
    forget();
  }
}
