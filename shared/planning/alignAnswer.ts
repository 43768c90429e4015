import { alignLines } from "../merge/alignLines.ts";
import type { SyncedBody } from "../merge/groups.ts";
import type { Document, Line } from "../records/document.ts";
import type { SettleInput } from "./settle.ts";

/** What the sides of an answered write look like once their lines are known by the same ids. */
export interface AnswerSides {
  ours: SyncedBody;
  sent: SyncedBody;
  answer: SyncedBody;
  base: SyncedBody | null;
}

/** Xero answers lines in the order sent, so a new line learns its LineItemID by position; the rest is known by id. */
export function alignAnswer({ kind, ours, push, answer, base }: Pick<SettleInput, "kind" | "ours" | "push" | "answer" | "base">): AnswerSides {
  if (kind === "contact" || kind === "payment") return { ours: ours.body, sent: push.body, answer: answer.body, base };
  const sent = push.body as Document;
  const theirs = answer.body as Document;
  const learned = numbered(sent, theirs);
  const learnedIds = new Map(learned.lines.map((line) => [line.id, line.xeroLineId]));
  const known = withXeroIds(ours.body as Document, learnedIds);
  const { ours: alignedOurs, xero, base: alignedBase } = alignLines(known, theirs, base as Document | null);
  return { ours: alignedOurs, sent: learned, answer: xero, base: alignedBase };
}

function numbered(sent: Document, answer: Document): Document {
  if (sent.lines.length !== answer.lines.length) return sent;
  const lines = sent.lines.map((line, index): Line => (line.xeroLineId === null ? { ...line, xeroLineId: answer.lines[index]!.xeroLineId } : line));
  return { ...sent, lines };
}

function withXeroIds(document: Document, learned: ReadonlyMap<string, string | null>): Document {
  if (document.lines.every((line) => line.xeroLineId !== null || !learned.get(line.id))) return document;
  return { ...document, lines: document.lines.map((line) => (line.xeroLineId === null ? { ...line, xeroLineId: learned.get(line.id) ?? null } : line)) };
}
