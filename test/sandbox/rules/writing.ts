import type { Books } from "../books/books.ts";
import type { Actor, PendingEvent, SandboxOrganisation, World, Writing } from "../world.ts";

type RecordMaps = {
  [Name in keyof Books as Books[Name] extends Map<string, unknown> ? Name : never]: Books[Name] extends Map<string, infer Value> ? Value : never;
};
export type MapName = keyof RecordMaps;

/** A write that can be taken back: records are replaced, never changed in place, so undoing is putting the old ones back. */
export interface UndoableWriting extends Writing {
  readonly undo: (() => void)[];
}

export function beginWriting(world: World, organisation: SandboxOrganisation, actor: Actor): UndoableWriting {
  return {
    world,
    organisation,
    books: organisation.books,
    actor,
    nowMs: stampMs(world),
    changes: [],
    events: [],
    undo: [],
  };
}

/** Stores the record under its id, remembering what was there. */
export function put<Name extends MapName>(writing: Writing, name: Name, id: string, record: RecordMaps[Name]): void {
  const map = writing.books[name] as Map<string, RecordMaps[Name]>;
  const before = map.get(id);
  (writing as UndoableWriting).undo.push(() => (before === undefined ? map.delete(id) : map.set(id, before)));
  map.set(id, record);
}

export function remove(writing: Writing, name: MapName, id: string): void {
  const map = writing.books[name] as Map<string, unknown>;
  const before = map.get(id);
  if (before === undefined) return;
  (writing as UndoableWriting).undo.push(() => map.set(id, before));
  map.delete(id);
}

/** The next of the organisation's running numbers; a refused write gives it back. */
export function takeNumber(writing: Writing, counter: "nextInvoiceNumber" | "nextCreditNoteNumber" | "nextQuoteNumber"): number {
  const { organisation } = writing.books;
  const taken = organisation[counter];
  (writing as UndoableWriting).undo.push(() => void (organisation[counter] = taken));
  organisation[counter] = taken + 1;
  return taken;
}

export function takeBack(writing: UndoableWriting, to: { undo: number; changes: number; events: number }): void {
  while (writing.undo.length > to.undo) writing.undo.pop()?.();
  writing.changes.length = to.changes;
  writing.events.length = to.events;
}

export const markOf = (writing: UndoableWriting) => ({
  undo: writing.undo.length,
  changes: writing.changes.length,
  events: writing.events.length,
});

/** Notes that a record was changed, for the log. */
export function changed(writing: Writing, entity: string, id: string, action: "create" | "update" | "delete"): void {
  writing.changes.push({ tenantId: writing.organisation.tenantId, entity, id, action, by: writing.actor.by });
}

/** Notes that subscribers are to be told. Several of one kind on one record in one write become one, as Xero sends them. */
export function announce(writing: Writing, event: PendingEvent): void {
  const same = writing.events.find((other) => other.category === event.category && other.id === event.id);
  if (!same) writing.events.push(event);
  else if (event.data) same.data = event.data;
}

/** The app's client id, for createdByMyApp; nothing for people. */
export const createdBy = (writing: Writing): { createdByAppId?: string } =>
  writing.actor.by === "bookkeeper" ? {} : { createdByAppId: writing.actor.by };

/** Adds one line to the record's history (facts §5.9: Xero notes who did what, and nobody can edit it). */
export function noteHistory(writing: Writing, recordId: string, changes: string, details = ""): void {
  const before = writing.books.history.get(recordId) ?? [];
  const app = writing.world.state.apps.find((known) => known.clientId === writing.actor.by);
  const user = writing.actor.by === "bookkeeper" ? "Robin Hale" : `${app?.name ?? "System Generated"}`;
  put(writing, "history", recordId, [...before, { changes, user, details, atMs: writing.nowMs }]);
}

/** Xero's own clock, which faults may set wrong or make coarse. */
function stampMs(world: World): number {
  const now = world.clock.now() + world.state.faults.skewMs;
  return world.state.faults.armed.some((fault) => fault.kind === "same-second") ? Math.floor(now / 1000) * 1000 : now;
}
