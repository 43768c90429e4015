import type { FeedbackKind } from "./types.ts";

/**
 * What a confirmed line weighs, by how it was confirmed. A correction is the strongest statement a person makes; a line that
 * was confirmed in bulk was not looked at, so it hardly counts: else our own answers would come back as evidence.
 * A suggestion that was ignored is no confirmation at all and adds nothing here; it only lowers the accepted share (accuracy.ts).
 */
export const feedbackWeight: Readonly<Record<FeedbackKind, number>> = {
  imported: 1,
  accepted: 1,
  corrected: 1.5,
  "changed-in-xero": 1.5,
  "bulk-confirmed": 0.2,
};
