/** A confidence in words a person can act on; the figure stays available beside it. */
export function confidenceWords(confidence: number): { words: string; tone: "good" | "info" | "attention" } {
  if (confidence >= 0.95) return { words: "Almost certain", tone: "good" };
  if (confidence >= 0.85) return { words: "Very likely", tone: "good" };
  if (confidence >= 0.7) return { words: "Likely", tone: "info" };
  return { words: "Worth a look", tone: "attention" };
}
