import type { FeedbackKind } from "./types.ts";

/**
 * What a confirmed line weighs, by how it was confirmed. A correction is the strongest statement a person makes; a line that
 * was confirmed in bulk was not looked at, so it hardly counts: else our own answers would come back as evidence.
 * A coding made while nobody had the suggestion open ("ignored") counts as imported: it says nothing about us (accuracy.ts), much about the line.
 */
export const feedbackWeight: Readonly<Record<FeedbackKind, number>> = {
  imported: 1,
  accepted: 1,
  corrected: 1.5,
  "changed-in-xero": 1.5,
  "bulk-confirmed": 0.2,
};
