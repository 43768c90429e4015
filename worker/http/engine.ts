import type { ProblemCode } from "../../shared/api/problem.ts";
import type { RecordKind } from "../../shared/records/kinds.ts";
import type { Json } from "../../shared/merge/groups.ts";
import type { Actor, RecordBody } from "../../shared/records/record.ts";

/** What HTTP asks of the engine. Every refusal is a value that a person can read; a rejected promise is a fault. */
export interface Engine {
  /** Writes a record, its audit row and its link's mark in one batch. `expectedRevision` null: the record must not exist yet. */
  saveRecord(request: SaveRequest): Promise<EngineAnswer<{ revision: number }>>;
  /** A bookkeeper's coding of a bill's lines: written to Xero now where possible, then read again. */
  applyCoding(request: CodingRequest): Promise<EngineAnswer<Written>>;
  /** Gives lines back the coding that they had before, where nobody touched them since. */
  undoCoding(request: UndoRequest): Promise<EngineAnswer<Written>>;
  /**
   * The same for several records, each once, at most fifty (XERO_LIMITS.elementsPerWrite): one look at Xero for every forty and one write for all
   * of a kind. Each has its own answer, in order; one that is refused holds up no other.
   */
  applyCodings(organisationId: string, requests: readonly Omit<CodingRequest, "organisationId">[]): Promise<EngineAnswer<Written>[]>;
  undoCodings(organisationId: string, requests: readonly Omit<UndoRequest, "organisationId">[]): Promise<EngineAnswer<Written>[]>;
  /** One line of a bill becomes several that add up to it, to the cent. */
  splitLine(request: SplitRequest): Promise<EngineAnswer<Written>>;
  /** Puts the line back that a split divided, where nobody touched the bill since. */
  undoSplit(request: UndoRequest): Promise<EngineAnswer<Written>>;
  /** A person's choice between the two sides of a conflict. */
  resolveConflict(request: ConflictRequest): Promise<EngineAnswer<Written>>;
  decideProposal(request: ProposalRequest): Promise<EngineAnswer<Written>>;
  /** Tries a waiting or refused record again. */
  retry(request: RecordRequest): Promise<EngineAnswer<Written>>;
  /** Gives a document whose number Xero refused the next free one, and sends it. */
  takeNextNumber(request: RecordRequest): Promise<EngineAnswer<Written>>;
  /** Sends a bill that waits because another of its supplier has the same number: it is not the same bill. */
  sendAnyway(request: RecordRequest): Promise<EngineAnswer<Written>>;
  /** A person's answer to which contact a new one is. */
  decideContact(request: ContactRequest): Promise<EngineAnswer<Written>>;
  /** Whether the organisation's audit is whole. */
  verifyAudit(organisationId: string): Promise<{ ok: true; rows: number } | { ok: false; atSeq: number; sentence: string }>;
  /** A record as it was at an instant (ms UTC), from the audit alone. */
  rebuild(organisationId: string, recordId: string, at: number): Promise<{ ok: true; body: RecordBody } | { ok: false; sentence: string }>;
  /** Erases what the audit kept of one record, where no other shares it. Of a very long audit the cron does the rest: not done then. */
  erase(request: RecordRequest): Promise<EngineAnswer<{ done: boolean; erased: number }>>;
  /** Drops our pending change and takes Xero's values. */
  giveUp(request: RecordRequest): Promise<EngineAnswer<Written>>;
}

export type EngineAnswer<T> = { ok: true; value: T } | { ok: false; refusal: EngineRefusal };

export interface EngineRefusal {
  code: ProblemCode;
  sentence: string;
  remedy?: string;
  at?: string;
}

export interface Written {
  outcome: "written" | "queued" | "refused" | "nothing-to-do";
  sentence: string;
}

export interface RecordRequest {
  organisationId: string;
  recordId: string;
  actor: Actor;
}

export interface SaveRequest extends RecordRequest {
  kind: RecordKind;
  body: RecordBody;
  expectedRevision: number | null;
}

export interface CodingRequest extends RecordRequest {
  lines: readonly CodedLine[];
  /** Of the audit row, by which the write is found again to undo it; absent: "coding". */
  cause?: string;
}

export interface UndoRequest extends RecordRequest {
  /** The cause under which the coding, or the split, was written. */
  cause: string;
}

export interface SplitRequest extends RecordRequest {
  /** Of the audit row, by which it is found again to undo it. */
  cause: string;
  lineId: string;
  /** In order; the first keeps the line's id and Xero's. Their amounts add up to the line's. */
  parts: readonly { accountCode: string; taxType: string | null; projectId: string | null; amountMinor: number }[];
}

interface CodedLine {
  lineId: string;
  /** As the person saw the line: of another amount it was divided, or changed, since, and is left alone. Absent: whatever it is. */
  amountMinor?: number | undefined;
  /** Absent: leave as it is; null: take it away. */
  accountCode?: string | null | undefined;
  taxType?: string | null | undefined;
  projectId?: string | null | undefined;
  feedback: "accepted" | "corrected";
}

export interface ConflictRequest {
  organisationId: string;
  conflictId: string;
  /** One side, or a value made of both (views/chosenValue.ts). */
  choice: "ours" | "xero" | { value: Json };
  actor: Actor;
}

export interface ContactRequest extends RecordRequest {
  /** The contact of ours that it is; null: it is a new one. */
  sameAs: string | null;
}

export interface ProposalRequest {
  organisationId: string;
  proposalId: string;
  decision: "apply" | "decline";
  actor: Actor;
}
