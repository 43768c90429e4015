// Plants one bug: the source of one file is changed while Node loads it. Used by `npm run sim -- --mutants` in a process of its own.
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";

const mutants = JSON.parse(readFileSync(new URL("./mutants.json", import.meta.url), "utf8"));
const mutant = mutants.find((one) => one.name === process.env.MUTANT);
if (mutant === undefined) throw new Error(`no mutant is called ${process.env.MUTANT}`);
const target = new URL(`../../../${mutant.file}`, import.meta.url).href;

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (url !== target) return loaded;
    const source = loaded.source.toString();
    if (source.split(mutant.find).length !== 2) throw new Error(`${mutant.name}: its text is not in ${mutant.file} exactly once`);
    return { ...loaded, source: source.replace(mutant.find, () => mutant.replace) };
  },
});
