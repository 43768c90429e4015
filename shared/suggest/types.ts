import type { Labels } from "./labels.ts";
import type { Told } from "./leaning.ts";

/** The three decisions of a bill line. */
export type Target = "account" | "tax" | "project";

/** One line that wants coding. Fields that are already decided are given; the others are suggested from them. */
export interface SuggestLine {
  readonly lineId: string;
  readonly documentId: string;
  /** "bill", "spend-money", "expense"… only compared for equality. */
  readonly kind: string;
  readonly supplierName: string;
  readonly contactId?: string | null;
  readonly description: string;
  /** Net amount of the line in minor units; may be zero or negative. */
  readonly amountMinor: number;
  readonly currency: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  /** The account or card it was paid from, where there is one. */
  readonly paidFrom?: string | null;
  /** The supplier's document number; only its shape is used. */
  readonly documentNumber?: string | null;
  readonly accountCode?: string | null;
  readonly taxType?: string | null;
  readonly projectId?: string | null;
  /** What was entered beside it, nearest first. Only of a line that is asked about: it is neither counted nor stored. */
  readonly beside?: readonly BesideLine[];
}

/** A line of another document of the same series (documentNumber.ts), entered on the same day, or confirmed already. */
export interface BesideLine {
  readonly supplierName: string;
  readonly contactId?: string | null;
  /** How far its document's number is from this line's, from 1. Others are left out (besideOf.ts). */
  readonly gap: number;
  /** Its project where that is confirmed, an empty string for none; absent or null while it is open. */
  readonly project?: string | null;
}

/** The coding of one line. An empty string means "none", which is a coding like any other. */
export interface Coding {
  readonly account: string;
  readonly tax: string;
  readonly project: string;
}

/** How a coding came to be confirmed; each counts differently (see feedback.ts). */
export type FeedbackKind = "imported" | "accepted" | "corrected" | "bulk-confirmed" | "changed-in-xero";

/** What we answered first, and in which bin of stated confidence (calibration.ts). */
export interface Given {
  readonly value: string;
  readonly bin: number;
  /** The band it was shown in; absent where nobody was shown it. */
  readonly band?: Band;
  /** Its strongest candidates and the share of each (leaning.ts); absent where that is not counted. */
  readonly told?: readonly Told[];
}

/** Our first answers for a line when it was confirmed; null where there was none. Right when the value equals the coding. */
export type FirstAnswer = Readonly<Record<Target, Given | null>>;

/** One confirmed line: the only thing the memory is made of, and all that a rebuild needs. */
export interface ConfirmedLine {
  readonly line: SuggestLine;
  readonly coding: Coding;
  readonly feedback: FeedbackKind;
  /** Kept so that a rebuild repeats the track record. */
  readonly firstAnswer: FirstAnswer;
  /** Position among all confirmed lines of the organisation, from 0. Gaps of removed lines stay. */
  readonly sequence: number;
  /** Position among the confirmed lines of this supplier, from 0. Gaps of removed lines stay. */
  readonly supplierSequence: number;
}

/** How often one coding was seen in one context, in words. */
export interface Count extends Coding {
  readonly lines: number;
  readonly weight: number;
}

/**
 * The counts of one context, column by column: its k-th coding, how many lines had it, and their weight. Columns, since hundreds of codings are
 * read for every line that is asked about.
 */
export interface CountRow {
  /** The clock reading to which every weight is decayed. */
  readonly at: number;
  /** Positions in the memory's labels (labels.ts). */
  readonly account: number[];
  readonly tax: number[];
  readonly project: number[];
  /** Lines, undecayed: an integer, so that the last subtraction reaches exactly zero. */
  readonly lines: number[];
  /** Weight, decayed to `at`. */
  readonly weight: number[];
}

/** A context's key: hash of its name and parts, unique within the organisation, safe as a JavaScript integer. */
export type ContextKey = number;

