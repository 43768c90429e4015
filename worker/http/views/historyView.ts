import type { HistoryEntryView } from "../../../shared/api/views.ts";
import type { AuditEntry } from "../../store/reads/auditTrail.ts";
import { fieldLabel } from "./fieldText.ts";
import { fieldRows } from "./fieldRows.ts";
import { actorName } from "./decisionViews.ts";
import type { Names } from "./names.ts";

interface Change {
  group: string;
  before: string | null;
  after: string | null;
}

/** One audit row in words: who, what changed from what to what, and the rule that decided. */
export function historyView({ row, values }: AuditEntry, names: Names, lineIds: readonly string[] = []): HistoryEntryView {
  const changes = JSON.parse(row.changes) as Change[];
  const texts = changes.flatMap((change) => changeTexts(change, values, { names, lineIds }));
  return { at: row.at, who: whoOf(row.actor), what: [causeText(row.cause), texts.join("; ")].filter((part) => part !== "").join(": "), rule: row.rule };
}

const WHOLE = "*";
/** The record as it was left, for rebuilding it; the groups beside it say what changed. */
const STATE = "=";

function changeTexts({ group, before, after }: Change, values: ReadonlyMap<string, string>, { names, lineIds }: { names: Names; lineIds: readonly string[] }): string[] {
  if (group === STATE) return [];
  const [was, is] = [before, after].map((hash) => (hash === null ? null : values.get(hash)));
  const label = fieldLabel(group.split(/[.:]/)[0] ?? group);
  if (was === undefined || is === undefined) return [`${label} (erased)`];
  // "*" speaks for the whole record: a list of all its fields would say nothing.
  if (group === WHOLE) return [was === null ? "new" : is === null ? "removed" : "changed"];
  const rows = fieldRows({ before: parsed(was), after: parsed(is) }, group, names, lineIds);
  return rows.length === 0 ? [label] : rows.slice(0, 5).map((field) => `${field.label}: ${field.texts.before} → ${field.texts.after}`);
}

function parsed(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function whoOf(actor: string): string {
  const value = parsed(actor);
  return actorName(value) ?? (typeof value === "string" ? value : "Marginalia");
}

const CAUSES: Readonly<Record<string, string>> = {
  saved: "Saved here",
  retry: "Tried again",
  "give-up": "Given up for Xero’s values",
  observed: "Seen in Xero",
  pushed: "Written to Xero",
  answered: "Answered by Xero",
  rounded: "Xero made another sum of it",
  conflict: "Conflict",
  proposal: "Proposal",
  coding: "Coding",
  split: "Split",
  undo: "Taken back",
  recreated: "Made anew",
  joined: "Joined with the same contact",
  matching: "Said to be a new contact",
  erasure: "Erased",
};

/** Causes are short codes; one without words here is still shown. */
function causeText(cause: string): string {
  const [family = cause] = cause.split(":");
  return CAUSES[family] ?? fieldLabel(family);
}
