import { contextKey, contexts } from "./contexts.ts";
import type { Context, ContextName } from "./contexts.ts";
import type { Question } from "./evidence.ts";
import { fold } from "./foldedRow.ts";
import type { FoldedRow } from "./foldedRow.ts";
import type { Coding, CountRow } from "./types.ts";
import { Vocabulary } from "./vocabulary.ts";

/** The rows that bear on one question, each looked up and summed up once: common words have rows of hundreds of codings. */
export interface QuestionRows {
  /** What the numbers in the rows stand for. */
  readonly vocabulary: Vocabulary;
  /** The context's rows, summed up by the field in question. */
  readonly of: (name: ContextName) => readonly FoldedRow[];
  /** The same, counting only codings that agree with the fields already decided. */
  readonly within: (name: ContextName) => readonly FoldedRow[];
  /** Whether the context tells values of this field apart at all. */
  readonly keeps: (name: ContextName) => boolean;
}

const byName = new Map<string, Context>(contexts.map((context) => [context.name, context]));

export function questionRows({ target, given, prepared, memory }: Question): QuestionRows {
  const vocabulary = new Vocabulary();
  const supplierRow = memory.rows.get(contextKey("supplier", prepared.supplier));
  const supplierNow = supplierRow === undefined ? 0 : supplierRow.at + 1;
  const read = (name: ContextName, filter: Partial<Coding>): FoldedRow[] => {
    const context = contextOf(name);
    const now = context.clock === "supplier" ? supplierNow : memory.sequence;
    const folded: FoldedRow[] = [];
    for (const part of context.parts(prepared, given)) {
      const row: CountRow | undefined = memory.rows.get(contextKey(name, part));
      if (row !== undefined) folded.push(fold(row, { target, given: filter, factor: context.decay ** Math.max(0, now - row.at), vocabulary }));
    }
    return folded;
  };
  const remembered = (filter: Partial<Coding>): ((name: ContextName) => readonly FoldedRow[]) => {
    const found = new Map<ContextName, readonly FoldedRow[]>();
    return (name) => {
      let rows = found.get(name);
      if (rows === undefined) found.set(name, (rows = read(name, filter)));
      return rows;
    };
  };
  const of = remembered({});
  return { vocabulary, of, within: Object.keys(given).length === 0 ? of : remembered(given), keeps: (name) => contextOf(name).keep.includes(target) };
}

function contextOf(name: ContextName): Context {
  const context = byName.get(name);
  if (context === undefined) throw new Error(`no context named ${name}`);
  return context;
}
