import { contextKey, contexts } from "./contexts.ts";
import type { Context, ContextName } from "./contexts.ts";
import type { Question } from "./evidence.ts";
import { fold } from "./foldedRow.ts";
import type { FoldedRow } from "./foldedRow.ts";
import type { Coding, CountRow } from "./types.ts";

/** The rows that bear on one question, each looked up and summed up once: common words have rows of hundreds of codings. */
export interface QuestionRows {
  /** The context's rows, summed up by the field in question. */
  readonly of: (name: ContextName) => readonly FoldedRow[];
  /** The same, counting only codings that agree with the fields already decided. */
  readonly within: (name: ContextName) => readonly FoldedRow[];
  /** Whether the context tells values of this field apart at all. */
  readonly keeps: (name: ContextName) => boolean;
}

const byName = new Map<string, Context>(contexts.map((context) => [context.name, context]));

export function questionRows({ target, given, prepared, memory }: Question): QuestionRows {
  const supplierRow = memory.rows.get(contextKey("supplier", prepared.supplier));
  const supplierNow = supplierRow === undefined ? 0 : supplierRow.at + 1;
  const read = (name: ContextName, filter: Partial<Coding>): FoldedRow[] => {
    const context = contextOf(name);
    const now = context.clock === "supplier" ? supplierNow : memory.sequence;
    return context.parts(prepared, given)
      .map((part) => memory.rows.get(contextKey(name, part)))
      .filter((row): row is CountRow => row !== undefined)
      .map((row) => fold(row, { target, given: filter, factor: context.decay ** Math.max(0, now - row.at) }));
  };
  const remembered = (filter: Partial<Coding>): ((name: ContextName) => readonly FoldedRow[]) => {
    const found = new Map<ContextName, readonly FoldedRow[]>();
    return (name) => {
      const rows = found.get(name) ?? read(name, filter);
      found.set(name, rows);
      return rows;
    };
  };
  return { of: remembered({}), within: remembered(given), keeps: (name) => contextOf(name).keep.includes(target) };
}

function contextOf(name: ContextName): Context {
  const context = byName.get(name);
  if (context === undefined) throw new Error(`no context named ${name}`);
  return context;
}
