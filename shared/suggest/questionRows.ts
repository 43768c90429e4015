import type { ContextName } from "./contexts.ts";
import type { Option, Question } from "./evidence.ts";
import { fold } from "./foldedRow.ts";
import type { FoldedRow, Positions } from "./foldedRow.ts";
import { contextOf } from "./lineMemory.ts";
import type { LineRow } from "./lineMemory.ts";
import type { Coding } from "./types.ts";

/** The rows that bear on one question, each summed up once by its candidates: common words have rows of hundreds of codings. */
export interface QuestionRows {
  /** The context's rows; none where it does not tell values of the field apart. */
  readonly of: (name: ContextName) => readonly FoldedRow[];
  /** The same, counting only codings that agree with the fields already decided. */
  readonly within: (name: ContextName) => readonly FoldedRow[];
  /** Which candidate a value is, or -1. */
  readonly placeOf: (value: string) => number;
}

/** No label has this position: it agrees with no coding. */
const UNHEARD = -1;

export function questionRows({ target, given, line }: Question, candidates: readonly Option[]): QuestionRows {
  const { positions } = line.memory.labels;
  const places = placesOf(candidates, positions[target]);
  const remembered = (filter: Positions | null): ((name: ContextName) => readonly FoldedRow[]) => {
    const found = new Map<ContextName, readonly FoldedRow[]>();
    return (name) => {
      let rows = found.get(name);
      if (rows !== undefined) return rows;
      rows = contextOf(name).keep.includes(target) ? line.rowsOf(name, given).map(({ row, factor }: LineRow) => fold(row, { target, given: filter, factor, places })) : [];
      found.set(name, rows);
      return rows;
    };
  };
  const of = remembered(null);
  const filter = givenPositions({ given, line });
  return { of, within: filter === null ? of : remembered(filter), placeOf: (value) => places[positions[target].get(value) ?? UNHEARD] ?? -1 };
}

/** The fields already decided, by their positions; null where there are none. */
export function givenPositions({ given, line }: Pick<Question, "given" | "line">): Positions | null {
  const decided = Object.entries(given) as [keyof Coding, string][];
  return decided.length === 0 ? null : Object.fromEntries(decided.map(([field, value]) => [field, line.memory.labels.positions[field].get(value) ?? UNHEARD]));
}

/** Which option a label is, by its position. */
export function placesOf(options: readonly Option[], positions: ReadonlyMap<string, number>): (number | undefined)[] {
  const places: (number | undefined)[] = [];
  options.forEach(({ value }, i) => {
    const position = positions.get(value);
    if (position === undefined) return;
    while (places.length < position) places.push(undefined);
    places[position] = i;
  });
  return places;
}
