import { caseFolded } from "./caseFolded.ts";

/** Words that say what a business is in law, not which one it is. */
const LEGAL_FORMS = new Set(["pty", "ltd", "limited", "proprietary", "inc", "incorporated", "llc", "llp", "plc", "co", "company", "corp", "corporation", "gmbh", "the"]);

/** A name as it is compared: without accents, case, punctuation and legal form. "The Acme Co. Pty Ltd" and "ACME" are one. */
export function normalisedName(name: string): string {
  const words = caseFolded(name)
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll("&", " and ")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
  const telling = words.filter((word) => !LEGAL_FORMS.has(word));
  return (telling.length > 0 ? telling : words).join(" ");
}
