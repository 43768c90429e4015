import { shippedThresholds, type Thresholds } from "./thresholds.ts";

/** What an admin decided about suggestions; kept with the organisation's rules. */
export interface SuggestionRules {
  /** Confidence in hundredths of a percent from which something is suggested; null: the one that ships. */
  readonly thresholdE2: number | null;
  /** Who consented, and when, that names and texts go to a language model; null: nothing goes anywhere. */
  readonly languageModel: { readonly by: string; readonly at: number } | null;
}

const DEFAULTS: SuggestionRules = { thresholdE2: null, languageModel: null };

/** From an organisation's stored rules. */
export function suggestionRules(rules: unknown): SuggestionRules {
  return { ...DEFAULTS, ...(rules as { suggestions?: Partial<SuggestionRules> } | null)?.suggestions };
}

/** The bands with the organisation's own threshold: one above a band's edge lifts that edge. */
export function thresholdsOf({ thresholdE2 }: SuggestionRules): Thresholds {
  const low = thresholdE2 === null ? shippedThresholds.low : thresholdE2 / 10_000;
  return { low, medium: Math.max(low, shippedThresholds.medium), high: Math.max(low, shippedThresholds.high) };
}
