import { getTableColumns, getTableName, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import { beforeEach, describe, expect, test } from "vitest";
import { promise } from "../../../test/promise.ts";
import { httpHarness, NOW } from "../../../test/sim/httpHarness.ts";
import { afterRounds, httpWorld, later } from "../../../test/sim/httpWorld.ts";
import { deletionStep, openDeletions } from "../../store/reads/deletions.ts";
import { tables } from "../../store/schema/tables.ts";

let http: Awaited<ReturnType<typeof httpHarness>>;
beforeEach(async () => {
  http = await httpHarness();
});

const ask = (confirm = "Harbour Studio", as: "admin" | "bookkeeper" | "viewer" | "key" = "admin") => http.call("DELETE", "/v1/organisation", { as, body: { confirm }, organisation: "a" });
const disconnected = () => http.db.update(tables.organisation).set({ state: "disconnected" });
const all = Object.values(tables) as SQLiteTable[];
/** Rows that belong to nobody in particular: the firm's people and their sign-ins, webhooks as they came, and what every batch leaves empty. */
const OF_THE_FIRM = ["credential", "guard", "inbox", "member", "organisation", "organisation_deletion"];

/** Everything that is stored, by table, as D1 itself lists them. */
async function stored(db = http.db): Promise<Map<string, string[]>> {
  const names = await db.all<{ name: string }>(sql`select name from sqlite_master where type = 'table' and name not like 'sqlite%' and name not like '%migration%' order by name`);
  return new Map(await Promise.all(names.map(async ({ name }) => [name, (await db.all(sql`select * from ${sql.identifier(name)}`)).map((row) => JSON.stringify(row))] as const)));
}

/** A row of any table that its columns allow, of this organisation, and of this number where the table has that instead. */
async function fill(table: SQLiteTable, organisationId: string, number: number): Promise<void> {
  const columns = Object.entries(getTableColumns(table)) as [string, SQLiteColumn][];
  if (!columns.some(([key]) => key === "organisationId" || key === "number") || getTableName(table) === "organisation_deletion") return;
  const value = (key: string, column: SQLiteColumn): unknown => {
    if (key === "organisationId") return organisationId;
    if (key === "number" && column.dataType === "number") return number;
    if (column.enumValues !== undefined) return column.enumValues[0];
    return column.dataType === "number" ? 1 : column.dataType === "json" ? {} : JSON.stringify({ of: `${key} of ${organisationId}` });
  };
  const row = Object.fromEntries(columns.map(([key, column]) => [key, value(key, column)]));
  await http.db.insert(table).values(row as never).onConflictDoNothing();
}

describe("deleting an organisation's data", () => {
  test("every table either belongs to the firm or names its organisation, by id or by number", async () => {
    const keyed = all.filter((table) => ["organisationId", "number"].some((key) => key in getTableColumns(table))).map(getTableName);
    expect([...(await stored()).keys()].filter((name) => !keyed.includes(name))).toEqual(OF_THE_FIRM.filter((name) => name !== "organisation_deletion"));
  });

  test("is an admin's alone, needs the name, and needs Xero disconnected", async () => {
    expect((await ask()).json).toMatchObject({ code: "not_possible_now", remedy: expect.stringContaining("Disconnect") });
    await disconnected();
    expect((await ask("Harbour")).json).toMatchObject({ code: "invalid_input", at: "confirm" });
    for (const who of ["bookkeeper", "viewer", "key"] as const) expect((await ask("Harbour Studio", who)).status).toBe(403);
    expect((await http.call("DELETE", "/v1/organisation", { as: "admin", body: {}, organisation: "a" })).status).toBe(422);
    expect([(await stored()).get("organisation_deletion"), http.forgotten]).toEqual([[], []]);
    expect((await http.db.select().from(tables.organisation)).map(({ id }) => id).sort()).toEqual(["a", "b"]);
  });

  promise(["N22"], "every table of D1", "leaves one row that says it was deleted and by whom; another organisation, and the firm's people, lose nothing", async () => {
    for (const table of all) {
      await fill(table, "a", 1);
      await fill(table, "b", 2);
    }
    const before = await stored();
    for (const table of all.filter((one) => ["organisationId", "number"].some((key) => key in getTableColumns(one)) && getTableName(one) !== "organisation_deletion"))
      expect([getTableName(table), before.get(getTableName(table))!.length >= 2]).toEqual([getTableName(table), true]);
    await disconnected();
    const answer = await ask();
    expect(answer.json).toMatchObject({ name: "Harbour Studio", by: "The admin", done: true });
    const after = await stored();
    for (const [name, rows] of after) {
      const isOfA = (row: string): boolean => /"organisation_?[iI]d":"a"|"organisation_id":"a"|of a\\?"|"number":1[,}]/.test(row) || (name === "organisation" && row.includes('"id":"a"'));
      const others = before.get(name)!.filter((row) => !isOfA(row)).map((row) => (name === "organisation" ? row.replace('"connected"', '"disconnected"') : row));
      expect([name, name === "organisation_deletion" ? rows.length : rows]).toEqual([name, name === "organisation_deletion" ? 1 : others]);
    }
    const [left] = await http.db.select().from(tables.organisationDeletion);
    expect(left).toMatchObject({ organisationId: "a", by: { type: "member", name: "The admin" }, askedAt: NOW, endedAt: NOW });
    expect(http.forgotten).toEqual(["a"]);
    // Asked again it says the same; nothing else is found any more, and its key opens nothing.
    expect((await ask()).json.done).toBe(true);
    expect((await http.call("GET", "/v1/health", { as: "admin", organisation: "a" })).status).toBe(404);
    expect((await http.call("GET", "/v1/contacts")).status).toBe(401);
    const { json: me } = await http.call("GET", "/v1/me", { as: "admin", organisation: "b" });
    expect([me.member.role, me.organisations.map(({ id }: { id: string }) => id)]).toEqual(["admin", ["b"]]);
  });

  test("goes in bounded steps that may stop anywhere: the next call or the cron goes on", async () => {
    const many = (rows: number): Promise<unknown> =>
      http.d1.prepare("with recursive n(i) as (select 1 union all select i + 1 from n where i < ?) insert into snapshot (organisation_id, hash, body, stored_at) select 'a', 'h' || i, '{}', 1 from n").bind(rows).run();
    await many(45_000);
    await disconnected();
    const first = (await ask()).json;
    expect([first.done, first.rows > 0, first.rows < 45_000]).toEqual([false, true, true]);
    const left = async (): Promise<number> => (await http.db.all<{ n: number }>(sql`select count(*) as n from snapshot where organisation_id = 'a'`))[0]!.n;
    const [deletion] = await openDeletions(http.db, 3);
    await deletionStep(http.db, deletion!, NOW + 60_000);
    expect(await left()).toBeGreaterThan(0);
    let steps = 0;
    for (; steps < 5 && !(await ask()).json.done; steps += 1);
    expect([steps < 5, await left()]).toEqual([true, 0]);
    // A request that was under way when it began writes a last row: the cron finds that too.
    await many(1);
    for (const open of await openDeletions(http.db, 3)) await deletionStep(http.db, open, NOW + 120_000);
    expect(await left()).toBe(0);
  });

  test("ends with a last look half an hour later, which forgets Xero's id of it too; ended ones keep none waiting that has not", async () => {
    const inMinutes = async (minutes: number) => {
      for (const open of await openDeletions(http.db, 3)) await deletionStep(http.db, open, NOW + minutes * 60_000);
    };
    await disconnected();
    await ask();
    for (const id of ["d", "e", "f"]) await http.db.insert(tables.organisationDeletion).values({ organisationId: id, name: id, xeroTenantId: `tenant of ${id}`, by: { type: "member", id: "m", name: "Ada" }, askedAt: NOW - 1, rows: 1, endedAt: id === "f" ? null : NOW });
    expect((await openDeletions(http.db, 1)).map(({ organisationId }) => organisationId)).toEqual(["f"]);
    await inMinutes(29);
    expect((await http.db.select().from(tables.organisationDeletion)).every(({ xeroTenantId }) => xeroTenantId !== null)).toBe(true);
    await http.d1.prepare("insert into snapshot (organisation_id, hash, body, stored_at) values ('a', 'h', '{}', 1)").run();
    for (const minutes of [31, 32]) await inMinutes(minutes);
    expect((await http.db.select().from(tables.organisationDeletion)).map(({ xeroTenantId, endedAt }) => [xeroTenantId, endedAt !== null])).toEqual(Array.from({ length: 4 }, () => [null, true]));
    expect([(await openDeletions(http.db, 3)).length, await http.db.all(sql`select * from snapshot where organisation_id = 'a'`)]).toEqual([0, []]);
  });
});

describe("of real books", () => {
  promise(["N22"], "every table of D1 and the stand-in's log", "nothing of records, links, audit, counts and answers stays, no round brings anything back, and Xero is not touched", async () => {
    const world = await httpWorld({ firm: "agency" });
    await later(world, 35);
    await afterRounds(world);
    const db = (await import("../../store/open.ts")).openStore(world.d1);
    expect((await stored(db)).get("suggest_count")!.length).toBeGreaterThan(10);
    await world.d1.prepare("update organisation set state = 'disconnected'").run();
    const changes = world.sandbox.log.changes({ by: "app" }).length;
    const calls = world.sandbox.log.entries.length;
    const { name } = (await world.call("admin", "GET", "/v1/me")).json.organisations[0];
    const ask = async () => (await world.call("admin", "DELETE", "/v1/organisation", { confirm: name })).json;
    let answer = await ask();
    for (let step = 0; step < 20 && !answer.done; step += 1) answer = await ask();
    expect(answer).toMatchObject({ done: true, name });
    const left = async () => [...(await stored(db))].filter(([table, rows]) => rows.length > 0 && table !== "member" && table !== "secret").map(([table, rows]) => [table, rows.length]);
    expect(await left()).toEqual([["organisation_deletion", 1]]);
    expect(await world.runOnce()).toMatchObject({ calls: 0 });
    expect(await left()).toEqual([["organisation_deletion", 1]]);
    expect([world.sandbox.log.changes({ by: "app" }).length, world.sandbox.log.entries.length]).toEqual([changes, calls]);
  }, 60_000);
});
