import type { Document } from "../records/document.ts";
import type { RecordKind } from "../records/kinds.ts";
import type { Person, TimeEntry } from "../records/project.ts";
import type { RecordBody } from "../records/record.ts";
import { multiplyRounded } from "../money.ts";
import { collectedByLine } from "./collectedByLine.ts";
import { exchangeGain, gainByLine } from "./exchangeGain.ts";
import { homeByLine } from "./homeByLine.ts";

/** One earned or costed thing of one project, in home currency, minor units. */
export interface LedgerLine {
  lineKey: string;
  projectId: string;
  type: "revenue" | "collected" | "cost" | "labour" | "committed_revenue" | "committed_cost" | "unbilled" | "exchange_on_sales" | "exchange_on_costs";
  date: string;
  amountMinor: number;
  minutes: number | null;
  accountCode: string | null;
}

/** What a record's lines rest on besides the record itself. */
export interface LedgerContext {
  homeCurrency: string;
  /** Cost rates of the person of a time entry; null when the person is unknown. */
  costRates: (personId: string) => Person["costRates"] | null;
  /** What an hour of the service is sold for, scaled by 10,000; null when it has no price. */
  hourPriceE4: (serviceId: string) => number | null;
}

/**
 * Every ledger line of one record, from nothing but its present state: keeping them current and recomputing them from scratch are the
 * same function. Actual are AUTHORISED and PAID documents, net of tax, at the document's rate; drafts and submitted ones are committed.
 * What payments and credits at other rates bring more or less than that is an exchange gain or loss of its own.
 */
export function ledgerLines(kind: RecordKind, body: RecordBody, context: LedgerContext): LedgerLine[] {
  if (kind === "time_entry") return timeLines(body as TimeEntry, context);
  const effect = EFFECTS[kind]?.(body as Document);
  return effect === undefined || effect === null ? [] : documentLines(body as Document, effect, context);
}

/** What a document's lines do to a project: earn or cost, with which sign, and whether money applied to it counts as collected. */
interface Effect {
  actual: "revenue" | "cost";
  committed: "committed_revenue" | "committed_cost" | null;
  sign: 1 | -1;
  collects: "by_amounts" | "at_once" | "never";
}

const EFFECTS: Partial<Record<RecordKind, (document: Document) => Effect | null>> = {
  invoice: () => ({ actual: "revenue", committed: "committed_revenue", sign: 1, collects: "by_amounts" }),
  bill: () => ({ actual: "cost", committed: "committed_cost", sign: 1, collects: "never" }),
  credit_note: ({ side }) =>
    side === "sales"
      ? { actual: "revenue", committed: "committed_revenue", sign: -1, collects: "by_amounts" }
      : { actual: "cost", committed: "committed_cost", sign: -1, collects: "never" },
  // Money in or out of the bank is there the moment it is booked.
  bank_transaction: ({ side }) =>
    side === "sales" ? { actual: "revenue", committed: null, sign: 1, collects: "at_once" } : { actual: "cost", committed: null, sign: 1, collects: "never" },
};

const ACTUAL = new Set<Document["status"]>(["authorised", "paid"]);
const COMMITTED = new Set<Document["status"]>(["draft", "submitted"]);

function documentLines(document: Document, effect: Effect, { homeCurrency }: LedgerContext): LedgerLine[] {
  const actual = ACTUAL.has(document.status);
  const type = actual ? effect.actual : COMMITTED.has(document.status) ? effect.committed : null;
  if (type === null || !document.lines.some(({ projectId }) => projectId !== null)) return [];
  const home = homeByLine(document, homeCurrency);
  // Made here without a rate: it counts as soon as Xero has given it one.
  if (home === null) return [];
  const net = home.map((minor) => effect.sign * minor || 0);
  const collected = !actual || effect.collects === "never" ? null : collectedByLine(net, effect.collects === "at_once" ? 1 : appliedOf(document), effect.collects === "at_once" ? 1 : document.totalMinor);
  const gains = actual ? gainByLine(effect.sign * exchangeGain(document, homeCurrency), net) : [];
  const { type: gainType, sign: gainSign } = GAINS[effect.actual];
  return document.lines.flatMap((line, index): LedgerLine[] => {
    const { projectId } = line;
    if (projectId === null) return [];
    const shared = { lineKey: line.id, projectId, minutes: null, accountCode: line.accountCode };
    const settledOn = document.fullyPaidOn ?? document.date;
    const gain = gains[index] ?? 0;
    // What came in counts at the rate it came in at; the tax in it is what it was on the document.
    const got = collected === null ? 0 : (collected[index] ?? 0) + gain;
    return [
      { ...shared, type, date: document.date, amountMinor: net[index] ?? 0 },
      ...(got === 0 ? [] : [{ ...shared, type: "collected" as const, date: settledOn, amountMinor: got }]),
      ...(gain === 0 ? [] : [{ ...shared, type: gainType, date: settledOn, amountMinor: gainSign * gain }]),
    ];
  });
}

/** Realised exchange gains are positive, losses negative: a client who pays more than was earned, a supplier who is paid less than it cost. */
const GAINS = {
  revenue: { type: "exchange_on_sales", sign: 1 },
  cost: { type: "exchange_on_costs", sign: -1 },
} as const satisfies Record<Effect["actual"], { type: LedgerLine["type"]; sign: 1 | -1 }>;

/** Money and credits applied, in the document's currency. A credit note's own are where it was allocated or refunded. */
function appliedOf({ amountPaidMinor, amountCreditedMinor }: Document): number {
  return amountPaidMinor + amountCreditedMinor;
}

function timeLines(entry: TimeEntry, { costRates, hourPriceE4 }: LedgerContext): LedgerLine[] {
  if (!entry.approved) return [];
  const shared = { projectId: entry.projectId, date: entry.date, accountCode: null };
  const lines: LedgerLine[] = [];
  const rate = rateOn(costRates(entry.personId) ?? [], entry.date);
  lines.push({ ...shared, lineKey: "labour", type: "labour", amountMinor: multiplyRounded(entry.minutes, rate, 60), minutes: entry.minutes });
  const price = entry.serviceId === null ? null : hourPriceE4(entry.serviceId);
  if (entry.billable && entry.invoiceLineId === null && price !== null)
    // A price is scaled by 10,000, so 100 of its units are one minor unit.
    lines.push({ ...shared, lineKey: "unbilled", type: "unbilled", amountMinor: multiplyRounded(entry.minutes, price, 6_000), minutes: null });
  return lines;
}

/** The rate that held on the day: the newest that began on or before it; nothing before the first. */
export function rateOn(rates: Person["costRates"], day: string): number {
  let held: Person["costRates"][number] | null = null;
  for (const rate of rates) if (rate.from <= day && (held === null || rate.from >= held.from)) held = rate;
  return held?.perHourMinor ?? 0;
}
