import type { Problem } from "./problem.ts";
import type { LineSuggestionView, SplitView } from "./suggestionShapes.ts";

/** What the Worker answers to the extension and to project tools. Money in minor units, instants in ms, dates YYYY-MM-DD. */

export interface Me {
  member: { id: string; name: string; email: string; role: "admin" | "bookkeeper" | "viewer" };
  organisations: readonly OrganisationView[];
}

export interface OrganisationView {
  id: string;
  name: string;
  shortCode: string | null;
  currency: string;
  state: "connecting" | "connected" | "needs_sign_in" | "disconnected";
  /** Why it is not connected, in a sentence. */
  stateReason: string | null;
  connectedAt: number | null;
  lastRoundAt: number | null;
}

/** States of a link in the words of shared/planning, as the chip shows them. */
export type MarkState =
  | "in-step"
  | "pending"
  | "waiting"
  | "conflict"
  | "suggestion"
  | "proposal"
  | "refused"
  | "untracked"
  | "not-connected"
  | "needs-sign-in"
  | "wrong-organisation";

export interface MarkView {
  state: MarkState;
  projectName: string | null;
  /** Margin in hundredths of a percent; null without a project or before anything is invoiced. */
  marginE2: number | null;
  waitingCount: number;
}

/** Answer of POST /v1/marks: keyed by Xero id. `page` speaks for the page as a whole. */
export interface MarksView {
  page: "not-connected" | "needs-sign-in" | null;
  organisation: { id: string; name: string } | null;
  marks: Record<string, MarkView>;
}

export interface ProjectFigures {
  id: string;
  name: string;
  code: string | null;
  currency: string;
  status: "active" | "closed";
  clientName: string | null;
  budgetMinor: number | null;
  budgetUsedE2: number | null;
  minutes: number;
  budgetMinutes: number | null;
  invoicedMinor: number;
  collectedMinor: number;
  outstandingMinor: number;
  /** Realised: payments and credits at other rates than their documents'. Part of collected and of the margin; a loss is negative. */
  exchangeGainMinor: number;
  unbilledMinor: number;
  labourMinor: number;
  otherCostsMinor: number;
  committedCostsMinor: number;
  marginMinor: number;
  marginE2: number | null;
  forecastMarginMinor: number | null;
  warnings: readonly { code: string; sentence: string }[];
}

export interface LineView {
  id: string;
  description: string | null;
  amountMinor: number;
  quantityE4: number;
  unitAmountE4: number;
  accountCode: string | null;
  accountName: string | null;
  taxType: string | null;
  taxName: string | null;
  projectId: string | null;
  projectName: string | null;
}

/** One thing both sides changed. Values are display-ready pairs of field and text, so that the card needs no mapping. */
export interface ConflictView {
  id: string;
  fieldGroup: string;
  /** "Quantity and price of line 2", "Phone". */
  title: string;
  fields: readonly { field: string; label: string; base: string; ours: string; xero: string }[];
  oursBy: string | null;
  oursAt: number | null;
  xeroBy: string | null;
  xeroAt: number | null;
  openedAt: number;
}

export interface ProposalView {
  id: string;
  fieldGroup: string;
  title: string;
  fields: readonly { field: string; label: string; before: string; after: string }[];
  by: string;
  openedAt: number;
  /** Why Xero will most likely refuse it, and what to do instead; null where nothing speaks against it. */
  advice: { sentence: string; remedy: string } | null;
}

export interface HistoryEntryView {
  at: number;
  who: string;
  what: string;
  rule: string | null;
}

/** A coding or a split that a card wrote and nothing came after: its undo. */
export interface UndoableView {
  kind: "coding" | "split";
  /** For UndoCodingInput. */
  undo: string;
  by: string;
  at: number;
}

