/** Markup that is safe to send: texts that were put into it are escaped. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

type Part = Markup | string | number | boolean | undefined | null | readonly Part[];

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] as string);

function written(part: Part): string {
  if (part === undefined || part === null || part === false || part === true) return "";
  if (part instanceof Markup) return part.text;
  return Array.isArray(part) ? part.map(written).join("") : escaped(String(part));
}

/** Tag for templates of markup: everything put in is escaped unless it is markup itself. */
export function m(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(strings.reduce((text, string, index) => text + string + (index < parts.length ? written(parts[index]) : ""), ""));
}

/** Data for a page's script, inside a script element of type application/json: no text can end the element. */
export const jsonScript = (id: string, value: unknown): Markup =>
  new Markup(`<script type="application/json" id="${id}">${JSON.stringify(value).replaceAll("<", "\\u003c")}</script>`);

