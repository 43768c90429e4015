import type { ConflictView, ProposalView } from "../../../shared/api/views.ts";
import type { Actor } from "../../../shared/records/record.ts";
import type { ConflictRow, ProposalRow } from "../../store/reads/decisions.ts";
import { fieldLabel } from "./fieldText.ts";
import { fieldRows } from "./fieldRows.ts";
import type { Names } from "./names.ts";

/** A conflict as three texts per field, so that the card needs no mapping. */
export function conflictView(row: ConflictRow, names: Names, lineIds: readonly string[]): ConflictView {
  const rows = fieldRows({ base: JSON.parse(row.base), ours: JSON.parse(row.ours), xero: JSON.parse(row.xero) }, row.fieldGroup, names, lineIds);
  return {
    id: row.id,
    fieldGroup: row.fieldGroup,
    title: titleOf(rows, row.fieldGroup),
    fields: rows.map(({ field, label, texts }) => ({ field, label, ...texts })),
    oursBy: actorName(row.oursBy),
    oursAt: row.oursAt,
    xeroBy: row.xeroBy,
    xeroAt: row.xeroAt,
    openedAt: row.openedAt,
  };
}

/** @param advice why Xero will most likely refuse it (views/proposalAdvice.ts) */
export function proposalView(row: ProposalRow, names: Names, lineIds: readonly string[], advice: ProposalView["advice"]): ProposalView {
  const rows = fieldRows({ before: JSON.parse(row.before), after: JSON.parse(row.after) }, row.fieldGroup, names, lineIds);
  return {
    id: row.id,
    fieldGroup: row.fieldGroup,
    title: titleOf(rows, row.fieldGroup),
    fields: rows.map(({ field, label, texts }) => ({ field, label, ...texts })),
    by: actorName(row.by) ?? "someone",
    openedAt: row.openedAt,
    advice,
  };
}

/** "Quantity and unit price of line 2"; with more than two fields the first and how many more. */
function titleOf(rows: readonly { label: string }[], group: string): string {
  const [first, second] = rows.map(({ label }) => label);
  if (first === undefined) return fieldLabel(group.split(/[.:]/)[0] ?? group);
  if (second === undefined) return first;
  if (rows.length > 2) return `${first} and ${rows.length - 1} more`;
  const [name, line] = first.split(" of line ");
  return line !== undefined && second.endsWith(` of line ${line}`) ? `${name} and ${second.charAt(0).toLowerCase()}${second.slice(1)}` : `${first}, ${second}`;
}

export function actorName(actor: unknown): string | null {
  return typeof actor === "object" && actor !== null && "name" in actor ? (actor as Actor).name : null;
}
