const WORD = /\p{L}+|\p{N}+/gu;
const MARKS = /\p{M}+/gu;
const LETTER = /\p{L}/u;
/** Forms of company and articles say nothing about what was bought. */
const HOLLOW = new Set(["ltd", "limited", "plc", "llp", "the", "inc", "llc", "co", "gmbh", "pty", "and", "of", "for", "to", "a", "in", "on"]);
const MONTHS = /^(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december)$/;
/** A description is cut here before it is read: nothing useful stands behind it, and the cost stays bounded. */
const TEXT_CAP = 400;
const WORD_CAP = 24;

/** How many words of a description make its template. */
export const TEMPLATE_WORDS = 12;

export function isMonth(word: string): boolean {
  return MONTHS.test(word);
}

/** Lower-case words and numbers of a text, accents and apostrophes removed, `&` read as "and". */
export function tokens(text: string): string[] {
  const plain = text.slice(0, TEXT_CAP).normalize("NFKD").replace(MARKS, "").toLowerCase().replaceAll("&", " and ").replace(/['’]/g, "");
  return (plain.match(WORD) ?? []).slice(0, WORD_CAP).map((word) => word.slice(0, 24));
}

/** Words that carry meaning: letters only, at least two of them, no company forms, no months; each once. */
export function meaningfulWords(text: string): string[] {
  return meaningful(tokens(text));
}

/** The same of words that were read before. */
export function meaningful(words: readonly string[]): string[] {
  return [...new Set(words.filter((word) => word.length > 1 && LETTER.test(word) && !HOLLOW.has(word) && !isMonth(word)))];
}

/**
 * One spelling per supplier: without company forms and trailing numbers ("TESCO STORES 6227" is "tesco stores"). A name
 * without a single letter or digit (an emoji, say) stands for itself.
 */
export function supplierKey(name: string): string {
  const words = tokens(name).filter((word) => !/^(ltd|limited|plc|llp|the|inc|llc)$/.test(word));
  while (words.length > 1 && /^\p{N}+$/u.test(words[words.length - 1] ?? "")) words.pop();
  return words.join(" ") || name.slice(0, TEXT_CAP).trim().toLowerCase();
}

/** A description with its changing parts blanked: "Rent March 2026" and "Rent April 2026" share one template. */
export function template(description: string): string {
  return templateOf(tokens(description));
}

/** The same of words that were read before. */
export function templateOf(words: readonly string[]): string {
  return words
    .slice(0, TEMPLATE_WORDS)
    .map((word) => (isMonth(word) ? "@" : LETTER.test(word) ? word : "#"))
    .join(" ");
}
