import { expect, test, vi } from "vitest";
import { promise } from "../../test/promise.ts";
import { contactBody, invoiceBody } from "../../test/sim/bodies.ts";
import { CLIENT, firmWorld, recordId, save } from "../../test/sim/firmWorld.ts";
import type { Store } from "../ports.ts";
import type { Select } from "../store/port.ts";
import { fillMatchKeys } from "./fillMatchKeys.ts";

// Each test runs a whole firm; a busy machine needs its time.
vi.setConfig({ testTimeout: 60_000 });

type World = Awaited<ReturnType<typeof firmWorld>>;
const keys = async (world: World) => Object.fromEntries(((await world.rows("record")) as unknown as { id: string; number: string | null; search: string | null }[]).map(({ id, number, search }) => [id, [number, search]]));
const bill = (number: string) => ({ ...invoiceBody(CLIENT, 1), side: "purchases" as const, number, lines: invoiceBody(CLIENT, 1).lines.map((line) => ({ ...line, accountCode: "429", taxType: "INPUT" })) });

/** A firm's rows as an earlier version left them: contacts by their name in small letters, bills by their number as it is written. */
async function earlier(contacts: number) {
  const world = await firmWorld();
  await save(world, "contact", recordId(20), contactBody("Straßen & Wege"));
  await save(world, "bill", recordId(30), bill("RE-Straße-7"));
  await world.settle();
  const now = await keys(world);
  await world.d1.prepare("update record set search = lower(json_extract(body, '$.name')) where kind = 'contact'").run();
  await world.d1.prepare("update record set number = json_extract(body, '$.number') where kind = 'bill'").run();
  await world.d1.prepare(`with recursive n(i) as (select 1 union all select i + 1 from n where i < ?) insert into record (organisation_id, id, kind, body, revision, edits, created_at, updated_at, search)
    select ?, 'old-' || substr('0000' || i, -5), 'contact', json_object('name', 'Old ' || i, 'email', null, 'taxNumber', null, 'status', 'active', 'mergedIntoId', null), 1, '{}', 1, 1, 'old' from n`).bind(contacts, world.organisationId).run();
  await world.d1.prepare("insert into match_key_filling (organisation_id, after_id) values (?, '')").bind(world.organisationId).run();
  return { world, now };
}

promise(["SM-08"], "D1 and what people are asked", "contacts and bills stored before they had keys are found once the cron has filled them in: nothing is made twice", async () => {
  const { world, now } = await earlier(1_200);
  expect(await fillMatchKeys(world.inner)).toBeGreaterThan(1_200);
  const after = await keys(world);
  expect(Object.fromEntries(Object.keys(now).map((id) => [id, after[id]]))).toEqual(now);
  expect([after["old-01200"], await fillMatchKeys(world.inner)]).toEqual([[null, "\nold 1200\n"], 0]);
  expect((await world.d1.prepare("select * from match_key_filling").all()).results).toEqual([]);
  await save(world, "contact", recordId(21), contactBody("STRASSEN UND WEGE GmbH"));
  await save(world, "contact", recordId(22), contactBody("Strassen & Wege"));
  await save(world, "bill", recordId(31), bill("re-STRASSE-7"));
  await world.settle();
  const link = async (n: number) => ((await world.rows("link", { recordId: recordId(n) })) as unknown as { state: string; reason: { code: string } | null }[])[0];
  // One with other words is not the same; the other one is, beyond doubt.
  expect((await link(22))?.reason?.code).toBe("joined_here");
  expect(await link(31)).toMatchObject({ state: "waiting", reason: { code: "bill_twice" } });
});

test("what is saved while keys are filled in stays as it was saved; a cron that is cut off goes on", async () => {
  const { world } = await earlier(1_200);
  let reads = 0;
  const read = (async (...selects: Select[]) => {
    const rows = await world.inner.store.read(...selects);
    if (selects[0]!.from === "record" && (reads += 1) === 1) await world.d1.prepare("update record set revision = 2, body = json_set(body, '$.name', 'Renamed'), search = char(10) || 'renamed' || char(10) where id = 'old-00007'").run();
    if (reads === 3) throw new Error("the isolate dies");
    return rows;
  }) as Store["read"];
  await expect(fillMatchKeys({ store: { ...world.inner.store, read } })).rejects.toThrow("dies");
  await fillMatchKeys(world.inner);
  const after = await keys(world);
  expect([after["old-00007"], after["old-00001"], after["old-01200"]]).toEqual([[null, "\nrenamed\n"], [null, "\nold 1\n"], [null, "\nold 1200\n"]]);
});
