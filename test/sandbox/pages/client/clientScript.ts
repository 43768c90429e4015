import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const read = new Map<string, string>();

/** The text of one of the pages' own scripts, read at its first use: a world without pages reads none. */
export function clientScript(name: "shared" | "spa" | "classic" | "billEdit" | "invoiceEdit"): string {
  const known = read.get(name);
  if (known !== undefined) return known;
  const text = readFileSync(fileURLToPath(new URL(`./${name}.js`, import.meta.url).href), "utf8");
  read.set(name, text);
  return text;
}
