import { beforeAll, describe, expect, test } from "vitest";
import { d1OnNode, migrate } from "../../../../test/sim/d1OnNode.ts";
import { type FirmRecord, monthFirm, PROJECTS } from "../../../../test/sim/monthFirm.ts";
import { promise } from "../../../../test/promise.ts";
import type { MonthFigures, MonthSummary } from "../../../../shared/api/reportShapes.ts";
import { daysBetween } from "../../../../shared/dates.ts";
import { toHome } from "../../../../shared/money.ts";
import { type Month, monthAfter } from "../../../../shared/months.ts";
import { type LedgerContext, type LedgerLine, ledgerLines } from "../../../../shared/profit/ledgerLines.ts";
import { monthEnds, monthSummary } from "../../../../shared/profit/monthSummary.ts";
import type { Document } from "../../../../shared/records/document.ts";
import type { Payment } from "../../../../shared/records/payment.ts";
import type { Person, Service, TimeEntry } from "../../../../shared/records/project.ts";
import { recordRow } from "../../../engine/recordRow.ts";
import { createStore } from "../../engineStore.ts";
import { type Db, openStore } from "../../open.ts";
import { projectSums } from "../ledger.ts";
import { readMonth } from "./readMonth.ts";

const MONTHS: readonly Month[] = ["2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11"];
const HOME = "AUD";
const organisationId = "o";
type Figure = LedgerLine["type"] | "minutes";
const isActual = (document: Document): boolean => document.status === "authorised" || document.status === "paid";

function contextOf(records: readonly FirmRecord[]): LedgerContext {
  const find = <B>(kind: string, id: string) => records.find((one) => one.kind === kind && one.id === id)?.body as B | undefined;
  return { homeCurrency: HOME, costRates: (id) => find<Person>("person", id)?.costRates ?? null, hourPriceE4: (id) => find<Service>("service", id)?.unitAmountE4 ?? null };
}

async function stored(records: readonly FirmRecord[]): Promise<Db> {
  const d1 = d1OnNode();
  await migrate(d1);
  const db = openStore(d1);
  const context = contextOf(records);
  await createStore(db).commit([], [
    { insert: "record", rows: records.map(({ id, kind, body }) => recordRow({ organisationId, id, kind, body, revision: 1, edits: {}, createdAt: 1, updatedAt: 1 })) },
    { insert: "ledgerLine", rows: records.flatMap(({ id, kind, body }) => ledgerLines(kind, body, context).map((line) => ({ organisationId, recordId: id, ...line }))) },
  ]);
  return db;
}

const read = async (db: Db, month: Month): Promise<MonthSummary> => monthSummary(await readMonth(db, { organisationId, homeCurrency: HOME, days: monthEnds(month) }), { month, currency: HOME, asOf: 1, xeroReadAt: null });

/**
 * The same from nothing but the records, the slow way: every document and hour on its own, with what was applied to it up to the day added up
 * from the payments and allocations themselves.
 */
