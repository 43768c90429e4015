import { caseFolded } from "./caseFolded.ts";

/** An e-mail address or a number as it is compared: spaces and case aside; empty for none. */
export function plainKey(text: string | null): string {
  return caseFolded(text ?? "").replaceAll(/\s/g, "");
}
