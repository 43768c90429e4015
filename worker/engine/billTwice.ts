import { caseFolded } from "../../shared/matching/caseFolded.ts";
import { formatMinor } from "../../shared/money.ts";
import { isEnded } from "../../shared/planning/recordStatus.ts";
import type { Reason } from "../../shared/planning/reasons.ts";
import type { Document } from "../../shared/records/document.ts";
import { statusWords } from "../../shared/records/statusWords.ts";
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
  if (directions.bill === "off" || directions.bill === "fromXero") return null;
  const [other] = billsLike(state, neighbours);
  if (other === undefined) return null;
  const { number, date, totalMinor, currency, status } = JSON.parse(other.body) as Document;
  const where = neighbours.xeroIdOf("bill", other.id) === null ? "here" : "in Xero";
  return {
    code: "bill_twice",
    sentence: `This supplier's bill ${number} is ${where} already: ${statusWords(status).toLowerCase()}, of ${date}, over ${currency} ${formatMinor(totalMinor, currency)}.`,
    remedy: "If it is the same bill, drop this one. If the supplier used the number twice, say that it is another bill; then it is sent.",
  };
}

/** Bills that this one may be the same as: in Xero, or made here before it, and not said to be another. */
export function billsLike({ kind, link, body, record }: LinkedState, neighbours: Neighbours): readonly Row<"record">[] {
  if (kind !== "bill" || link.xeroId !== null || record === null || isEnded(kind, body!)) return [];
  const { number, contactId, separateFrom = [] } = body as Document;
  if (number === null) return [];
  return neighbours.bills.filter((row) => {
    if (row.id === record.id || separateFrom.includes(row.id) || row.deletedAt !== null || row.contactId !== contactId || !isSameNumber(row.number, number)) return false;
    if (isEnded("bill", JSON.parse(row.body) as Document)) return false;
    // Of two that wait to go there one has to be the first.
    return neighbours.xeroIdOf("bill", row.id) !== null || row.createdAt < record.createdAt || (row.createdAt === record.createdAt && row.id < record.id);
  });
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
