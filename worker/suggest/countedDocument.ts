import type { ConfirmedLine, FeedbackKind, FirstAnswer, Neighbour, SuggestLine } from "../../shared/suggest/types.ts";
import { meaningfulWords } from "../../shared/suggest/words.ts";
import { type Labels, numberOf } from "./countsText.ts";

/** A document's counted lines, as one row holds them. Facts that all its lines share stand once. */
interface Stored {
  /** kind, supplier name, contact, currency, date, paid from, document number. */
  h: [string, string, string | null, string, string, string | null, string | null];
  /** line id, description, amount, account, tax, project, feedback, sequence, supplier sequence, first answers. */
  l: [string, string, number, number, number, number, FeedbackKind, number, number, FirstAnswer | 0][];
}

const NO_ANSWER: FirstAnswer = { account: null, tax: null, project: null };

export function writeDocument(lines: readonly ConfirmedLine[], labels: Labels): string {
  const first = lines[0]?.line;
  if (first === undefined) return "";
  const stored: Stored = {
    h: [first.kind, first.supplierName, first.contactId ?? null, first.currency, first.date, first.paidFrom ?? null, first.documentNumber ?? null],
    l: lines.map(({ line, coding, feedback, firstAnswer, sequence, supplierSequence }) => [
      line.lineId, line.description, line.amountMinor, numberOf(labels, coding.account), numberOf(labels, coding.tax), numberOf(labels, coding.project), feedback, sequence, supplierSequence,
      Object.values(firstAnswer).every((answer) => answer === null) ? 0 : firstAnswer,
    ]),
  };
  return JSON.stringify(stored);
}

export function readDocument(recordId: string, text: string, labels: Labels): ConfirmedLine[] {
  if (text === "") return [];
  const { h, l } = JSON.parse(text) as Stored;
  const [kind, supplierName, contactId, currency, date, paidFrom, documentNumber] = h;
  const label = (position: number): string => labels.list[position] ?? "";
  return l.map(([lineId, description, amountMinor, account, tax, project, feedback, sequence, supplierSequence, answers]) => {
    const line: SuggestLine = { lineId, documentId: recordId, kind, supplierName, contactId, description, amountMinor, currency, date, paidFrom, documentNumber };
    return { line, coding: { account: label(account), tax: label(tax), project: label(project) }, feedback, firstAnswer: answers === 0 ? NO_ANSWER : answers, sequence, supplierSequence };
  });
}

export function asNeighbour({ line, coding, feedback }: ConfirmedLine): Neighbour {
  return {
    lineId: line.lineId, documentId: line.documentId, date: line.date, amountMinor: line.amountMinor, words: meaningfulWords(line.description).slice(0, 6),
    ...coding, looked: feedback !== "bulk-confirmed",
  };
}
