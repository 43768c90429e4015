/** What a chip or badge can say. One word each; `overlay/words.ts` says it in a sentence. */
export const MARK_STATES = [
  "in-step",
  "pending",
  "waiting",
  "conflict",
  "suggestion",
  "proposal",
  "refused",
  "untracked",
  "unsaved",
  "not-set-up",
  "not-signed-in",
  "not-connected",
  "needs-sign-in",
  "organisation-unknown",
  "wrong-organisation",
  "unreachable",
  "loading",
] as const;
export type MarkState = (typeof MARK_STATES)[number];

export type Tone = "quiet" | "good" | "info" | "attention" | "alarm";

/** What the chip of one record shows: ids in, words out; nothing of it comes from Xero's page. */
export interface Mark {
  state: MarkState;
  projectName: string | null;
  /** Margin in hundredths of a percent; null without a project or before anything is invoiced. */
  marginE2: number | null;
  /** How many things wait for a person here (open conflicts, suggestions, proposals). */
  waitingCount: number;
}

/** What the background worker answers for a page. */
export interface Marks {
  /** State of the page as a whole when it is not about one record: not signed in, not connected, unreachable. Null: all is well. */
  page: MarkState | null;
  marks: Readonly<Record<string, Mark>>;
  /** Epoch milliseconds of the answer these come from. */
  asOf: number;
}