/** Answer of GET /v1/context?shortCode=&kind=&xeroId=: everything the card shows about one document or contact. */
export interface ContextView {
  organisation: { id: string; name: string; shortCode: string; currency: string };
  record: { id: string; kind: string; xeroId: string; title: string; status: string; posted: boolean; totalMinor: number | null; currency: string; /** At Xero's rate for the document; null in home currency, and while the rate is not known. */ homeTotalMinor: number | null };
  state: MarkState;
  /** For waiting and refused: why, and what can be done. */
  reason: ReasonView | null;
  agreedAt: number | null;
  projects: readonly ProjectFigures[];
  lines: readonly LineView[];
  suggestions: readonly LineSuggestionView[];
  /** The supplier's usual split, for a bill that arrived as one line. */
  split: SplitView | null;
  conflicts: readonly ConflictView[];
  proposals: readonly ProposalView[];
  payment: { totalMinor: number; paidMinor: number; creditedMinor: number; dueMinor: number; parts: readonly { label: string; date: string; amountMinor: number }[] } | null;
  history: readonly HistoryEntryView[];
  /** Null: nothing, or the last thing that happened is none that a click takes back. */
  undoable: UndoableView | null;
  choices: { accounts: readonly Choice[]; taxRates: readonly Choice[]; projects: readonly Choice[] };
}

export interface Choice {
  value: string;
  label: string;
}

/** Answer of POST /v1/bills/{id}/coding and of a conflict's or proposal's decision. */
export interface WrittenView {
  /** refused: Xero said no at once, and `sentence` is what it said; queued: it is kept, and sent when what `sentence` names is over. */
  outcome: "written" | "queued" | "refused" | "nothing-to-do";
  sentence: string;
  context: ContextView;
  /** By which a coding is taken back again (POST /v1/bills/{id}/coding/undo); absent for what cannot be. */
  undo?: string;
}

export interface ProgressView {
  phase: "import" | "live" | "paused";
  startedAt: number | null;
  etaAt: number | null;
  types: readonly {
    kind: string; label: string; done: number; expected: number | null; state: "waiting" | "running" | "done" | "failed"; sentence: string | null;
    /** Records read a minute while it runs. */
    perMinute: number | null;
  }[];
}

/** Answer of GET /v1/health: what the admin's popup and the alarms show. */
export interface HealthView {
  organisation: OrganisationView;
  progress: ProgressView;
  counts: Record<"in_step" | "pending" | "waiting" | "refused" | "conflict" | "proposal" | "quarantined", number>;
  /** `others`: records whose turn it was not that night, and the earliest time at which one of them was compared last. Null: all were compared. */
  lastProof: { at: number; others: { count: number; comparedSince: number } | null; compared: number; equal: number; repaired: number; inConflict: number; waiting: number; differs: number } | null;
  /** Days are UTC's. The forecast is what this day will have used if it goes on like this. */
  budget: { usedToday: number; remainingToday: number | null; remainingMinute: number | null; bytesToday: number; forecastToday: number };
  alarms: readonly { id: string; code: string; sentence: string; remedy: string; raisedAt: number }[];
  cadence: readonly { kind: string; everyMinutes: number; lastAt: number | null }[];
}

/** An organisation whose data here goes, or is gone. */
export interface DeletionView {
  organisationId: string;
  name: string;
  by: string;
  askedAt: number;
  /** Rows deleted so far. */
  rows: number;
  /** False: ask again; it goes on by itself too. */
  done: boolean;
}

export interface ConnectionTestView {
  ok: boolean;
  checks: readonly { name: "credential" | "scope" | "organisation" | "limit"; ok: boolean; sentence: string; remedy: string | null }[];
}

/** Why a record waits or was refused, and what can be done about it. */
export interface ReasonView {
  code: string;
  sentence: string;
  remedy: string;
  /** number_taken: the next free number, which POST …/next-number takes. */
  number?: string;
}

/** A record that does not reach Xero by itself; or one of Xero's that was set aside, because it cannot be expressed here: its id is no record's. */
export interface HeldUpView {
  id: string;
  kind: string;
  title: string;
  contactName: string | null;
  state: "waiting" | "refused" | "set_aside";
  reason: ReasonView;
  /** Its page in Xero; null while it is not there. */
  href: string | null;
  totalMinor: number | null;
  currency: string;
}

/** A record of the project side, as REST answers it. */
export interface RecordView {
  id: string;
  kind: string;
  revision: number;
  createdAt: number;
  updatedAt: number;
  sync: { state: string; xeroId: string | null; reason: ReasonView | null; href: string | null } | null;
  body: unknown;
}

export interface PageView<T> {
  items: readonly T[];
  nextCursor: string | null;
}

export type Answer<T> = { ok: true; body: T } | { ok: false; problem: Problem };
