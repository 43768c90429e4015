// Plants one bug: the source of one file is changed while Node loads it. Used by `npm run sim -- --mutants` in a process of its own.
import { registerHooks } from "node:module";
import { planted, readMutants } from "./mutants.ts";

const mutant = readMutants(undefined).find((one) => one.name === process.env.MUTANT);
if (mutant === undefined) throw new Error(`no mutant is called ${process.env.MUTANT}`);
const target = new URL(`../../../${mutant.file}`, import.meta.url).href;

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    return url === target ? { ...loaded, source: planted(mutant, loaded.source.toString()) } : loaded;
  },
});
