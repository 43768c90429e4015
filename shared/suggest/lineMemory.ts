import { contextKey, contexts, partsOf } from "./contexts.ts";
import type { ContextName, NamedContext } from "./contexts.ts";
import { likenesses } from "./likeness.ts";
import type { Likeness } from "./likeness.ts";
import { lineStems } from "./nameMatch.ts";
import type { Prepared } from "./prepare.ts";
import type { Coding, ContextKey, CountRow, Memory, Target } from "./types.ts";

/** One row of a context that the line has a value in. */
export interface LineRow {
  readonly part: string;
  readonly key: ContextKey;
  readonly row: CountRow;
  /** What a weight has kept since the row's clock. */
  readonly factor: number;
}

/** The memory as one line sees it: what does not depend on the field asked is looked up once for all three. */
export class LineMemory {
  readonly prepared: Prepared;
  readonly memory: Memory;
  /** Its words that may stand in a name. */
  readonly stems: ReadonlySet<string>;
  private readonly found = new Map<ContextName, readonly LineRow[]>();
  /** Next positions of the supplier and of the organisation are the clocks of contexts. */
  private readonly supplierNow: number;
  private likened: readonly Likeness[] | null = null;
  private readonly coded: Partial<Record<Target, readonly string[]>> = {};

  constructor(prepared: Prepared, memory: Memory) {
    this.prepared = prepared;
    this.memory = memory;
    this.stems = lineStems(prepared);
    const ofSupplier = memory.rows.get(contextKey("supplier", prepared.supplier));
    this.supplierNow = ofSupplier === undefined ? 0 : ofSupplier.at + 1;
  }

  /** Its rows in a context, with these fields known. */
  rowsOf(name: ContextName, known: Partial<Coding>): readonly LineRow[] {
    let rows = this.found.get(name);
    if (rows !== undefined) return rows;
    const context = contextOf(name);
    rows = this.read(context, known);
    if (context.value === undefined) this.found.set(name, rows);
    return rows;
  }

  /** How like this line each of the supplier's newest is, in their order. */
  get likenesses(): readonly Likeness[] {
    return (this.likened ??= likenesses(this.prepared, this.memory.neighbours));
  }

  /** What each of the supplier's newest lines has in one field, in their order. */
  valuesOf(target: Target): readonly string[] {
    return (this.coded[target] ??= this.memory.neighbours.map((earlier) => earlier[target]));
  }

  private read(context: NamedContext, known: Partial<Coding>): LineRow[] {
    const { rows, sequence } = this.memory;
    const found: LineRow[] = [];
    for (const part of partsOf(context, this.prepared, known)) {
      const key = contextKey(context.name, part);
      const row = rows.get(key);
      if (row === undefined) continue;
      const now = context.clock === "supplier" ? this.supplierNow : sequence;
      found.push({ part, key, row, factor: context.decay ** Math.max(0, now - row.at) });
    }
    return found;
  }
}

const byName = new Map<ContextName, NamedContext>((contexts as readonly NamedContext[]).map((context) => [context.name, context]));

export function contextOf(name: ContextName): NamedContext {
  const context = byName.get(name);
  if (context === undefined) throw new Error(`no context named ${name}`);
  return context;
}
