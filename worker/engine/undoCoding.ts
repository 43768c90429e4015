import type { Document, Line } from "../../shared/records/document.ts";
import { sameLineCoding } from "../../shared/merge/documentGroups.ts";
import { isPosted } from "../../shared/planning/recordStatus.ts";
import type { UndoRequest } from "../http/engine.ts";
import { imagesOf } from "./imagesOf.ts";
import { type Answer, decided, refused } from "./decided.ts";
import type { LinkedState } from "./linkedState.ts";
import { LIST_OF } from "./observation.ts";
import { overXero } from "./overXero.ts";
import { stateOfRecord, xeroBodyOf } from "./people.ts";
import { readFresh } from "./readFresh.ts";
import type { Run } from "./run.ts";

/**
 * Gives lines back the coding that the audit says they had. Reads the document from Xero first, and refuses with the reason where anything that
 * matters happened since: the lines were changed on either side, their period was locked, a payment was applied.
 */
export async function undoCoding(run: Run, opened: LinkedState, request: UndoRequest): Promise<Answer> {
  if (opened.kind !== "bill" && opened.kind !== "bank_transaction" && opened.kind !== "credit_note") return refused("not_possible_now", "Only a coding can be undone.");
  const images = await imagesOf(run, request.recordId, request.cause);
  if (!images.ok) return refused("not_possible_now", images.sentence, "Change the coding on the bill itself.");
  const before = images.before as Document;
  const after = images.after as Document;
  const written = changedLines(before, after);
  if (written.length === 0) return { ok: true, value: { outcome: "nothing-to-do", sentence: "The coding was as it is now." } };

  if (!(await readFresh(run, LIST_OF[opened.kind], opened.link))) return refused("xero_unavailable", "Xero could not be asked whether the bill was changed meanwhile, so nothing was undone.");
  const state = await stateOfRecord(run, request.recordId);
  if (state === null || state.body === null) return refused("not_found", "The record is gone.");
  const now = state.body as Document;
  if (written.every(({ was }) => sameAs(now, was))) return { ok: true, value: { outcome: "nothing-to-do", sentence: "It is as it was before already." } };
  const why = whyNot({ run, state, now, after, written, xero: (await xeroBodyOf(run, state)) as Document | null });
  if (why !== null) return why;

  const wasOf = new Map(written.map(({ was }) => [was.id, was]));
  const body: Document = { ...now, lines: now.lines.map((line) => withCodingOf(line, wasOf.get(line.id))) };
  const over = await overXero(run, { ...state, body }, new Set(wasOf.keys()));
  return decided(run, state, { body, over, actor: request.actor, cause: request.cause.replace(/^coding/, "undo"), takesBack: new Set(wasOf.keys()) });
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
  if (lock !== undefined && isPosted(state.kind, now)) return refused("not_possible_now", `Xero's books are locked up to ${lock}.`, "Ask your adviser.");
  return null;
}

function xeroHas(xero: Document, line: Line): boolean {
  const theirs = xero.lines.find(({ id }) => id === line.id);
  return theirs !== undefined && theirs.accountCode === line.accountCode && theirs.taxType === line.taxType;
}
