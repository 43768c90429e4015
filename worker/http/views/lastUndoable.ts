import type { UndoableView } from "../../../shared/api/views.ts";
import type { AuditEntry } from "../../store/reads/auditTrail.ts";
import { actorName } from "./decisionViews.ts";

/** What a card wrote: Apply, or a split. What was confirmed in bulk is taken back where it was confirmed. */
const WRITTEN = /^(coding|split):card:(.+)$/;
/** Our own write on its way, and Xero's answer to it. */
const FOLLOWS = /^(sent|pushed|answered|rounded)/;
/** Later nobody remembers what it was; the history still says it. */
const OFFERED_MS = 7 * 24 * 3_600_000;

/** The newest thing that happened to a record, where that is something a click takes back. `entries`: newest first. */
export function lastUndoable(entries: readonly AuditEntry[], now: number): UndoableView | null {
  const last = entries.find(({ row }) => !FOLLOWS.test(row.cause))?.row;
  const [, kind, undo] = WRITTEN.exec(last?.cause ?? "") ?? [];
  if (last === undefined || undo === undefined || now - last.at > OFFERED_MS) return null;
  return { kind: kind === "split" ? "split" : "coding", undo, by: actorName(JSON.parse(last.actor) as unknown) ?? "Somebody", at: last.at };
}
