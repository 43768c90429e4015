import * as v from "valibot";
import { isMonth } from "../months.ts";

/** A month's report, and how it is asked for: the schemas that /openapi.json is made from. Money in home currency, minor units. */

export const MonthQuery = v.strictObject({ month: v.pipe(v.string(), v.check(isMonth, "must be a month such as 2026-10")) });

/** What happened within a month (net of recoverable tax), and what was open at its end. */
export const MonthFigures = v.object({
  invoicedMinor: v.number(),
  /** Of what was invoiced at any time: applied within the month by payments and credits. */
  collectedMinor: v.number(),
  labourMinor: v.number(),
  otherCostsMinor: v.number(),
  /** Realised within the month: part of collected, and of the margin. */
  exchangeGainMinor: v.number(),
  marginMinor: v.number(),
  /** Hundredths of a percent; null where nothing was invoiced. */
  marginE2: v.nullable(v.number()),
  minutes: v.number(),
  /** Invoiced and not collected, at the month's end. */
  outstandingMinor: v.number(),
  /** Approved time that no invoice of the month or before bills, at its price. */
  unbilledMinor: v.number(),
});
export type MonthFigures = v.InferOutput<typeof MonthFigures>;

const compared = { now: MonthFigures, before: MonthFigures };
/** A month's figures beside those of the month before. */
export const MonthCompared = v.object(compared);
export type MonthCompared = v.InferOutput<typeof MonthCompared>;

const warning = { code: v.string(), sentence: v.string() };

export const ProjectMonth = v.object({
  ...compared,
  id: v.string(),
  name: v.string(),
  code: v.nullable(v.string()),
  /** Since it began, at the month's end. */
  budgetMinor: v.nullable(v.number()),
  budgetUsedE2: v.nullable(v.number()),
  warnings: v.array(v.object(warning)),
});
export type ProjectMonth = v.InferOutput<typeof ProjectMonth>;

/** What documents still ask for at the month's end, tax included, by days past their due date. */
export const Aged = v.object({
  currentMinor: v.number(),
  to30Minor: v.number(),
  to60Minor: v.number(),
  to90Minor: v.number(),
  over90Minor: v.number(),
  totalMinor: v.number(),
  documents: v.number(),
  /** Credit notes, over- and prepayments that were not applied yet; not taken off the total. */
  creditsMinor: v.number(),
  /** The total at the end of the month before. */
  beforeMinor: v.number(),
});
export type Aged = v.InferOutput<typeof Aged>;

export const MonthSummary = v.object({
  month: v.string(),
  currency: v.string(),
  /** When it was counted, and when Xero had last been read without an error. */
  asOf: v.number(),
  xeroReadAt: v.nullable(v.number()),
  organisation: MonthCompared,
  /** Those with something to tell; with `withoutProject` and `others` they add up to the organisation. */
  projects: v.array(ProjectMonth),
  withoutProject: MonthCompared,
  others: v.object({ ...compared, count: v.number() }),
  receivables: Aged,
  payables: Aged,
  /** What came into and went out of the bank within the month, tax included. */
  money: v.object({ inMinor: v.number(), outMinor: v.number(), beforeInMinor: v.number(), beforeOutMinor: v.number() }),
  /** Drafts and documents that wait for approval, dated in the month or before. */
  open: v.array(v.object({ kind: v.picklist(["invoice", "bill", "credit_note"]), status: v.picklist(["draft", "submitted"]), count: v.number(), totalMinor: v.number() })),
  /** Records between here and Xero that wanted somebody when this was counted. */
  records: v.object({ waiting: v.number(), refused: v.number(), conflict: v.number(), proposal: v.number(), quarantined: v.number() }),
  warnings: v.array(v.object({ ...warning, projectId: v.string(), projectName: v.string() })),
  /** Documents that this month would have to be worked out from one by one, and that were too many for it. */
  notWorkedOut: v.number(),
});
export type MonthSummary = v.InferOutput<typeof MonthSummary>;

export const FIGURES = ["invoiced", "collected", "labour", "other_costs", "exchange_gain", "margin", "outstanding", "unbilled", "receivables", "payables", "money_in", "money_out"] as const;

export const FigureChange = v.object({
  /** Null: of the whole organisation. */
  project: v.nullable(v.object({ id: v.string(), name: v.string() })),
  figure: v.picklist(FIGURES),
  thenMinor: v.number(),
  nowMinor: v.number(),
});
export type FigureChange = v.InferOutput<typeof FigureChange>;

/** running: not over yet. closed: kept as it stood after its end. counted: over, but never kept; figures are of today's records. */
const monthState = v.picklist(["running", "closed", "counted"]);

export const MonthReportView = v.object({
  month: v.string(),
  state: monthState,
  closedAt: v.nullable(v.number()),
  /** As it stood when it was closed; as it stands now where it was not. */
  summary: MonthSummary,
  /** What today's records would say otherwise; empty unless closed. */
  changes: v.array(FigureChange),
});
export type MonthReportView = v.InferOutput<typeof MonthReportView>;

export const MonthListView = v.object({
  /** Newest first. */
  items: v.array(v.object({ month: v.string(), state: monthState, closedAt: v.nullable(v.number()), sentence: v.nullable(v.string()) })),
});
export type MonthListView = v.InferOutput<typeof MonthListView>;