/** An earlier line of the same supplier, newest first in `Memory.neighbours`. */
export interface Neighbour {
  readonly lineId: string;
  readonly documentId: string;
  readonly dayOfMonth: number;
  readonly amountMinor: number;
  /** Meaningful words of its description (words.ts). */
  readonly words: readonly string[];
  readonly account: string;
  readonly tax: string;
  readonly project: string;
  /** False for lines that were confirmed in bulk: evidence, but not a person's look. */
  readonly looked: boolean;
}

/** What is fetched to predict one line: the rows of `keysFor` and the supplier's newest lines (at most `neighbourCap`). */
export interface Memory {
  readonly rows: ReadonlyMap<ContextKey, CountRow>;
  /** What the positions in the rows stand for. */
  readonly labels: Labels;
  readonly neighbours: readonly Neighbour[];
  /** The organisation's next sequence number. */
  readonly sequence: number;
}

export interface AccountCandidate {
  readonly code: string;
  readonly name: string;
  /** Tax types that may stand with this account; absent means all. */
  readonly allowedTaxTypes?: readonly string[];
  readonly defaultTaxType?: string | null;
}
export interface TaxCandidate {
  readonly taxType: string;
  readonly name: string;
}
export interface ProjectCandidate {
  readonly projectId: string;
  readonly name: string;
  /** An open budget, or time booked near the document's date: counts as context, never as history. */
  readonly active?: boolean;
}

/** What may be suggested: active records only. Archived and closed ones are left out by the caller and so never appear. */
export interface Candidates {
  readonly accounts: readonly AccountCandidate[];
  readonly taxRates: readonly TaxCandidate[];
  readonly projects: readonly ProjectCandidate[];
}

export type Band = "high" | "medium" | "low" | "none";

/** One reason in plain words: `count` of `of` earlier lines speak for the answer. */
export interface Reason {
  readonly text: string;
  readonly count: number;
  readonly of: number;
  /** The stored row that it was counted from; absent where it was not counted from one. */
  readonly key?: ContextKey;
}

export interface Alternative {
  readonly value: string;
  readonly confidence: number;
}

/** The answer for one field. */
export interface FieldSuggestion {
  readonly target: Target;
  /** Null when abstaining. The best guess then still stands first in `alternatives`. */
  readonly value: string | null;
  /** Probability that the first answer is right. */
  readonly confidence: number;
  readonly band: Band;
  /** The account's own default tax rate, where counting said nothing: its confidence is the account's, and no share of anything that was counted. */
  readonly byDefault?: true;
  /** Bin of the confidence before calibration; null when nothing was answered. Goes into FirstAnswer. */
  readonly bin: number | null;
  /** Goes into FirstAnswer too (leaning.ts). */
  readonly told?: readonly Told[];
  /** Why there is no suggestion, or null. */
  readonly abstained: string | null;
  /** The runners-up, strongest first; at most 3. */
  readonly alternatives: readonly Alternative[];
  /** The two or three strongest reasons. */
  readonly reasons: readonly Reason[];
  /** Ids of earlier lines that carry the answer, newest first. */
  readonly evidence: readonly string[];
  /** How many of the supplier's remembered lines agree, of how many. */
  readonly agree: { readonly count: number; readonly of: number };
  /** The line nearest to this one that was coded otherwise. */
  readonly counterExample: string | null;
  readonly wouldChange: string;
}

export interface SplitShare {
  readonly account: string;
  readonly tax: string;
  readonly project: string;
  readonly amountMinor: number;
  /** Share of the document as the supplier's bills usually have it, 0..1. */
  readonly share: number;
}

export interface SplitSuggestion {
  readonly shares: readonly SplitShare[];
  /** Earlier bills that were split like this, of how many looked at. */
  readonly count: number;
  readonly of: number;
  readonly documents: readonly string[];
}

export interface Suggestion {
  readonly account: FieldSuggestion;
  readonly tax: FieldSuggestion;
  readonly project: FieldSuggestion;
  readonly split: SplitSuggestion | null;
}

/** The new content of one row after learning or unlearning; `null` deletes it. */
export interface RowChange {
  readonly key: ContextKey;
  readonly row: CountRow | null;
}
