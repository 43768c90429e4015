import { expect, test, vi } from "vitest";
import { promise } from "../../test/promise.ts";
import { firmWorld, PAT, recordId } from "../../test/sim/firmWorld.ts";
import type { Ports, Store } from "../ports.ts";
import type { Select } from "../store/port.ts";
import { type AuditEntry, auditChanges, type AuditHead } from "./auditTrail.ts";
import { eraseValues, goOnErasing } from "./eraseValues.ts";
import { rebuild, verifyAudit } from "./rebuild.ts";

// A long audit takes a busy machine its time.
vi.setConfig({ testTimeout: 60_000 });

type World = Awaited<ReturnType<typeof firmWorld>>;
const [MINE, OTHER, LAST] = [recordId(71), recordId(72), recordId(73)];

/** A firm whose audit tells of one record first, then `between` times of another, and of a third at its end. */
async function longAudit(between: number) {
  const world = await firmWorld();
  const entry = (of: string, after: unknown): AuditEntry => ({ at: world.clock.now(), actor: PAT, cause: "save", rule: null, recordId: of, kind: "contact", callId: null, changes: [{ group: "=", before: null, after }] });
  const entries = [entry(MINE, { name: "Only mine" }), entry(MINE, { name: "Shared" }), ...Array.from({ length: between }, (_, n) => entry(OTHER, { name: `Other ${n % 50}` })), entry(LAST, { name: "Shared" })];
  let head: AuditHead | null = ((await world.rows("audit")) as unknown as AuditHead[]).at(-1) ?? null;
  for (let from = 0; from < entries.length; from += 2_000) {
    const chained = auditChanges(world.organisationId, head, entries.slice(from, from + 2_000), world.inner.hash);
    await world.store.commit([], chained.changes);
    head = chained.head;
  }
  return world;
}

/** Ports of which `met` hears what each read brought, and may throw. */
function listening(world: World, met: (read: { from: string; rows: readonly { seq?: number }[] }) => Promise<void> | void): Ports {
  const read = (async (...selects: Select[]) => {
    const found = (await world.inner.store.read(...selects)) as unknown as readonly { seq?: number }[][];
    for (const [index, select] of selects.entries()) await met({ from: select.from, rows: found[index]! });
    return found;
  }) as Store["read"];
  return { ...world.inner, store: { ...world.inner.store, read } };
}

const asked = (world: World) => ({ organisationId: world.organisationId, recordId: MINE, actor: PAT });
const of = (world: World, id: string) => rebuild(world.inner, world.organisationId, id, world.clock.now());
const erasures = (world: World) => world.inner.store.read({ from: "erasure", where: {}, limit: 10 }).then(([rows]) => rows);
const kept = async (world: World) => ((await world.rows("auditValue")) as unknown as { value: string | null }[]).flatMap(({ value }) => (value === null ? [] : [value]));

promise(["N22"], "D1", "values of one record are erased from a long audit page by page, what others share stays, and the chain verifies; killed in the middle, the cron goes on where it was", async () => {
  const world = await longAudit(27_000);
  let pages = 0;
  const dying = listening(world, ({ from, rows }) => {
    if (from === "audit" && rows.length > 100 && (pages += 1) === 13) throw new Error("the process is killed");
  });
  await expect(eraseValues(dying, asked(world))).rejects.toThrow("killed");
  expect(await kept(world)).toContain('{"name":"Only mine"}');
  expect(await erasures(world)).toMatchObject([{ recordId: MINE, scannedSeq: 20_000 }]);

  const largest: number[] = [];
  const seen: number[] = [];
  const watching = listening(world, ({ from, rows }) => {
    largest.push(rows.length);
    if (from === "audit" && rows.length > 100) seen.push(rows[0]!.seq!);
  });
  expect(await goOnErasing(watching, 3)).toBe(1);
  expect(Math.min(...seen)).toBe(20_001);
  expect(Math.max(...largest)).toBeLessThanOrEqual(2_000);
  expect(await kept(world)).not.toContain('{"name":"Only mine"}');
  expect(await of(world, LAST)).toMatchObject({ ok: true, body: { name: "Shared" } });
  expect(await of(world, OTHER)).toMatchObject({ ok: true });
  expect(await verifyAudit(world.inner, world.organisationId)).toMatchObject({ ok: true });
  const entries = (await world.rows("audit", { cause: "erasure" })) as unknown as { recordId: string; actor: string }[];
  expect(entries.map(({ recordId: id, actor }) => [id, (JSON.parse(actor) as { name: string }).name])).toEqual([[MINE, PAT.name]]);
  expect([await erasures(world), await goOnErasing(world.inner, 3)]).toEqual([[], 0]);
});

test("what another record begins to share while the audit is looked through stays", async () => {
  const world = await longAudit(10);
  let isMeanwhile = true;
  const ports = listening(world, async ({ from, rows }) => {
    if (from !== "audit" || rows.length < 10 || !isMeanwhile) return;
    isMeanwhile = false;
    const head = ((await world.rows("audit")) as unknown as AuditHead[]).at(-1)!;
    const entry = { at: world.clock.now(), actor: PAT, cause: "save", rule: null, recordId: LAST, kind: "contact", callId: null, changes: [{ group: "=", before: null, after: { name: "Only mine" } }] };
    await world.store.commit([], auditChanges(world.organisationId, head, [entry], world.inner.hash).changes);
  });
  expect(await eraseValues(ports, asked(world))).toEqual({ done: true, erased: 0 });
  expect([isMeanwhile, await of(world, LAST)]).toMatchObject([false, { ok: true, body: { name: "Only mine" } }]);
  expect(await verifyAudit(world.inner, world.organisationId)).toMatchObject({ ok: true });
});

test("an audit too long for one call says that it is not done, and is done by the next", async () => {
  const world = await longAudit(1);
  const rows = await world.d1.prepare("select max(seq) as seq from audit").first<{ seq: number }>();
  await world.d1.prepare(`with recursive n(i) as (select ? union all select i + 1 from n where i < ?)
    insert into audit (organisation_id, seq, at, actor, cause, record_id, changes, hash) select ?, i, 1, '{}', 'save', 'other', '[]', 'h' from n`).bind(rows!.seq + 1, rows!.seq + 201_000, world.organisationId).run();
  expect(await eraseValues(world.inner, asked(world))).toEqual({ done: false, erased: 0 });
  expect(await kept(world)).toContain('{"name":"Only mine"}');
  expect(await eraseValues(world.inner, asked(world))).toEqual({ done: true, erased: 1 });
  expect(await kept(world)).not.toContain('{"name":"Only mine"}');
});
