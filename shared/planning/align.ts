import { alignLines } from "../merge/alignLines.ts";
import type { SyncedBody } from "../merge/groups.ts";
import { sameLineCoding } from "../merge/documentGroups.ts";
import type { Document } from "../records/document.ts";
import type { SyncedKind } from "../records/kinds.ts";
import type { References } from "./references.ts";
import { toTracking } from "./projectTracking.ts";

/** The three sides with the same line under the same id, and our projects said as tracking options where they are mapped. */
export interface AlignedSides {
  ours: SyncedBody;
  xero: SyncedBody;
  base: SyncedBody | null;
  removalClash: boolean;
}

export interface AlignInput {
  kind: SyncedKind;
  ours: SyncedBody;
  xero: SyncedBody;
  base: SyncedBody | null;
  projectCategoryId: string | null;
  references: References;
}

export function align({ kind, ours, xero, base, projectCategoryId, references }: AlignInput): AlignedSides {
  if (kind === "contact" || kind === "payment") return { ours, xero, base, removalClash: false };
  const tracked = toTracking(ours as Document, projectCategoryId, references);
  const aligned = alignLines(tracked, xero as Document, base === xero ? null : (base as Document | null));
  const alignedBase = base === xero ? aligned.xero : aligned.base;
  return { ours: aligned.ours, xero: aligned.xero, base: alignedBase, removalClash: clashes(aligned.ours, aligned.xero, alignedBase) };
}

/** A line that one side removed and the other recoded or reworded since they agreed. Taking either alone would lose the other. */
function clashes(ours: Document, xero: Document, base: Document | null): boolean {
  if (base === null) return false;
  return edited(base, ours, xero) || edited(base, xero, ours);
}

function edited(base: Document, remover: Document, editor: Document): boolean {
  if (base.lines.length <= remover.lines.length && sameLineSet(base, remover)) return false;
  const kept = new Set(remover.lines.map((line) => line.id));
  const agreed = new Map(base.lines.map((line) => [line.id, line]));
  return editor.lines.some((line) => {
    const before = agreed.get(line.id);
    return before !== undefined && !kept.has(line.id) && (line.description !== before.description || !sameLineCoding(line, before));
  });
}

function sameLineSet(a: Document, b: Document): boolean {
  for (let index = 0; index < a.lines.length; index += 1) if (a.lines[index]!.id !== b.lines[index]?.id) return false;
  return true;
}
