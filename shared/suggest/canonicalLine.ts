import { SUPPLIER_WORDS, TEXT_WORDS } from "./prepare.ts";
import type { SuggestLine } from "./types.ts";
import { isMonth, meaningfulWords, TEMPLATE_WORDS, tokens } from "./words.ts";

/**
 * The same line with nothing in it that is not counted: words instead of texts, numbers blanked. It is what the store keeps, so it
 * has to be read exactly as the line itself (`prepare` of both gives the same contexts), for a year as on the first day.
 */
export function canonicalLine(line: SuggestLine): SuggestLine {
  return {
    ...line,
    // Without a contact the name is the supplier's identity, and stays.
    supplierName: line.contactId ? meaningfulWords(line.supplierName).slice(0, SUPPLIER_WORDS).join(" ") : line.supplierName,
    description: canonicalText(line.description),
    currency: "",
  };
}

const LETTER = /\p{L}/u;

function canonicalText(description: string): string {
  const words = tokens(description);
  const meaningful = new Set(meaningfulWords(description).slice(0, TEXT_WORDS));
  const last = words.findLastIndex((word, i) => i < TEMPLATE_WORDS || meaningful.has(word));
  return words.slice(0, last + 1).map((word) => (isMonth(word) ? "may" : LETTER.test(word) ? word : "0")).join(" ");
}
