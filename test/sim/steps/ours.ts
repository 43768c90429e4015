import { changedGroups, groupValue } from "../../../shared/merge/recordGroups.ts";
import type { SyncedBody } from "../../../shared/merge/groups.ts";
import { SYNCED_KINDS, type RecordKind, type SyncedKind } from "../../../shared/records/kinds.ts";
import type { Actor, RecordBody } from "../../../shared/records/record.ts";
import { canonical } from "../../../worker/engine/canonical.ts";
import type { Row } from "../../../worker/store/port.ts";
import { typedBy } from "../world/typed.ts";
import type { SimOrganisation, SimWorld } from "../world/simWorld.ts";
import { chosen } from "./step.ts";

export const PAT: Actor = { type: "member", id: "m1", name: "Pat" };

/** Records of one kind, in the order of their ids. */
export async function recordsOf(world: SimWorld, organisation: SimOrganisation, kind: RecordKind): Promise<Row<"record">[]> {
  return (await world.rows(organisation.id, "record", { kind })).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Our record with its body, by a number; `fits` says which count. */
export async function oneOfOurs<T extends RecordBody>(
  world: SimWorld, organisation: SimOrganisation, kind: RecordKind, which: number, fits: (body: T) => boolean = () => true,
): Promise<{ row: Row<"record">; body: T } | null> {
  const all = (await recordsOf(world, organisation, kind)).map((row) => ({ row, body: JSON.parse(row.body) as T }));
  return chosen(all.filter(({ body }) => fits(body)), which);
}

export interface Saving {
  kind: RecordKind;
  id: string;
  body: RecordBody;
  /** The row that was edited; absent: it is new. */
  before?: Row<"record">;
}

/** A person saves. Without an answer his client sends the same again; what he typed is remembered, to be looked for at the end. */
export async function save(world: SimWorld, organisation: SimOrganisation, { kind, id, body, before }: Saving): Promise<boolean> {
  const request = { organisationId: organisation.id, recordId: id, kind, body, expectedRevision: before?.revision ?? null, actor: PAT };
  const clean = before === undefined ? null : await typedBy.standing(world, organisation, id);
  const ask = () => world.request(organisation.id, (engine) => engine.saveRecord(request));
  let answer = (await ask()) ?? (await ask());
  if (world.sendTwice) {
    world.sendTwice = false;
    world.fire("request-sent-twice");
    const again = await ask();
    if (before === undefined) answer = again ?? answer;
  }
  if (answer?.ok !== true) return false;
  world.edits.ours += 1;
  if (before !== undefined && clean !== null && (SYNCED_KINDS as readonly string[]).includes(kind)) {
    const old = JSON.parse(before.body) as SyncedBody;
    const kept = JSON.parse((await world.rows(organisation.id, "record", { id }))[0]!.body) as SyncedBody;
    for (const group of changedGroups(kind as SyncedKind, old, kept))
      world.typed.push({ organisation, recordId: id, kind: kind as SyncedKind, group, was: canonical(groupValue(kind as SyncedKind, group, old)), value: canonical(groupValue(kind as SyncedKind, group, kept)), ...clean });
  }
  return true;
}
