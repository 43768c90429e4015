import { type Mutant, offsetOf } from "./mutants.ts";

/** Where a probe notes that the code around a planted bug ran; read by noteReached.ts. */
const NOTE = "globalThis.plantedReached?.add";

/** A file's source with a probe in the block around the place of each bug. A bug at the top of its module, in no block, gets none. */
export function withProbes(source: string, mutants: readonly Mutant[]): string {
  const probes = mutants.flatMap((mutant) => {
    const block = innermostBlock(source, offsetOf(mutant, source));
    return block === null ? [] : [{ at: block + 1, text: `${NOTE}(${JSON.stringify(mutant.name)});` }];
  });
  return probes.toSorted((a, b) => b.at - a.at).reduce((text, { at, text: probe }) => text.slice(0, at) + probe + text.slice(at), source);
}

/** Whether a bug stands in a block that a probe can watch. */
export function takesProbe(source: string, mutant: Mutant): boolean {
  return innermostBlock(source, offsetOf(mutant, source)) !== null;
}

/** Comments, strings and what else may hold a brace that opens nothing. */
const INERT = /\/\/.*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|\/(?![*/\s])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*(?=[.),;\s])/g;

function innermostBlock(source: string, offset: number): number | null {
  const bare = source.replace(INERT, (text) => " ".repeat(text.length));
  const open: number[] = [];
  for (let at = 0; at < offset; at += 1) {
    if (bare[at] === "{") open.push(at);
    if (bare[at] === "}") open.pop();
  }
  return open.findLast((at) => opensStatements(bare.slice(bare.lastIndexOf("\n", at) + 1, at))) ?? null;
}

/** Whether statements follow, and not fields of an object, of a type or the cases of a switch. */
function opensStatements(line: string): boolean {
  return /(\)|=>|\belse|\btry|\bfinally|\)\s*:\s*[^=]+)\s*$/.test(line) && !/\bswitch\b/.test(line);
}
