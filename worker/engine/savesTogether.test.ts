import { describe, expect, test } from "vitest";
import { engineWorld } from "../../test/sim/engineWorld.ts";
import { promise } from "../../test/promise.ts";
import { appendChanges } from "./auditTrail.ts";
import type { RecordKind } from "../../shared/records/kinds.ts";
import type { Actor, RecordBody } from "../../shared/records/record.ts";

const PAT: Actor = { type: "member", id: "m1", name: "Pat" };
const id = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const AT_ONCE = 24;

async function opened() {
  const world = await engineWorld();
  await world.settle();
  const { organisationId, engine } = world;
  const save = (kind: RecordKind, recordId: string, body: object, expectedRevision: number | null = null) =>
    engine.saveRecord({ organisationId, recordId, kind, body: body as RecordBody, expectedRevision, actor: PAT });
  const audit = async () => (await world.rows("audit")) as unknown as { seq: number; hash: string; recordId: string; cause: string }[];
  return { ...world, save, audit };
}

const person = (perHourMinor: number) => ({ name: "Ana", email: null, costRates: [{ from: "2026-01-01", perHourMinor }], active: true });

describe("saves at the same moment", () => {
  promise(["N22"], "the audit's rows and the round trips to D1", "twenty-four people save at once: none waits for another, each has one entry, and the next round seals them into the chain", async () => {
    const world = await opened();
    const before = (await world.audit()).length;
    const trips = world.counter.roundTrips;
    const saved = await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => world.save("project", id(n), { name: `Project ${n}`, clientId: null, status: "active" })));
    expect(saved.every(({ ok }) => ok)).toBe(true);
    expect(world.counter.roundTrips - trips).toBe(2 * AT_ONCE);
    const entries = (await world.audit()).slice(before);
    expect([entries.length, new Set(entries.map(({ recordId }) => recordId)).size, new Set(entries.map(({ hash }) => hash))]).toEqual([AT_ONCE, AT_ONCE, new Set([""])]);
    await world.runOnce();
    expect((await world.audit()).filter(({ hash }) => hash === "")).toEqual([]);
    expect(await world.engine.verifyAudit(world.organisationId)).toEqual({ ok: true, rows: before + AT_ONCE });
  });

  test("asked whether the audit is whole right after a save, it is sealed first", async () => {
    const world = await opened();
    await world.save("project", id(1), { name: "Pier", clientId: null, status: "active" });
    expect(await world.engine.verifyAudit(world.organisationId)).toMatchObject({ ok: true });
    expect((await world.audit()).filter(({ hash }) => hash === "")).toEqual([]);
  });

  test("an audit longer than what is read at once is verified to its end: an entry or a value changed far behind is found", async () => {
    const world = await opened();
    const before = (await world.audit()).length;
    const { organisationId } = world;
    const LONG = 4_500;
    const hash = world.ports.hash;
    const entries = Array.from({ length: LONG }, (_, n) => ({ at: n, actor: PAT, cause: "saved", rule: null, recordId: id(n), kind: "project", callId: null, changes: [{ group: "*", before: null, after: { name: `Project ${n}` } }] }));
    await world.store.commit([], appendChanges(organisationId, entries, hash));
    for (let round = 0; round < 4; round += 1) await world.engine.verifyAudit(organisationId);
    expect((await world.audit()).filter((row) => row.hash === "")).toEqual([]);
    expect(await world.engine.verifyAudit(organisationId)).toEqual({ ok: true, rows: before + LONG });
    await world.d1.prepare("drop trigger audit_only_seal").run();
    await world.d1.prepare("update audit set cause = 'nothing' where seq = ?").bind(before + LONG - 1).run();
    expect(await world.engine.verifyAudit(organisationId)).toEqual({ ok: false, atSeq: before + LONG - 1, sentence: `Entry ${before + LONG - 1} was changed after it was written.` });
    await world.d1.prepare("update audit set cause = 'saved' where seq = ?").bind(before + LONG - 1).run();
    const [last] = (await world.rows("auditValue")).toSorted((a, b) => (String(a["hash"]) < String(b["hash"]) ? 1 : -1)) as unknown as { hash: string }[];
    await world.d1.prepare("drop trigger audit_value_erase_only").run();
    await world.d1.prepare("update audit_value set value = '{}' where hash = ?").bind(last!.hash).run();
    expect(await world.engine.verifyAudit(organisationId)).toMatchObject({ ok: false, sentence: `The value ${last!.hash.slice(0, 12)} is not the one that was written.` });
  });

  test("what is saved while disconnected is sealed too", async () => {
    const world = await opened();
    await world.store.commit([], [{ update: "organisation", where: { id: world.organisationId }, set: { state: "disconnected" } }]);
    await world.save("project", id(1), { name: "Pier", clientId: null, status: "active" });
    await world.runOnce();
    expect((await world.audit()).at(-1)).toMatchObject({ recordId: id(1), hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  test("the same request twice at one moment makes one record with one entry", async () => {
    const world = await opened();
    const body = { name: "Pier", clientId: null, status: "active" };
    const both = await Promise.all([world.save("project", id(1), body), world.save("project", id(1), body)]);
    expect(both).toEqual([{ ok: true, value: { revision: 1 } }, { ok: true, value: { revision: 1 } }]);
    expect((await world.audit()).filter(({ recordId }) => recordId === id(1))).toHaveLength(1);
  });

  test("two edits of one record at one moment: the second is told, neither is lost silently", async () => {
    const world = await opened();
    const body = (name: string) => ({ name, clientId: null, status: "active" });
    await world.save("project", id(1), body("Pier"));
    const both = await Promise.all([world.save("project", id(1), body("Pier 1"), 1), world.save("project", id(1), body("Pier 2"), 1)]);
    expect(both.map((answer) => (answer.ok ? "saved" : answer.refusal.code)).sort()).toEqual(["revision_conflict", "saved"]);
  });

  test.each(["first", "last"])("time saved at the moment at which its person's rate changes, which comes %s, costs what the rate then is", async (order) => {
    const world = await opened();
    await world.save("project", id(1), { name: "Pier", clientId: null, status: "active" });
    await world.save("person", id(2), person(10_000));
    const rate = () => world.save("person", id(2), person(20_000), 1);
    const entry = (n: number) => world.save("time_entry", id(10 + n), { personId: id(2), projectId: id(1), serviceId: null, date: "2026-11-20", minutes: 60, note: null, billable: true, approved: true, invoiceLineId: null });
    const entries = () => [0, 1, 2, 3, 4].map(entry);
    const answers = await Promise.all(order === "first" ? [rate(), ...entries()] : [...entries(), rate()]);
    expect(answers.every(({ ok }) => ok)).toBe(true);
    const labour = ((await world.rows("ledgerLine", { type: "labour" })) as unknown as { amountMinor: number }[]).map(({ amountMinor }) => Math.abs(amountMinor));
    expect(labour).toEqual([20_000, 20_000, 20_000, 20_000, 20_000]);
  });
});
