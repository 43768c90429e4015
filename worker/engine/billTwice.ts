import { caseFolded } from "../../shared/matching/caseFolded.ts";
import { formatMinor } from "../../shared/money.ts";
import { isEnded } from "../../shared/planning/recordStatus.ts";
import type { Reason } from "../../shared/planning/reasons.ts";
import type { Document } from "../../shared/records/document.ts";
import { statusWords } from "../../shared/records/statusWords.ts";
import type { SyncedBody } from "../../shared/merge/groups.ts";
import type { RecordKind } from "../../shared/records/kinds.ts";
import type { RecordBody } from "../../shared/records/record.ts";
import type { Change, Row } from "../store/port.ts";
import type { LinkedState } from "./linkedState.ts";
import type { Neighbours } from "./neighbours.ts";
import type { Run } from "./run.ts";

/**
 * Xero lets a supplier have any number of bills of one number, so whether one was entered twice is ours to see: before a bill of ours goes
 * there for the first time, another of the same supplier and number is named, and a person says which it is.
 */
export function billTwice(run: Run, state: LinkedState, neighbours: Neighbours): Reason | null {
  const { directions } = run.rules;
  if (state.link.xeroId !== null || directions.bill === "off" || directions.bill === "fromXero") return null;
  const [other] = billsLike(state, neighbours);
  return other === undefined ? null : {
    code: "bill_twice",
    sentence: sentence(other, neighbours),
    remedy: "If it is the same bill, drop this one. If the supplier used the number twice, say that it is another bill; then it is sent.",
  };
}

/** Both sides of a bill that is in Xero, as they are now, and what they last agreed on. */
export interface BillSides {
  xero: SyncedBody | null;
  base: SyncedBody | null;
}

/**
 * The same of a bill that is in Xero, once its number or supplier was changed into another's: our change of them is not sent before a person says that it is another
 * bill; a change made in Xero stands, and is asked about until one of the two ends or has another number. Bills that were alike when they were first read are not asked about.
 */
export function becameTwice(run: Run, state: LinkedState, neighbours: Neighbours, { xero, base }: BillSides): Reason | null {
  if (state.kind !== "bill" || state.link.xeroId === null || state.record === null || xero === null || run.rules.directions.bill === "off") return null;
  const [ours, theirs] = [state.body as Document, xero as Document];
  const isOurs = !isSameBill(ours, theirs) && base !== null && isSameBill(theirs, base as Document);
  if (!isOurs && !isAskedAbout(state) && isSameBill(ours, theirs)) return null;
  const [other] = billsLike(state, neighbours, isOurs ? ours : theirs);
  if (other === undefined) return null;
  return isOurs
    ? { code: "bill_twice", sentence: sentence(other, neighbours), remedy: "Say that it is another bill, and the change of this one's number or supplier is sent. If it is a slip, give it up: then it is as in Xero again." }
    : {
        code: "bill_twice_in_xero", sentence: `${sentence(other, neighbours)} This one was changed to the same.`,
        remedy: "If they are one bill, void one of them in Xero. If the supplier used the number twice, say that it is another bill.",
      };
}

/** Whether a person was asked whether this bill, which is in Xero, is another one. */
export function isAskedAbout({ link }: LinkedState): boolean {
  const code = (link.reason as Reason | null)?.code;
  return code === "bill_twice" || code === "bill_twice_in_xero";
}

function sentence(other: Row<"record">, neighbours: Neighbours): string {
  const { number, date, totalMinor, currency, status } = JSON.parse(other.body) as Document;
  const where = neighbours.xeroIdOf("bill", other.id) === null ? "here" : "in Xero";
  return `This supplier's bill ${number} is ${where} already: ${statusWords(status).toLowerCase()}, of ${date}, over ${currency} ${formatMinor(totalMinor, currency)}.`;
}

/** Bills that this one, with this number and supplier, may be the same as: in Xero, or made here before it where it is not there itself; not said to be another. */
export function billsLike({ kind, link, body, record }: LinkedState, neighbours: Neighbours, as = body): readonly Row<"record">[] {
  if (kind !== "bill" || record === null || isEnded(kind, body!)) return [];
  const { number, contactId } = as as Document;
  const { separateFrom = [] } = body as Document;
  if (number === null) return [];
  return neighbours.bills.filter((row) => {
    if (row.id === record.id || separateFrom.includes(row.id) || row.deletedAt !== null || row.contactId !== contactId || !isSameNumber(row.number, number)) return false;
    const other = JSON.parse(row.body) as Document;
    if (isEnded("bill", other) || other.separateFrom?.includes(record.id)) return false;
    if (neighbours.xeroIdOf("bill", row.id) !== null) return true;
    // Of two that wait to go there one has to be the first.
    return link.xeroId === null && (row.createdAt < record.createdAt || (row.createdAt === record.createdAt && row.id < record.id));
  });
}

function isSameBill(a: Document, b: Document): boolean {
  return a.contactId === b.contactId && (a.number === null || b.number === null ? a.number === b.number : isSameNumber(a.number, b.number));
}

function isSameNumber(a: string | null, b: string): boolean {
  return a !== null && caseFolded(a) === caseFolded(b);
}

/** A bill ended, or has another number or supplier: what waits because of it is looked at again. */
export function wakeBills(organisationId: string, kind: RecordKind, { before, after, now }: { before: RecordBody | null; after: RecordBody; now: number }): Change[] {
  if (kind !== "bill" || before === null) return [];
  const [old, next] = [before as Document, after as Document];
  if (!isEnded("bill", next) && old.number === next.number && old.contactId === next.contactId) return [];
  return [{ update: "link", where: { organisationId, kind: "bill", state: "waiting", dirtyAt: null }, set: { dirtyAt: now, notBeforeAt: 0 } }];
}
