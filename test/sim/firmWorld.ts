import { expect } from "vitest";
import type { SyncRules } from "../../shared/planning/rules.ts";
import type { RecordKind } from "../../shared/records/kinds.ts";
import type { Actor, RecordBody } from "../../shared/records/record.ts";
import { contactBody } from "./bodies.ts";
import { engineWorld, type EngineWorld, type EngineWorldOptions } from "./engineWorld.ts";

export const PAT: Actor = { type: "member", id: "m1", name: "Pat" };
export const CLIENT = recordId(1);

/** Ids of records that a test makes. */
export function recordId(n: number): string {
  return `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
}

/** A firm whose Xero was read, with one client who is in Xero. */
export async function firmWorld(rules: Partial<SyncRules> = {}, options: EngineWorldOptions = {}) {
  const world = await engineWorld({ ...options, rules });
  await world.settle();
  await save(world, "contact", CLIENT, contactBody("Harbour Films"));
  await world.settle();
  return Object.assign(world, { client: (await linkOf(world, CLIENT)).xeroId });
}

export async function save(world: EngineWorld, kind: RecordKind, id: string, body: RecordBody, expectedRevision: number | null = null): Promise<void> {
  expect(await world.engine.saveRecord({ organisationId: world.organisationId, recordId: id, kind, body, expectedRevision, actor: PAT })).toMatchObject({ ok: true });
}

/** Saves what `change` makes of the record as it is. */
export async function edit<T extends RecordBody>(world: EngineWorld, kind: RecordKind, id: string, change: (body: T) => T): Promise<void> {
  const [row] = (await world.rows("record", { id })) as unknown as { body: string; revision: number }[];
  await save(world, kind, id, change(JSON.parse(row!.body) as T), row!.revision);
}

export async function bodyOf<T>(world: EngineWorld, id: string): Promise<T> {
  return JSON.parse(((await world.rows("record", { id }))[0] as unknown as { body: string }).body) as T;
}

export interface LinkRow {
  id: string;
  recordId: string;
  state: string;
  xeroId: string;
  reason: { code: string; sentence: string; remedy: string } | null;
}

export async function linkOf(world: EngineWorld, id: string): Promise<LinkRow> {
  return (await world.rows("link", { recordId: id }))[0] as unknown as LinkRow;
}

/** Our record of a document of Xero's. */
export async function recordOf(world: EngineWorld, xeroId: string): Promise<LinkRow> {
  return (await world.rows("link", { xeroId }))[0] as unknown as LinkRow;
}

export const booksOf = (world: EngineWorld) => world.sandbox.organisations[0]!.books;

export async function later(world: EngineWorld, minutes: number): Promise<void> {
  world.clock.advance(minutes * 60_000);
  await world.settle();
}
