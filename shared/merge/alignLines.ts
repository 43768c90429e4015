import type { Document, Line } from "../records/document.ts";

export interface Aligned {
  ours: Document;
  xero: Document;
  base: Document | null;
}

/**
 * Gives the same line the same id (ours) on all three sides. Lines are the same when their LineItemID is; among the rest, when their
 * content is: Xero makes new ids where another app sent lines without them, and a first link knows none at all.
 *
 *   ours   A(x1)  B(x2)  C(-)            base   x1 x2          xero   x1 y2≅B  y3≅C
 *          └──────┴──────┴── by id, then by content ──▶  xero: A B C, and our B and C learn y2 and y3
 */
export function alignLines(ours: Document, xero: Document, base: Document | null): Aligned {
  if (isAligned(ours, xero) && (base === null || base === xero || isAligned(ours, base))) return { ours, xero, base };
  const xeroToOurs = match(xero.lines, ours.lines);
  const learned = new Map<string, string>();
  for (const [line, own] of xeroToOurs) if (line.xeroLineId !== null && own.xeroLineId !== line.xeroLineId) learned.set(own.id, line.xeroLineId);
  const baseToOurs = base && match(base.lines, ours.lines);
  const baseToXero = base && match(base.lines, xero.lines);
  return {
    ours: learned.size === 0 ? ours : { ...ours, lines: ours.lines.map((own) => renumbered(own, learned)) },
    xero: { ...xero, lines: xero.lines.map((line) => withId(line, xeroToOurs.get(line)?.id ?? line.id)) },
    base: base && {
      ...base,
      lines: base.lines.map((line) => {
        const same = baseToXero!.get(line);
        const own = baseToOurs!.get(line) ?? (same && xeroToOurs.get(same));
        return withId(line, own?.id ?? same?.id ?? line.id);
      }),
    },
  };
}

function renumbered(own: Line, learned: ReadonlyMap<string, string>): Line {
  const xeroLineId = learned.get(own.id);
  return xeroLineId === undefined ? own : { ...own, xeroLineId };
}

function withId(line: Line, id: string): Line {
  return line.id === id ? line : { ...line, id };
}

function isAligned(a: Document, b: Document): boolean {
  if (a.lines.length !== b.lines.length) return false;
  for (let index = 0; index < a.lines.length; index += 1) {
    const left = a.lines[index]!;
    const right = b.lines[index]!;
    if (left.id !== right.id || left.xeroLineId !== right.xeroLineId) return false;
  }
  return true;
}

/** Pairs lines of two documents, each at most once: by LineItemID, then by content from strict to loose. */
function match(from: readonly Line[], to: readonly Line[]): Map<Line, Line> {
  const pairs = new Map<Line, Line>();
  const byXeroId = new Map<string, Line>();
  for (const line of to) if (line.xeroLineId !== null) byXeroId.set(line.xeroLineId, line);
  const taken = new Set<Line>();
  for (const line of from) {
    const same = line.xeroLineId === null ? undefined : byXeroId.get(line.xeroLineId);
    if (same && !taken.has(same)) {
      pairs.set(line, same);
      taken.add(same);
    }
  }
  if (pairs.size === from.length || taken.size === to.length) return pairs;
  const free = (line: Line) => !pairs.has(line);
  for (const key of CONTENT_KEYS) matchBy(key, from.filter(free), to.filter((line) => !taken.has(line)), pairs, taken);
  return pairs;
}

const CONTENT_KEYS: readonly ((line: Line) => string)[] = [
  (line) => JSON.stringify([line.description, line.quantityE4, line.unitAmountE4, line.accountCode, line.taxType]),
  (line) => JSON.stringify([line.description, line.quantityE4, line.unitAmountE4]),
];

function matchBy(key: (line: Line) => string, from: readonly Line[], to: readonly Line[], pairs: Map<Line, Line>, taken: Set<Line>): void {
  if (from.length === 0 || to.length === 0) return;
  const waiting = Map.groupBy(to, key);
  for (const line of from) {
    const same = waiting.get(key(line))?.shift();
    if (!same) continue;
    pairs.set(line, same);
    taken.add(same);
  }
}
