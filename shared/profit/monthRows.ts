import type { LocalDate } from "../dates.ts";
import type { Project } from "../records/project.ts";
import type { Applied } from "./appliedAt.ts";
import type { LedgerLine } from "./ledgerLines.ts";

/** The last days of a month, of the one before, and of the one before that: what a month did is the difference of two of them. */
export type MonthEnds = readonly [LocalDate, LocalDate, LocalDate];
/** One amount at each of the three days. */
export type AtEnds = readonly [number, number, number];

/** Everything a month's summary is made of, already added up. Home currency, minor units. Lines without a project have projectId "". */
export interface MonthRows {
  /** Ledger lines up to each day; `collected` only of documents that are not in `worked`. */
  sums: readonly { projectId: string; type: LedgerLine["type"]; amounts: AtEnds; minutes: AtEnds }[];
  worked: readonly WorkedDocument[];
  /** Time that an invoice bills which is dated after the day. */
  billedLater: readonly { projectId: string; amounts: AtEnds }[];
  projects: readonly { id: string; body: Project }[];
  due: readonly { side: "sales" | "purchases"; bucket: Bucket; documents: number; dueMinor: number; beforeMinor: number }[];
  credits: readonly { side: "sales" | "purchases"; leftMinor: number }[];
  /** `back`: 0 within the month, 1 within the month before. */
  money: readonly { direction: "in" | "out"; back: 0 | 1; amountMinor: number }[];
  open: readonly { kind: "invoice" | "bill" | "credit_note"; status: "draft" | "submitted"; count: number; totalMinor: number }[];
  states: readonly { state: string; count: number }[];
  notWorkedOut: number;
}

/** By days past the due date at the month's end. */
export type Bucket = "current" | "to30" | "to60" | "to90" | "over90";

/** A document whose collected part is another on one of the days than now, or which is paid in part. */
export interface WorkedDocument extends Applied {
  totalMinor: number;
  /** Payments and allocations dated after each day. In its own currency. */
  later: AtEnds;
  /** In the document's order; net of tax, home currency, with the sign of what it does to revenue. */
  lines: readonly (readonly [projectId: string, netMinor: number])[];
}
