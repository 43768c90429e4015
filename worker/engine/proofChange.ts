import type { Change } from "../store/port.ts";
import type { Compared } from "./compareRows.ts";
import { KINDS_IN } from "./observation.ts";
import type { Run } from "./run.ts";

export interface Sweep {
  startedAt: number;
  found: Readonly<Record<string, Compared>>;
}

/** A sweep's result: what was compared, what came of it, and how everything stands, per kind and to the cent. */
export async function proofChange(run: Run, { startedAt, found }: Sweep): Promise<Change> {
  const organisationId = run.organisation.id;
  const totals = await run.ports.store.totals(organisationId);
  const countOf = (...states: readonly string[]): number => totals.reduce((sum, row) => sum + (states.includes(row.state) ? row.count : 0), 0);
  const sumOf = (key: keyof Compared): number => Object.values(found).reduce((sum, one) => sum + one[key], 0);
  const linked = Object.values(KINDS_IN).flat();
  const [settings, [longestAgo]] = await run.ports.store.read(
    { from: "reference", where: { organisationId }, limit: 20_000 },
    { from: "link", where: { organisationId, kind: { in: linked }, xeroId: { notNull: true }, comparedAt: { lte: startedAt - 1 } }, orderBy: ["comparedAt"], limit: 1 },
  );
  const inXero = totals.reduce((all, row) => all + (linked.some((kind) => kind === row.kind) ? row.inXero : 0), 0);
  const kinds = Object.fromEntries(
    [...Map.groupBy(totals, (row) => row.kind)].map(([kind, rows]) => [kind, { count: sum(rows, "count"), totalMinor: sum(rows, "totalMinor") }]),
  );
  const result = {
    compared: sumOf("compared"), others: longestAgo === undefined ? null : { count: Math.max(0, inXero - sumOf("compared")), comparedSince: longestAgo.comparedAt }, equal: sumOf("equal"), repaired: sumOf("differs") + sumOf("unknown"), differs: sumOf("differs"),
    inConflict: countOf("conflict"), waiting: countOf("waiting", "pending", "refused"), kinds,
    /** By list of Xero's: invoices and bills together. */
    lists: Object.fromEntries(Object.keys(KINDS_IN).flatMap((list) => (found[list] === undefined ? [] : [[list, found[list]]]))),
    /** Settings are read whole every six hours; what is here and in use. */
    settings: Object.fromEntries([...Map.groupBy(settings, (row) => row.kind)].map(([kind, rows]) => [kind, { active: rows.filter((row) => row.status === "active").length, ended: rows.filter((row) => row.status !== "active").length }])),
    xeroTotalMinor: sumOf("xeroTotalMinor"), oursTotalMinor: sumOf("oursTotalMinor"),
  };
  return { insert: "proof", rows: [{ organisationId, id: run.ports.ids.uuid(), startedAt, endedAt: run.now(), result }] };
}

function sum(rows: readonly { count: number; totalMinor: number }[], key: "count" | "totalMinor"): number {
  return rows.reduce((total, row) => total + row[key], 0);
}
