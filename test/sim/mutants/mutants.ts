import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A planted bug: one text of one file, found there once, replaced by another. */
export interface Mutant {
  name: string;
  file: string;
  find: string;
  replace: string;
}

export function readMutants(only: string | undefined): Mutant[] {
  const all = JSON.parse(readFileSync(fileURLToPath(new URL("./mutants.json", import.meta.url).href), "utf8")) as Mutant[];
  return all.filter((mutant) => only === undefined || mutant.name.includes(only));
}

/** The file's source with the bug in it. Throws where its text is not there exactly once: the code has moved on. */
export function planted(mutant: Mutant, source: string): string {
  if (source.split(mutant.find).length !== 2) throw new Error(`${mutant.name}: its text is not in ${mutant.file} exactly once`);
  return source.replace(mutant.find, () => mutant.replace);
}
