import { expect, test } from "vitest";
import { contactBody } from "../../test/sim/bodies.ts";
import { engineWorld } from "../../test/sim/engineWorld.ts";
import type { Row, Select } from "../store/port.ts";

test("a new contact is compared with those that share a word or a key with it, not with all that a firm has", async () => {
  const compared: Row<"record">[] = [];
  const world = await engineWorld({
    firm: "agency",
    wrap: (ports) => ({
      ...ports,
      store: {
        ...ports.store,
        read: (async (...selects: Select[]) => {
          const rows: unknown[][] = await ports.store.read(...selects);
          for (const [index, select] of selects.entries()) if ("search" in select.where) compared.push(...(rows[index] as Row<"record">[]));
          return rows;
        }) as never,
      },
    }),
  });
  await world.settle();
  const contacts = await world.rows("record", { kind: "contact" });
  expect(contacts.length).toBeGreaterThan(20);
  const save = (n: number, name: string) =>
    world.engine.saveRecord({ organisationId: world.organisationId, recordId: `00000000-0000-7000-8000-00000000000${n}`, kind: "contact", body: contactBody(name), expectedRevision: null, actor: { type: "member", id: "m", name: "Pat" } });
  await save(1, "Zephyrine Quillworks");
  await world.settle();
  expect(compared.map(({ body }) => (JSON.parse(body) as { name: string }).name)).toEqual(expect.arrayContaining(["Zephyrine Quillworks"]));
  expect(compared.length).toBeLessThan(contacts.length / 2);
  // A slip of the pen apart from the first: found, and asked about.
  await save(2, "Zephirine Quilworks");
  await world.settle();
  expect(await world.rows("contactQuestion", { decidedAt: null })).toMatchObject([{ recordId: "00000000-0000-7000-8000-000000000002" }]);
});
