import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { endWithNpm } from "../../scripts/endWithNpm.ts";

/** `npm run bench -- NAME [options]` runs `run(args)` of test/bench/NAME.ts. */
const folder = new URL("./", import.meta.url);
const [name = "", ...args] = process.argv.slice(2);
const file = new URL(`${name}.ts`, folder);
if (!/^[a-zA-Z]+$/.test(name) || name === "main" || !existsSync(fileURLToPath(file.href))) {
  const names = readdirSync(fileURLToPath(folder.href)).filter((one) => /^[a-zA-Z]+\.ts$/.test(one) && one !== "main.ts").map((one) => one.slice(0, -3));
  console.error(`usage: npm run bench -- NAME [--json]; there are: ${names.join(", ")}`);
  process.exit(2);
}
endWithNpm();
const bench = (await import(file.href)) as { run: (args: readonly string[]) => unknown };
await bench.run(args);
