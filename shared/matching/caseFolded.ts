/**
 * A text in which only what people take for a difference is one: of two ways to write an accent, and of capitals and small letters of any script, one is
 * left. "Straße" is "STRASSE", and so are "STRAẞE" and "ﬁ" "FI"; the Turkish İ, I, ı and i are one letter; a sigma is one at a word's end too. JavaScript has
 * no case folding of its own: small, then capital, then small again comes to the same for the letters that change their number.
 */
export function caseFolded(text: string): string {
  // Taken apart by compatibility first: what a keyboard, a PDF and another system write for one letter is one.
  const folded = text.normalize("NFKD").toLowerCase().toUpperCase().toLowerCase().normalize("NFKD");
  return folded.replaceAll(DOTS_OF_I, "").replaceAll("ς", "σ").normalize("NFC");
}

const DOTS_OF_I = /(?<=i\p{M}*)\u0307/gu;
