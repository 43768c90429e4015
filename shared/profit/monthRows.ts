import type { LocalDate } from "../dates.ts";
import type { Document } from "../records/document.ts";
import type { Project } from "../records/project.ts";
import type { LedgerLine } from "./ledgerLines.ts";

/** The last days of a month, of the one before, and of the one before that: what a month did is the difference of two of them. */
export type MonthEnds = readonly [LocalDate, LocalDate, LocalDate];
/** One amount at each of the three days. */
export type AtEnds = readonly [number, number, number];

/** Everything a month's summary is made of, already added up. Home currency, minor units. Lines without a project have projectId "". */
export interface MonthRows {
  /** Lines up to each day, of all that is not in `worked`. */
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

/** A document that is worked out line by line for each day: what its state was then, as documentAsOf.ts has it. */
export interface WorkedDocument {
  kind: "invoice" | "bill" | "credit_note" | "bank_transaction";
  /** Only what figures are made of is filled: no texts, and of lines the amounts and the project. */
  body: Document;
  later: readonly LaterApplication[];
}

/** A payment or allocation of a document that is dated after the earliest of the days. */
export interface LaterApplication {
  date: LocalDate;
  /** In the document's currency. */
  amountMinor: number;
  /** Its own rate; null where it has none. */
  rateE6: number | null;
}
