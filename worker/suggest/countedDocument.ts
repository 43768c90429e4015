import { hash } from "../../shared/suggest/hash.ts";
import type { Band, ConfirmedLine, FeedbackKind, FirstAnswer, Given, SuggestLine } from "../../shared/suggest/types.ts";
import { TOLD_UNIT } from "../../shared/suggest/leaning.ts";
import type { Told } from "../../shared/suggest/leaning.ts";
import { compactId, fullId } from "./compactId.ts";
import { codingOf, type Labels, numberOf, positionOf } from "../../shared/suggest/labels.ts";

/** A document's counted lines, as one row holds them. Facts that all its lines share stand once. */
export type Stored = [
  documentId: string, kind: string, supplierName: string, contact: string | 0, date: number | string, paidFrom: string | 0, documentNumber: string | 0,
  ...lines: [lineId: string, description: string, amountMinor: number, coding: number, feedback: number, sequence: number, supplierSequence: number, ...answers: (StoredGiven | 0)[]][],
];
/** Label position, bin, band (-1 for none where more follows), and of what was told: label position and thousandths by turns. */
type StoredGiven = [value: number, bin: number, band?: number, ...told: number[]];

const KINDS = ["bill", "bank_transaction"];
export const FEEDBACK: readonly FeedbackKind[] = ["imported", "accepted", "corrected", "bulk-confirmed", "changed-in-xero"];
const BANDS: readonly Band[] = ["high", "medium", "low", "none"];
const TARGETS = ["account", "tax", "project"] as const;
const DAY_MS = 86_400_000;

/** By which a document's row is found. */
export const recordHash = (recordId: string): number => hash(recordId);

/** `lines` are canonical (canonicalLine.ts): what is stored is what was counted. */
export function writeDocument(lines: readonly ConfirmedLine[], labels: Labels): string {
  const first = lines[0]?.line;
  if (first === undefined) return "";
  const stored: Stored = [
    compactId(first.documentId), String(KINDS.includes(first.kind) ? KINDS.indexOf(first.kind) : first.kind), first.supplierName, first.contactId ?? 0,
    dayNumber(first.date), first.paidFrom ?? 0, first.documentNumber ?? 0,
    ...lines.map(({ line, coding, feedback, firstAnswer, sequence, supplierSequence }): Stored[7] => [
      compactId(line.lineId), line.description, line.amountMinor, numberOf(labels, coding), FEEDBACK.indexOf(feedback), sequence, supplierSequence,
      ...(TARGETS.some((target) => firstAnswer[target] !== null) ? TARGETS.map((target) => given(firstAnswer[target], (value) => positionOf(labels, target, value))) : []),
    ]),
  ];
  return JSON.stringify(stored);
}

/** YYYY-MM-DD of a stored date. */
const storedDate = (date: number | string): string => (typeof date === "string" ? date : dateOf(date));

/** The same day of the month as its date names, as in Prepared. */
export const storedDayOfMonth = (date: number | string): number => (typeof date === "string" ? Number(date.slice(8, 10)) || 0 : new Date(date * DAY_MS).getUTCDate());

const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** Days since 1970; a date that is none stays as it is. */
function dayNumber(date: string): number | string {
  const day = Date.parse(`${date}T00:00:00Z`) / DAY_MS;
  return Number.isInteger(day) && dateOf(day) === date ? day : date;
}

function given(answer: Given | null, position: (value: string) => number): StoredGiven | 0 {
  if (answer === null) return 0;
  const { value, bin, band, told = [] } = answer;
  if (band === undefined && told.length === 0) return [position(value), bin];
  return [position(value), bin, band === undefined ? -1 : BANDS.indexOf(band), ...told.flatMap(([one, share]) => [position(one), Math.round(share * TOLD_UNIT)])];
}

export function readDocument(text: string, labels: Labels): ConfirmedLine[] {
  if (text === "") return [];
  const [id, kind, supplierName, contact, date, paidFrom, documentNumber, ...lines] = JSON.parse(text) as Stored;
  const shared = {
    documentId: fullId(id), kind: KINDS[Number(kind)] ?? kind, supplierName, contactId: contact === 0 ? null : contact, currency: "",
    date: storedDate(date), paidFrom: paidFrom === 0 ? null : paidFrom, documentNumber: documentNumber === 0 ? null : documentNumber,
  };
  return lines.map(([lineId, description, amountMinor, coding, feedback, sequence, supplierSequence, ...answers]) => {
    const line: SuggestLine = { lineId: fullId(lineId), ...shared, description, amountMinor };
    return { line, coding: codingOf(labels, coding), feedback: FEEDBACK[feedback] ?? "imported", firstAnswer: firstAnswerOf(answers, labels), sequence, supplierSequence };
  });
}

function firstAnswerOf(answers: readonly (StoredGiven | 0)[], labels: Labels): FirstAnswer {
  const [account, tax, project] = TARGETS.map((target, i): Given | null => {
    const stored = answers[i];
    if (stored === undefined || stored === 0) return null;
    const [position, bin, band = -1, ...numbers] = stored;
    const label = (at: number | undefined): string => labels.lists[target][at ?? 0] ?? "";
    const told = numbers.flatMap((one, k): Told[] => (k % 2 === 0 ? [[label(one), (numbers[k + 1] ?? 0) / TOLD_UNIT]] : []));
    return { value: label(position), bin, ...(band >= 0 && { band: BANDS[band] ?? "none" }), ...(told.length > 0 && { told }) };
  });
  return { account: account ?? null, tax: tax ?? null, project: project ?? null };
}
