import { eq, type SQL, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { sealAudit } from "../../worker/store/auditChanges.ts";
import { bulkInsert } from "../../worker/store/bulk.ts";
import { D1LimitError } from "../../worker/store/d1Limits.ts";
import { guardedBatch } from "../../worker/store/guard.ts";
import { guardCondition } from "../../worker/store/guardCondition.ts";
import { openStore } from "../../worker/store/open.ts";
import { member } from "../../worker/store/schema/access.ts";
import { audit, auditValue } from "../../worker/store/schema/auditTrail.ts";
import { guard } from "../../worker/store/schema/guard.ts";
import { snapshot } from "../../worker/store/schema/links.ts";
import { record } from "../../worker/store/schema/projectSide.ts";
import { createStore } from "../../worker/store/engineStore.ts";
import { storeFailure } from "../../worker/store/storeFailure.ts";

/** What the store needs of a D1. Runs against workerd's D1 and against the one over node:sqlite, so that both tell the same. */
export function d1Contract(name: string, fresh: () => Promise<D1Database>): void {
  describe(name, () => {
    const member1 = { id: "m1", email: "a@x.test", name: "A", role: "viewer", state: "active", createdAt: 1 } as const;
    const snap = (index: number, size = 10) => ({ organisationId: "o", hash: `h${index}`, body: JSON.stringify("x".repeat(size)), storedAt: 1 });
    const auditRow = (seq: number, organisationId = "o") => ({ organisationId, seq, at: 1, actor: "{}", cause: "test", changes: "[]", hash: `h${seq}` });

    test("rows come back as they went in: JSON, null, big integers, booleans of SQL as numbers", async () => {
      const d1 = await fresh();
      const db = openStore(d1);
      await db.insert(member).values({ ...member1, createdAt: Number.MAX_SAFE_INTEGER });
      expect(await db.select().from(member)).toEqual([{ ...member1, createdAt: Number.MAX_SAFE_INTEGER, xeroUserId: null, lastSeenAt: null }]);
      expect(await d1.prepare("select ? as yes, ? as no").bind(true, null).first()).toEqual({ yes: 1, no: null });
      expect(await d1.prepare("select 1 as one, 2 as two").raw({ columnNames: true })).toEqual([["one", "two"], [1, 2]]);
    });

    test("undefined, dates and bigints are refused instead of stored as something else", async () => {
      const d1 = await fresh();
      for (const value of [undefined, new Date(0), 10n])
        expect(() => d1.prepare("select ?").bind(value), String(value)).toThrow(/D1_TYPE_ERROR/);
    });

    test("a batch is all or nothing", async () => {
      const db = openStore(await fresh());
      const failing = db.batch([db.insert(member).values(member1), db.insert(member).values({ ...member1, id: "m2" })]);
      expect(storeFailure(await failing.then(() => null, (error: unknown) => error)).kind).toBe("unique");
      expect(await db.select().from(member)).toEqual([]);
    });

    test("of twenty racing compare-and-swaps exactly one wins, and the losers leave nothing", async () => {
      const db = openStore(await fresh());
      await db.insert(member).values(member1);
      const race = Array.from({ length: 20 }, (_, index) =>
        guardedBatch(db, [sql`(select created_at from member where id = 'm1') = 1`], [
          db.update(member).set({ createdAt: 2, name: `winner ${index}` }),
          db.insert(snapshot).values(snap(index)),
        ]),
      );
      expect((await Promise.all(race)).filter(Boolean).length).toBe(1);
      expect((await db.select().from(snapshot)).length).toBe(1);
      expect(await db.select().from(guard)).toEqual([]);
    });

    test.each(["link", "record"] as const)("versions of a %s are looked up by their keys, however many rows its organisation has", async (unchanged) => {
      const db = openStore(await fresh());
      const plan = await db.all<{ detail: string }>(sql`explain query plan select ${guardCondition({ unchanged, organisationId: "o", of: [{ id: "a", version: 1 }] })}`);
      expect(plan.map(({ detail }) => detail).find((detail) => detail.startsWith(`SEARCH ${unchanged}`))).toContain("(organisation_id=? AND id=?)");
    });

    test("a guard that holds with statements that fail is an error, not a lost race", async () => {
      const db = openStore(await fresh());
      const failing = guardedBatch(db, [sql`true`], [db.insert(member).values({ ...member1, state: "elsewhere" as "active" })]);
      expect(storeFailure(await failing.then(() => null, (error: unknown) => error)).kind).toBe("check");
    });

    test("tables are strict", async () => {
      const d1 = await fresh();
      await expect(d1.prepare("insert into member values ('m','e','n',null,'viewer','active','soon',null)").run()).rejects.toThrow(/SQLITE_CONSTRAINT|cannot store TEXT/);
    });

    test("the audit only grows, without gaps, for each organisation on its own", async () => {
      const db = openStore(await fresh());
      await db.insert(audit).values([auditRow(1), auditRow(2), auditRow(1, "p")]);
      const attempts = [
        () => db.update(audit).set({ cause: "other" }),
        () => db.delete(audit),
        () => db.insert(audit).values(auditRow(4)),
        () => db.insert(audit).values(auditRow(2, "q")),
      ];
      for (const attempt of attempts)
        expect(storeFailure(await attempt().then(() => null, (error: unknown) => error)).kind).toBe("append_only");
    });

    test("entries of the audit that have no hash yet get one, once, in order, and nothing else of them changes", async () => {
      const db = openStore(await fresh());
      const store = createStore(db);
      const { seq: _, hash: __, ...row } = auditRow(0);
      await db.insert(audit).values(auditRow(1));
      await store.commit([], [{ append: "audit", rows: [{ ...row, cause: "a" }, { ...row, cause: "b" }] }]);
      await store.commit([], [{ append: "audit", rows: [{ ...row, cause: "c" }] }, { append: "audit", rows: [{ ...row, organisationId: "p" }] }]);
      const entries = async () => (await db.select().from(audit).where(eq(audit.organisationId, "o")).orderBy(audit.seq)).map(({ seq, cause, hash }) => [seq, cause, hash]);
      expect(await entries()).toEqual([[1, "test", "h1"], [2, "a", ""], [3, "b", ""], [4, "c", ""]]);
      // Behind one without a hash, none with one.
      expect(await store.commit([], [{ insert: "audit", rows: [auditRow(5)] }])).toBe("stale");
      const failure = (attempt: Promise<unknown>) => attempt.then(() => null, (error: unknown) => storeFailure(error).kind);
      expect(await failure(db.update(audit).set({ hash: "x", cause: "other" }).where(eq(audit.seq, 3)))).toBe("append_only");
      await store.commit([], [{ seal: "o", rows: [{ seq: 2, hash: "h2" }, { seq: 3, hash: "h3" }, { seq: 4, hash: "h4" }] }]);
      // Sealed again by someone who was slower: it stays as it is.
      await store.commit([], [{ seal: "o", rows: [{ seq: 2, hash: "other" }] }]);
      expect((await entries()).map(([, , hash]) => hash)).toEqual(["h1", "h2", "h3", "h4"]);
      for (const hash of ["", "x"]) expect(await failure(db.update(audit).set({ hash }).where(eq(audit.seq, 2)))).toBe("append_only");
      const plan = await db.all<{ detail: string }>(sql`explain query plan select * from audit where organisation_id = 'o' and hash = '' order by seq limit 5`);
      expect(plan.map(({ detail }) => detail).join()).toContain("audit_unsealed");
      // Each entry is found by its key, however many are sealed at once.
      const [sealing] = sealAudit(db, "o", [{ seq: 2, hash: "h2" }]) as unknown as { getSQL: () => SQL }[];
      const steps = await db.all<{ detail: string }>(sql`explain query plan ${sealing!.getSQL()}`);
      expect(steps.map(({ detail }) => detail).find((detail) => detail.startsWith("SEARCH audit"))).toContain("(organisation_id=? AND seq=?)");
    });

    test("an audit value can be erased, but neither changed nor removed", async () => {
      const db = openStore(await fresh());
      await db.insert(auditValue).values({ organisationId: "o", hash: "h", value: "Ana" });
      await expect(db.update(auditValue).set({ value: "Eva" })).rejects.toThrow();
      await expect(db.delete(auditValue)).rejects.toThrow();
      await db.update(auditValue).set({ value: null });
      expect((await db.select().from(auditValue))[0]?.value).toBeNull();
    });

    test("3,000 rows of 1 kB go in with few statements of one parameter each", async () => {
      const counter = { statements: 0, roundTrips: 0 };
      const db = openStore(await fresh(), counter);
      const statements = bulkInsert(db, snapshot, Array.from({ length: 3_000 }, (_, index) => snap(index, 1_000)));
      await guardedBatch(db, [], statements);
      expect(counter.roundTrips).toBe(1);
      expect(counter.statements).toBeLessThan(6);
      expect(await db.select({ count: sql<number>`count(*)` }).from(snapshot)).toEqual([{ count: 3_000 }]);
    });

    test("bulk rows keep nulls, quotes, JSON text, and obey conflict rules", async () => {
      const db = openStore(await fresh());
      const body = JSON.stringify({ name: `O'Brien "&" ünï 😀`, list: [1, null] });
      const row = { organisationId: "o", id: "r", kind: "contact", body, revision: 1, edits: "{}", createdAt: 1, updatedAt: 1, totalMinor: -5 };
      await guardedBatch(db, [], bulkInsert(db, record, [row]));
      await guardedBatch(db, [], bulkInsert(db, record, [{ ...row, revision: 2 }], sql`on conflict do nothing`));
      expect((await db.select().from(record))[0]).toMatchObject({ ...row, deletedAt: null });
    });

    test.each([
      ["a value of 2 MB", (d1: D1Database) => d1.prepare("select ?").bind("ü".repeat(1_000_000))],
      ["101 parameters", (d1: D1Database) => d1.prepare("select 1").bind(...Array.from({ length: 101 }, () => 1))],
      ["a statement of 100 KB", (d1: D1Database) => d1.prepare(`select '${"x".repeat(100_001)}'`)],
    ])("%s is refused here as production would refuse it", async (_, attempt) => {
      const { assertedD1 } = await import("../../worker/store/d1Limits.ts");
      const d1 = assertedD1(await fresh());
      expect(() => attempt(d1)).toThrow(D1LimitError);
    });

    test("an error's text names the rule, never a value", async () => {
      const db = openStore(await fresh());
      await db.insert(member).values(member1);
      const error = await db.insert(member).values({ ...member1, id: "secret-id" }).then(() => null, (caught: unknown) => caught);
      expect(storeFailure(error).text).not.toContain("secret-id");
      expect(storeFailure(error).text).toContain("UNIQUE");
    });
  });
}