function recomputed(records: readonly FirmRecord[], day: string) {
  const context = contextOf(records);
  const documents = records.filter(({ kind }) => ["invoice", "bill", "credit_note", "bank_transaction", "prepayment"].includes(kind)).map((one) => ({ ...one, body: one.body as Document }));
  const payments = records.flatMap(({ kind, body }) => (kind === "payment" ? [body as Payment] : []));
  const applied = (id: string): number =>
    payments.filter((one) => one.documentId === id && one.date <= day).reduce((sum, one) => sum + one.amountMinor, 0) +
    documents.flatMap((note) => note.body.allocations.filter((one) => (one.documentId === id || note.id === id) && one.date <= day)).reduce((sum, one) => sum + one.amountMinor, 0);
  const sums = new Map<string, Record<Figure, number>>();
  const add = (projectId: string, type: Figure, amount: number): void => {
    const of = sums.get(projectId) ?? { revenue: 0, collected: 0, cost: 0, labour: 0, committed_revenue: 0, committed_cost: 0, unbilled: 0, exchange_on_sales: 0, exchange_on_costs: 0, minutes: 0 };
    of[type] += amount;
    sums.set(projectId, of);
  };
  /** As Xero had it at the end of the day: made of the payments and credits up to it, not of what was taken off. */
  const asOfDay = (id: string, document: Document): Document => {
    const paid = payments.filter((one) => one.documentId === id && one.date <= day);
    const credits = documents.flatMap((note) => note.body.allocations.filter((one) => one.documentId === id && one.date <= day).map((one) => ({ amountMinor: one.amountMinor, currencyRateE6: note.body.currencyRateE6 })));
    return { ...document, amountPaidMinor: applied(id), amountCreditedMinor: 0, settlements: [...paid, ...credits].flatMap(({ amountMinor, currencyRateE6 }) => (currencyRateE6 === null ? [] : [{ amountMinor, currencyRateE6 }])) };
  };
  for (const { id, kind, body } of documents.filter((one) => one.body.date <= day))
    for (const { projectId, type, amountMinor } of ledgerLines(kind, { ...asOfDay(id, body), lines: body.lines.map((line) => ({ ...line, projectId: line.projectId ?? "" })) }, context)) add(projectId, type, amountMinor);
  const invoices = documents.filter(({ kind, body }) => kind === "invoice" && body.status !== "voided");
  for (const { id, kind, body } of records) {
    const entry = body as TimeEntry;
    if (kind !== "time_entry" || entry.date > day) continue;
    const billedOn = invoices.find((one) => one.body.lines.some((line) => line.timeEntryIds.includes(id)))?.body.date;
    for (const line of ledgerLines("time_entry", { ...entry, invoiceLineId: billedOn !== undefined && billedOn <= day ? "billed" : null }, context)) {
      add(line.projectId, line.type, line.amountMinor);
      if (line.minutes !== null) add(line.projectId, "minutes", line.minutes);
    }
  }
  const due = documents.filter(({ kind, body }) => (kind === "invoice" || kind === "bill") && isActual(body) && body.date <= day).map(({ id, body }) => ({
    side: body.side,
    late: daysBetween(body.dueDate ?? body.date, day),
    dueMinor: toHome(body.totalMinor - applied(id), body.currency, body.currencyRateE6, HOME)!,
  }));
  const incoming = (one: Payment) => documents.find(({ id }) => id === one.documentId)!;
  const money = (direction: "in" | "out", from: string): number =>
    payments.filter((one) => one.date > from && one.date <= day && (incoming(one).kind === "invoice" ? "in" : "out") === direction).reduce((sum, one) => sum + toHome(one.amountMinor, one.currency, one.currencyRateE6, HOME)!, 0) +
    documents.filter(({ kind, body }) => (kind === "bank_transaction" || kind === "prepayment") && isActual(body) && body.date > from && body.date <= day && (body.side === "sales" ? "in" : "out") === direction)
      .reduce((sum, { body }) => sum + toHome(body.totalMinor, body.currency, body.currencyRateE6, HOME)!, 0);
  return { sums, due, money };
}

function figuresFrom(at: ReturnType<typeof recomputed>["sums"], before: ReturnType<typeof recomputed>["sums"], projectId: string): Omit<MonthFigures, "marginE2"> {
  const standing = (of: typeof at, type: Figure) => of.get(projectId)?.[type] ?? 0;
  const within = (type: Figure) => standing(at, type) - standing(before, type);
  return {
    invoicedMinor: within("revenue"), collectedMinor: within("collected"), labourMinor: within("labour"), otherCostsMinor: within("cost"), minutes: within("minutes"),
    exchangeGainMinor: within("exchange_on_sales") + within("exchange_on_costs"), marginMinor: within("revenue") - within("labour") - within("cost") + within("exchange_on_sales") + within("exchange_on_costs"),
    outstandingMinor: standing(at, "revenue") + standing(at, "exchange_on_sales") - standing(at, "collected"), unbilledMinor: standing(at, "unbilled"),
  };
}

function withoutShare(figures: MonthFigures): Omit<MonthFigures, "marginE2"> {
  const { marginE2: _, ...rest } = figures;
  return rest;
}
const NOTHING = { invoicedMinor: 0, collectedMinor: 0, labourMinor: 0, otherCostsMinor: 0, exchangeGainMinor: 0, marginMinor: 0, minutes: 0, outstandingMinor: 0, unbilledMinor: 0 };
const addUp = (all: readonly Omit<MonthFigures, "marginE2">[]) => Object.fromEntries(Object.keys(NOTHING).map((key) => [key, all.reduce((sum, one) => sum + one[key as keyof typeof NOTHING], 0)]));

