import type { Document, Line } from "../../shared/records/document.ts";
import type { RecordKind } from "../../shared/records/kinds.ts";
import type { Payment } from "../../shared/records/payment.ts";
import type { Person, Project, Service, TimeEntry } from "../../shared/records/project.ts";
import type { RecordBody } from "../../shared/records/record.ts";
import { addDays } from "../../shared/dates.ts";
import { nextBetween, nextFraction, pick as pickFrom, seedRandom } from "../sandbox/random.ts";

export interface FirmRecord {
  id: string;
  kind: RecordKind;
  body: RecordBody;
}

const FIRST = "2026-07-01";
const DAYS = 150;
export const PROJECTS = ["p1", "p2", "p3"];
const RATES: readonly (readonly [currency: string, rateE6: number | null])[] = [["AUD", null], ["AUD", null], ["USD", 651_234], ["JPY", 97_123_456], ["KWD", 201_987]];

/**
 * A made-up firm of five months: documents in four currencies with and without projects, paid in parts, credited, voided, drafts, time that
 * is billed weeks later. What a document says of its payments always agrees with the payments, as Xero's do.
 */
export function monthFirm(seed: number, documents = 60): FirmRecord[] {
  const random = seedRandom(seed);
  const int = (from: number, to: number): number => nextBetween(random, from, to);
  const pick = <T>(of: readonly T[]): T => pickFrom(random, of);
  const chance = (part: number): boolean => nextFraction(random) < part;
  const day = (): string => addDays(FIRST, int(0, DAYS - 1));
  const records: FirmRecord[] = [];
  const add = <B extends RecordBody>(kind: RecordKind, id: string, body: B): B => (records.push({ id, kind, body }), body);
  for (const [index, id] of PROJECTS.entries()) add<Project>("project", id, { ...PROJECT, name: `Project ${index + 1}`, budgetMinor: index === 0 ? 500_000 : null, labourBudgetMinor: index === 0 ? 20_000 : null });
  add<Service>("service", "design", { name: "Design", unitAmountE4: 1_800_050, accountCode: "200", taxType: "OUTPUT", active: true });
  add<Person>("person", "ana", { name: "Ana", email: null, costRates: [{ from: "2026-01-01", perHourMinor: 6_005 }, { from: "2026-09-15", perHourMinor: 7_511 }], active: true });

  const line = (id: string): Line => {
    const amountMinor = chance(0.1) ? -int(1, 5_000) : int(1, 300_000);
    return { ...LINE, id, amountMinor, taxMinor: Math.round(amountMinor / 11), unitAmountE4: amountMinor * 100, projectId: chance(0.6) ? pick(PROJECTS) : null };
  };
  const document = (id: string, kind: RecordKind, side: Document["side"], status: Document["status"]): Document => {
    const [currency, currencyRateE6] = pick(RATES);
    const lines = Array.from({ length: int(1, 4) }, (_, index) => line(`${id}-${index}`));
    const inclusive = chance(0.3);
    const sum = lines.reduce((all, { amountMinor }) => all + amountMinor, 0);
    const taxMinor = lines.reduce((all, one) => all + one.taxMinor, 0);
    const totalMinor = inclusive ? sum : sum + taxMinor;
    const date = day();
    return add(kind, id, {
      ...DOCUMENT, side, status, date, currency, currencyRateE6, lines, lineAmountTypes: inclusive ? "inclusive" : "exclusive", dueDate: chance(0.8) ? addDays(date, int(0, 30)) : null,
      subtotalMinor: totalMinor - taxMinor, taxMinor, totalMinor, amountDueMinor: totalMinor,
    });
  };
  const apply = (to: Document, { amountMinor, on, as, rateE6 }: { amountMinor: number; on: string; as: "amountPaidMinor" | "amountCreditedMinor"; rateE6: number | null }): void => {
    to[as] += amountMinor;
    if (rateE6 !== null) to.settlements = [...(to.settlements ?? []), { amountMinor, currencyRateE6: rateE6 }];
    to.amountDueMinor -= amountMinor;
    if (to.amountDueMinor > 0) return;
    to.status = "paid";
    to.fullyPaidOn = on;
  };
  let payments = 0;
  const pay = (documentId: string, to: Document): void => {
    let on = to.date;
    for (let parts = int(0, 3); parts > 0 && to.amountDueMinor > 0; parts -= 1) {
      on = addDays(on, int(0, 40));
      const amountMinor = parts === 1 && chance(0.6) ? to.amountDueMinor : int(1, to.amountDueMinor);
      // Another day's rate, three times of four.
      const rateE6 = to.currencyRateE6 === null || chance(0.25) ? to.currencyRateE6 : to.currencyRateE6 + int(-40_000, 40_000);
      add<Payment>("payment", `pay-${(payments += 1)}`, { documentId, accountId: "bank", method: null, date: on, amountMinor, currency: to.currency, currencyRateE6: rateE6, reference: null, status: "authorised", isReconciled: false });
      apply(to, { amountMinor, on, as: "amountPaidMinor", rateE6 });
    }
  };
  const KINDS: readonly (readonly [RecordKind, Document["side"]])[] = [["invoice", "sales"], ["invoice", "sales"], ["bill", "purchases"], ["credit_note", "sales"], ["credit_note", "purchases"], ["bank_transaction", "sales"], ["bank_transaction", "purchases"], ["prepayment", "sales"]];
  const open: { id: string; of: Document }[] = [];
  for (let index = 0; index < documents; index += 1) {
    const [kind, side] = pick(KINDS);
    const plain = kind === "bank_transaction" || kind === "prepayment";
    const status = chance(0.08) ? "voided" : plain ? "authorised" : pick(["draft", "submitted", "authorised", "authorised", "authorised", "authorised"] as const);
    const id = `${kind}-${index}`;
    const made = document(id, kind, side, status);
    if (status !== "authorised" || made.totalMinor <= 0) continue;
    if (kind === "invoice" || kind === "bill") {
      pay(id, made);
      open.push({ id, of: made });
    } else if (kind === "credit_note" || kind === "prepayment") {
      const target = open.find(({ of }) => of.side === side && of.currency === made.currency && of.amountDueMinor > 0);
      if (target === undefined) continue;
      const amountMinor = int(1, Math.min(target.of.amountDueMinor, made.amountDueMinor));
      const on = addDays([made.date, target.of.date, ...records.flatMap((one) => (one.kind === "payment" && (one.body as Payment).documentId === target.id ? [(one.body as Payment).date] : []))].toSorted().at(-1)!, int(0, 30));
      made.allocations = [{ xeroId: null, documentId: target.id, amountMinor, date: on }];
      apply(target.of, { amountMinor, on, as: "amountCreditedMinor", rateE6: made.currencyRateE6 });
      apply(made, { amountMinor, on, as: "amountCreditedMinor", rateE6: null });
    }
  }
  const invoices = records.filter(({ kind }) => kind === "invoice");
  for (let index = 0; index < documents; index += 1) {
    const id = `time-${index}`;
    const entry = add<TimeEntry>("time_entry", id, { projectId: pick(PROJECTS), personId: "ana", serviceId: chance(0.8) ? "design" : null, date: day(), minutes: int(5, 480), note: null, billable: chance(0.8), approved: chance(0.9), invoiceLineId: null });
    const invoice = pick(invoices).body as Document;
    if (!entry.approved || !chance(0.5) || invoice.status === "voided" || invoice.date < entry.date) continue;
    const [first] = invoice.lines;
    entry.invoiceLineId = first!.id;
    invoice.lines = [{ ...first!, timeEntryIds: [...first!.timeEntryIds, id] }, ...invoice.lines.slice(1)];
  }
  return records;
}

const PROJECT: Project = {
  name: "", code: null, clientId: null, status: "active", startsOn: null, endsOn: null, budgetMinor: null, labourBudgetMinor: null, budgetMinutes: null, targetMarginPercent: null, billing: "time_and_materials",
  retainerMinutesPerMonth: null, trackingOptionId: null,
};
const LINE: Line = {
  id: "", xeroLineId: null, description: "Work", quantityE4: 10_000, unitAmountE4: 0, discountRateE4: null, discountMinor: null, itemCode: null, accountCode: "200", taxType: "OUTPUT", taxMinor: 0, amountMinor: 0, tracking: [],
  projectId: null, serviceId: null, timeEntryIds: [],
};
const DOCUMENT: Document = {
  side: "sales", contactId: "c", number: null, reference: null, date: "", dueDate: null, status: "draft", currency: "AUD", currencyRateE6: null, lineAmountTypes: "exclusive", lines: [], subtotalMinor: 0, taxMinor: 0,
  totalMinor: 0, amountDueMinor: 0, amountPaidMinor: 0, amountCreditedMinor: 0, fullyPaidOn: null, sentToContact: false, allocations: [], bankAccountId: null, isReconciled: false, title: null, summary: null, terms: null,
};
