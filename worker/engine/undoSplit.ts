import { withTotals } from "../../shared/documentAmounts.ts";
import { sameLineCoding } from "../../shared/merge/documentGroups.ts";
import { lockedUpTo } from "../../shared/planning/lockedUpTo.ts";
import { isPosted } from "../../shared/planning/recordStatus.ts";
import type { Document, Line } from "../../shared/records/document.ts";
import type { UndoRequest } from "../http/engine.ts";
import { type Answer, decided, refused } from "./decided.ts";
import { imagesOf } from "./imagesOf.ts";
import type { LinkedState } from "./linkedState.ts";
import { overXero } from "./overXero.ts";
import { stateOfRecord, xeroBodyOf } from "./people.ts";
import { readFresh } from "./readFresh.ts";
import type { Run } from "./run.ts";

/**
 * Puts the line back that a split divided, from the audit alone. Reads the bill from Xero first, and refuses with the reason where anything that matters happened since: a
 * part was changed on either side, the period was locked, a payment was applied.
 */
export async function undoSplit(run: Run, opened: LinkedState, request: UndoRequest): Promise<Answer> {
  const images = (await imagesOf(run, [request])).get(request.recordId);
  if (images === undefined || !images.ok) return refused("not_possible_now", images?.sentence ?? "It was not written from here.", "Change the lines of the bill in Xero.");
  const before = images.before as Document;
  const divided = divisionOf(before, images.after as Document);
  if (divided === null) return refused("not_possible_now", "There is no split to take back.");
  if (!(await readFresh(run, [opened])).has(opened.link.id)) return refused("xero_unavailable", "Xero could not be asked whether the bill was changed meanwhile, so nothing was undone.");
  const state = await stateOfRecord(run, request.recordId);
  if (state === null || state.body === null) return refused("not_found", "The record is gone.");
  const now = state.body as Document;
  if (isTakenBack(now, divided)) return { ok: true, value: { outcome: "nothing-to-do", sentence: "The line is in one piece again already." } };
  const stands = standsIn((await xeroBodyOf(run, state)) as Document | null, divided);
  const why = whyNot(run, { now, after: images.after as Document, divided, stands });
  if (why !== null) return why;
  const ids = new Set(divided.parts.map(({ id }) => id));
  // The first part kept the line's id, and Xero's: it becomes the line again, the others go.
  const lines = now.lines.flatMap((line) => (line.id === divided.line.id ? [{ ...divided.line, xeroLineId: line.xeroLineId }] : ids.has(line.id) ? [] : [line]));
  const body = withTotals({ ...now, lines });
  const over = overXero({ ...state, body }, await xeroBodyOf(run, { ...state, body }), ids);
  return decided(run, state, { body, over, actor: request.actor, cause: request.cause.replace(/^split/, "undo"), takesBack: ids });
}

interface Division {
  /** As it was. */
  line: Line;
  parts: readonly Line[];
}

/** The one line that became several: the new ones stand right behind it. Its amount need not tell: 100 may become 100, 50 and −50. */
function divisionOf(before: Document, after: Document): Division | null {
  const isNew = ({ id }: Line): boolean => !before.lines.some((line) => line.id === id);
  const first = after.lines[after.lines.findIndex(isNew) - 1];
  const line = before.lines.find(({ id }) => id === first?.id);
  return line === undefined || first === undefined ? null : { line, parts: [first, ...after.lines.filter(isNew)] };
}

/** A second click, or another person's, came first. */
function isTakenBack(now: Document, { line, parts }: Division): boolean {
  const there = now.lines.filter(({ id }) => parts.some((part) => part.id === id));
  return there.length === 1 && there[0] !== undefined && there[0].id === line.id && isSame(there[0], line);
}

/** What Xero has of it: the line as it was, because the split never went there, or the parts, or what somebody made of them there. */
function standsIn(xero: Document | null, { line, parts }: Division): "whole" | "divided" | "changed" {
  const theirs = new Map(xero?.lines.map((one) => [one.id, one]));
  if (xero === null || (isAsIn(theirs.get(line.id), line) && parts.every(({ id }) => id === line.id || !theirs.has(id)))) return "whole";
  return parts.every((part) => isAsIn(theirs.get(part.id), part)) ? "divided" : "changed";
}

/** Xero may have filled in a tax rate where none was said. */
function isAsIn(theirs: Line | undefined, line: Line): boolean {
  return theirs !== undefined && theirs.amountMinor === line.amountMinor && theirs.accountCode === line.accountCode && theirs.description === line.description && (line.taxType === null || theirs.taxType === line.taxType);
}

interface Asked {
  now: Document;
  after: Document;
  divided: Division;
  stands: ReturnType<typeof standsIn>;
}

function whyNot(run: Run, { now, after, divided: { parts }, stands }: Asked): ReturnType<typeof refused> | null {
  if (now.status === "voided" || now.status === "deleted") return refused("not_possible_now", "The bill was voided or deleted since.");
  const changed = parts.some((part) => !now.lines.some((line) => line.id === part.id && isSame(line, part)));
  if (changed) return refused("revision_conflict", "The parts were changed since, so the bill stays as it is now.", "Look at the bill: who changed it stands in its history.");
  if (stands === "changed") return refused("revision_conflict", "The line was changed in Xero since, so the bill stays as it is there.", "Look at the bill in Xero; where the card asks which side to keep, choose there.");
  // What never went to Xero is not changed there by taking it back.
  if (stands === "whole") return null;
  if (now.amountPaidMinor !== after.amountPaidMinor || now.amountCreditedMinor !== after.amountCreditedMinor)
    return refused("not_possible_now", "A payment or a credit was applied to the bill since, and Xero does not let its lines be changed then.", "Remove the payment in Xero first.");
  const lock = [run.facts.yearEndLockDate, run.facts.periodLockDate].find((day) => day !== null && now.date <= day);
  return lock != null && isPosted("bill", now) ? refused("not_possible_now", lockedUpTo(lock), "Ask your adviser.") : null;
}

function isSame(a: Line, b: Line): boolean {
  return sameLineCoding(a, b) && a.taxType === b.taxType && a.projectId === b.projectId && a.amountMinor === b.amountMinor && a.description === b.description;
}