describe.each([1, 2, 3, 4, 5, 6, 7, 8])("a made-up firm, seed %i", (seed) => {
  const records = monthFirm(seed);
  let db: Db;
  beforeAll(async () => {
    db = await stored(records);
  });

  test.each(MONTHS)("%s is what the records say, project by project, and adds up", async (month) => {
    const summary = await read(db, month);
    const [end, before, earlier] = monthEnds(month).map((day) => recomputed(records, day)) as [ReturnType<typeof recomputed>, ReturnType<typeof recomputed>, ReturnType<typeof recomputed>];
    const listed = new Map(summary.projects.map((project) => [project.id, project]));
    for (const id of PROJECTS) {
      expect(withoutShare(listed.get(id)?.now ?? { ...NOTHING, marginE2: null }), `${id} in ${month}`).toEqual(figuresFrom(end.sums, before.sums, id));
      expect(withoutShare(listed.get(id)?.before ?? { ...NOTHING, marginE2: null }), `${id} before ${month}`).toEqual(figuresFrom(before.sums, earlier.sums, id));
    }
    expect(withoutShare(summary.withoutProject.now)).toEqual(figuresFrom(end.sums, before.sums, ""));
    for (const side of ["now", "before"] as const)
      expect(withoutShare(summary.organisation[side])).toEqual(addUp([...summary.projects, summary.withoutProject, summary.others].map((one) => one[side])));
    for (const [aged, side] of [[summary.receivables, "sales"], [summary.payables, "purchases"]] as const) {
      const due = (from: number, to: number) => end.due.filter((one) => one.side === side && one.late > from && one.late <= to).reduce((sum, one) => sum + one.dueMinor, 0);
      expect([aged.currentMinor, aged.to30Minor, aged.to60Minor, aged.to90Minor, aged.over90Minor]).toEqual([due(-Infinity, 0), due(0, 30), due(30, 60), due(60, 90), due(90, Infinity)]);
      expect([aged.totalMinor, aged.beforeMinor]).toEqual([due(-Infinity, Infinity), before.due.filter((one) => one.side === side).reduce((sum, one) => sum + one.dueMinor, 0)]);
    }
    const [, start, startBefore] = monthEnds(month);
    expect(summary.money).toEqual({ inMinor: end.money("in", start), outMinor: end.money("out", start), beforeInMinor: before.money("in", startBefore), beforeOutMinor: before.money("out", startBefore) });
    expect(summary.notWorkedOut).toBe(0);
  });

  test("months add up to what the projects show today", async () => {
    const months = await Promise.all(["2026-05", ...MONTHS, "2026-12", "2027-01", "2027-02", "2027-03", "2027-04"].map((month) => read(db, month)));
    const today = await projectSums(db, organisationId, PROJECTS, "2027-04-01");
    for (const id of PROJECTS) {
      const over = (field: Exclude<keyof MonthFigures, "marginE2">) => months.reduce((sum, { projects }) => sum + (projects.find((one) => one.id === id)?.now[field] ?? 0), 0);
      const { amounts, minutes } = today.get(id)!;
      expect({ revenue: over("invoicedMinor"), collected: over("collectedMinor"), labour: over("labourMinor"), cost: over("otherCostsMinor"), gain: over("exchangeGainMinor"), minutes: over("minutes") }).toEqual({
        revenue: amounts.revenue ?? 0, collected: amounts.collected ?? 0, labour: amounts.labour ?? 0, cost: amounts.cost ?? 0, gain: (amounts.exchange_on_sales ?? 0) + (amounts.exchange_on_costs ?? 0), minutes,
      });
      expect(months.at(-1)!.projects.find((one) => one.id === id)?.now.unbilledMinor ?? 0).toBe(amounts.unbilled ?? 0);
    }
  });
});

promise(["SM-04"], "a recomputation from the records", "a month's figures tie: projects and what has none add up to the organisation, and one month follows on the other", async () => {
  const records = monthFirm(99, 200);
  const db = await stored(records);
  const gained = (day: string) => [...recomputed(records, day).sums.values()].reduce((sum, of) => sum + of.exchange_on_sales, 0);
  expect((await read(db, "2026-10")).organisation.now).toMatchObject({ exchangeGainMinor: expect.not.toBeOneOf([0]), collectedMinor: expect.not.toBeOneOf([0]), unbilledMinor: expect.not.toBeOneOf([0]) });
  for (const month of MONTHS.slice(1)) {
    const [summary, previous] = [await read(db, month), await read(db, monthAfter(month, -1))];
    expect(summary.organisation.before).toEqual(previous.organisation.now);
    expect(summary.receivables.beforeMinor).toBe(previous.receivables.totalMinor);
    const [end, before] = monthEnds(month);
    const { now } = summary.organisation;
    expect(now.outstandingMinor).toBe(previous.organisation.now.outstandingMinor + now.invoicedMinor + gained(end) - gained(before) - now.collectedMinor);
  }
});
