import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A planted bug: one text of one file, found there once, replaced by another. */
export interface Mutant {
  name: string;
  file: string;
  find: string;
  replace: string;
  /** The unit test file that fails with it, where one does: `npm run sim -- --mutants --unit` says which. */
  seenByUnitTests?: string;
}

export function readMutants(only: string | undefined): Mutant[] {
  const all = JSON.parse(readFileSync(fileURLToPath(new URL("./mutants.json", import.meta.url).href), "utf8")) as Mutant[];
  return all.filter((mutant) => only === undefined || mutant.name.includes(only));
}

/** Where the bug's text begins. Throws where it is not there exactly once: the code has moved on. */
export function offsetOf({ name, file, find }: Mutant, source: string): number {
  if (source.split(find).length !== 2) throw new Error(`${name}: its text is not in ${file} exactly once`);
  return source.indexOf(find);
}

/** The file's source with the bug in it. */
export function planted(mutant: Mutant, source: string): string {
  const at = offsetOf(mutant, source);
  return source.slice(0, at) + mutant.replace + source.slice(at + mutant.find.length);
}
