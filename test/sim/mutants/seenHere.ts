import { planted, readMutants } from "./mutants.ts";
import { failingUnitTests } from "./unitTests.ts";

/** One bug before its unit tests, in this process; the last line of output is the test that saw it, or null. */
const { name, files } = JSON.parse(process.argv[2]!) as { name: string; files: string[] };
const mutant = readMutants(undefined).find((one) => one.name === name)!;
const [failed] = await failingUnitTests({ files, stop: true, change: (source, file) => (file === mutant.file ? planted(mutant, source) : source) });
process.stdout.write(`${JSON.stringify(failed === undefined ? null : `${failed.file}: ${failed.name}`)}\n`);
