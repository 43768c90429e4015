import type { Contact } from "../../shared/records/contact.ts";
import type { Document } from "../../shared/records/document.ts";
import type { Ports } from "../ports.ts";
import type { Row } from "../store/port.ts";
import { matchKeys } from "./recordRow.ts";

/** Records looked at in one commit, and commits of one cron: 10,000 records in two of its minutes. */
const AT_ONCE = 500;
const STEPS = 10;

/**
 * Contacts and bills that were stored before they had the keys by which they are found today (recordRow.ts) get them, step by step, until all of an
 * organisation's were looked at. Which organisations these are a migration says. It can stop anywhere.
 *
 * @returns how many records got other keys than they had.
 */
export async function fillMatchKeys({ store }: Pick<Ports, "store">): Promise<number> {
  let filled = 0;
  for (let step = 0; step < STEPS; step += 1) {
    const [[open]] = await store.read({ from: "matchKeyFilling", where: {}, orderBy: ["organisationId"], limit: 1 });
    if (open === undefined) return filled;
    const { organisationId, afterId } = open;
    const [rows] = await store.read({ from: "record", where: { organisationId, kind: { in: ["contact", "bill"] }, id: { gt: afterId } }, orderBy: ["id"], limit: AT_ONCE });
    const changed = rows.map((row) => ({ ...row, ...keysOf(row) })).filter((row, index) => row.number !== rows[index]!.number || row.search !== rows[index]!.search);
    const done = rows.length < AT_ONCE;
    const committed = await store.commit(changed.length === 0 ? [] : [{ unchanged: "record", organisationId, of: changed.map(({ id, revision }) => ({ id, version: revision })) }], [
      ...(changed.length === 0 ? [] : [{ put: "record", rows: changed } as const]),
      done ? { delete: "matchKeyFilling", where: { organisationId } } : { update: "matchKeyFilling", where: { organisationId }, set: { afterId: rows.at(-1)!.id } },
    ]);
    // Somebody saved one of them meanwhile, with its keys: these are read again.
    if (committed === "committed") filled += changed.length;
  }
  return filled;
}

function keysOf(row: Row<"record">): Pick<Row<"record">, "number" | "search"> {
  return row.kind === "bill" ? matchKeys("bill", JSON.parse(row.body) as Document) : matchKeys("contact", JSON.parse(row.body) as Contact);
}
