import type { Document, Line } from "../../shared/records/document.ts";
import { sameLineCoding } from "../../shared/merge/documentGroups.ts";
import { lockedUpTo } from "../../shared/planning/lockedUpTo.ts";
import { isPosted } from "../../shared/planning/recordStatus.ts";
import type { UndoRequest } from "../http/engine.ts";
import { type Images, imagesOf } from "./imagesOf.ts";
import { type Answer, decidedTogether, refused } from "./decided.ts";
import { type LinkedState, loadStates } from "./linkedState.ts";
import { type Neighbours, readNeighbours } from "./neighbours.ts";
import { overXero } from "./overXero.ts";
import { type Decision, xeroBodyAmong } from "./people.ts";
import { readFresh } from "./readFresh.ts";
import type { Run } from "./run.ts";
import { settledTogether } from "./settledTogether.ts";

/**
 * Gives lines back the coding that the audit says they had. Reads the documents from Xero first, and refuses with the reason where anything that
 * matters happened since: the lines were changed on either side, their period was locked, a payment was applied.
 *
 * @returns an answer each, in order.
 */
export async function undoCodings(run: Run, asked: readonly { state: LinkedState; request: UndoRequest }[]): Promise<Answer[]> {
  const images = await imagesOf(run, asked.map(({ request }) => request));
  const found = asked.map(({ state, request }) => writtenBy(state, request, images.get(request.recordId)!));
  return settledTogether(found, async (undoable) => {
    const fresh = await readFresh(run, undoable.map(({ state }) => state));
    const states = new Map((await loadStates(run, { id: { in: undoable.map(({ state }) => state.link.id) } }, undoable.length)).map((state) => [state.link.id, state]));
    const neighbours = await readNeighbours(run, [], [...states.values()]);
    const decisions = undoable.map((one): Decision | Answer => {
      const { id } = one.state.link;
      if (!fresh.has(id)) return refused("xero_unavailable", "Xero could not be asked whether the bill was changed meanwhile, so nothing was undone.");
      const state = states.get(id);
      return state === undefined || state.body === null ? refused("not_found", "The record is gone.") : decisionOf(run, one, state, neighbours);
    });
    return settledTogether(decisions, (open) => decidedTogether(run, open));
  });
}

/** A coding that was written, and the bill as it was opened. */
interface Undoable {
  state: LinkedState;
  request: UndoRequest;
  after: Document;
  written: readonly Changed[];
}

function writtenBy(state: LinkedState, request: UndoRequest, images: Images): Undoable | Answer {
  if (state.kind !== "bill" && state.kind !== "bank_transaction" && state.kind !== "credit_note") return refused("not_possible_now", "Only a coding can be undone.");
  if (!images.ok) return refused("not_possible_now", images.sentence, "Change the coding on the bill itself.");
  const after = images.after as Document;
  const written = changedLines(images.before as Document, after);
  return written.length === 0 ? { ok: true, value: { outcome: "nothing-to-do", sentence: "The coding was as it is now." } } : { state, request, after, written };
}

function decisionOf(run: Run, { request, after, written }: Undoable, state: LinkedState, neighbours: Neighbours): Decision | Answer {
  const now = state.body as Document;
  if (written.every(({ was }) => sameAs(now, was))) return { ok: true, value: { outcome: "nothing-to-do", sentence: "It is as it was before already." } };
  const why = whyNot({ run, state, now, after, written, xero: xeroBodyAmong(run, state, neighbours) as Document | null });
  if (why !== null) return why;
  const wasOf = new Map(written.map(({ was }) => [was.id, was]));
  const undone = { ...state, body: { ...now, lines: now.lines.map((line) => withCodingOf(line, wasOf.get(line.id))) } };
  const over = overXero(undone, xeroBodyAmong(run, undone, neighbours), new Set(wasOf.keys()));
  return { state, body: undone.body, over, actor: request.actor, cause: request.cause.replace(/^coding/, "undo"), takesBack: new Set(wasOf.keys()) };
}

interface Changed {
  was: Line;
  became: Line;
}

function changedLines(before: Document, after: Document): Changed[] {
  return after.lines.flatMap((became): Changed[] => {
    const was = before.lines.find(({ id }) => id === became.id);
    return was === undefined || sameCoding(was, became) ? [] : [{ was, became }];
  });
}

const sameCoding = (a: Line, b: Line): boolean => sameLineCoding(a, b) && a.taxType === b.taxType && a.projectId === b.projectId;

function sameAs(document: Document, line: Line): boolean {
  const own = document.lines.find(({ id }) => id === line.id);
  return own !== undefined && sameCoding(own, line);
}

function withCodingOf(line: Line, was: Line | undefined): Line {
  if (was === undefined) return line;
  const { accountCode, taxType, projectId, tracking } = was;
  return { ...line, accountCode, taxType, projectId, tracking };
}

interface Asked {
  run: Run;
  state: LinkedState;
  now: Document;
  after: Document;
  written: readonly Changed[];
  xero: Document | null;
}

function whyNot({ run, state, now, after, written, xero }: Asked): ReturnType<typeof refused> | null {
  if (now.status === "voided" || now.status === "deleted") return refused("not_possible_now", "The bill was voided or deleted since.");
  const moved = written.findIndex(({ became }) => !sameAs(now, became));
  if (moved >= 0) return refused("revision_conflict", "The coding was changed since, so it stays as it is now.", "Look at the bill: who changed it stands in its history.");
  if (xero !== null && written.some(({ was, became }) => !xeroHas(xero, became) && !xeroHas(xero, was)))
    return refused("revision_conflict", "The coding was changed in Xero since, so it stays as it is there.", "Look at the bill in Xero.");
  if (now.amountPaidMinor !== after.amountPaidMinor || now.amountCreditedMinor !== after.amountCreditedMinor)
    return refused("not_possible_now", "A payment or a credit was applied to the bill since.", "Change the coding on the bill itself, or remove the payment in Xero first.");
  if (now.isReconciled && !after.isReconciled) return refused("not_possible_now", "It was reconciled with the bank since.", "Un-reconcile it in Xero first.");
  const lock = [run.facts.yearEndLockDate, run.facts.periodLockDate].find((day) => day !== null && now.date <= day);
  if (lock != null && isPosted(state.kind, now)) return refused("not_possible_now", lockedUpTo(lock), "Ask your adviser.");
  return null;
}

function xeroHas(xero: Document, line: Line): boolean {
  const theirs = xero.lines.find(({ id }) => id === line.id);
  return theirs !== undefined && theirs.accountCode === line.accountCode && theirs.taxType === line.taxType;
}
