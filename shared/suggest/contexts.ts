import { hashAfter } from "./hash.ts";
import type { Prepared } from "./prepare.ts";
import type { Coding, ContextKey } from "./types.ts";

/** One way in which an earlier line can resemble a new one. */
export interface Context {
  readonly name: string;
  /** What the context's clock counts: confirmed lines of the organisation, or of the supplier. */
  readonly clock: "organisation" | "supplier";
  /** What a count keeps of its weight per tick. */
  readonly decay: number;
  /**
   * How a line weighs: "line" = 1; "supplier" = 1, 1/2, 1/3… for a supplier's first, second, third line, so that one
   * supplier with 5,000 lines does not own the word "services".
   */
  readonly weigh: "line" | "supplier";
  /** The fields that a count tells apart. */
  readonly keep: readonly (keyof Coding)[];
  /** The values a line has in this context, whatever its coding: none where it does not apply. */
  readonly parts: (prepared: Prepared) => readonly string[];
  /** Or its value is this field's, where it is known: always when learning, and when it is decided before another is asked. */
  readonly value?: keyof Coding;
}

const JOINT = ["account", "tax", "project"] as const;
const nonEmpty = (...parts: readonly string[]): readonly string[] => (parts.every((part) => part !== "") ? [parts.join("|")] : []);
const whole = (): readonly string[] => [""];
const none = (): readonly string[] => [];

const organisation = { clock: "organisation", decay: 0.9995, weigh: "line" } as const;
const word = { clock: "organisation", decay: 0.9998, weigh: "supplier", keep: JOINT } as const;
const supplier = { clock: "supplier", decay: 0.98, weigh: "line", keep: JOINT } as const;

/** Every context that is counted. At most `keyCap` keys come out of it for one line. */
export const contexts = [
  { name: "accounts", ...organisation, keep: ["account"], parts: whole },
  { name: "projects", ...organisation, keep: ["project"], parts: whole },
  { name: "taxes", ...organisation, keep: ["account", "tax"], parts: whole },
  // What is being worked on: a project's lines come in bursts, on the whole, on a card and from a supplier.
  { name: "projects-now", ...organisation, decay: 0.95, keep: ["project"], parts: whole },
  { name: "projects-lately", ...organisation, decay: 0.99, keep: ["project"], parts: whole },
  { name: "new-accounts", ...organisation, weigh: "supplier", keep: ["account"], parts: whole },
  { name: "new-projects", ...organisation, weigh: "supplier", keep: ["project"], parts: whole },
  { name: "in-project", ...organisation, keep: ["account", "tax"], parts: none, value: "project" },
  { name: "in-account", ...organisation, keep: ["tax", "project"], parts: none, value: "account" },
  { name: "paid-from", ...organisation, keep: JOINT, parts: (p) => nonEmpty(p.paidFrom) },
  { name: "paid-from-now", ...organisation, decay: 0.97, keep: JOINT, parts: (p) => nonEmpty(p.paidFrom) },
  { name: "paid-from-lately", ...organisation, decay: 0.995, keep: JOINT, parts: (p) => nonEmpty(p.paidFrom) },
  { name: "paid-from-word", ...organisation, keep: JOINT, parts: (p) => (p.paidFrom === "" ? [] : p.supplierWords.slice(0, 2).map((one) => `${p.paidFrom}|${one}`)) },
  { name: "paid-from-bucket", ...organisation, keep: JOINT, parts: (p) => nonEmpty(p.paidFrom, p.bucket) },
  { name: "bucket", ...organisation, keep: JOINT, parts: (p) => [p.bucket] },
  { name: "roundness", ...organisation, weigh: "supplier", keep: ["account"], parts: (p) => [p.roundness + p.bucket] },
  { name: "amount", ...organisation, keep: JOINT, parts: (p) => [p.amount] },
  { name: "series", ...organisation, keep: JOINT, parts: (p) => nonEmpty(p.series) },
  { name: "template", ...word, parts: (p) => nonEmpty(p.template) },
  { name: "supplier-word", ...word, parts: (p) => p.supplierWords },
  { name: "text-word", ...word, parts: (p) => p.textWords },
  { name: "supplier", ...supplier, parts: (p) => [p.supplier] },
  { name: "supplier-lately", ...organisation, decay: 0.99, keep: JOINT, parts: (p) => [p.supplier] },
  { name: "supplier-template", ...supplier, parts: (p) => nonEmpty(p.supplier, p.template) },
  { name: "supplier-bucket", ...supplier, parts: (p) => nonEmpty(p.supplier, p.bucket) },
  { name: "supplier-paid-from", ...supplier, parts: (p) => nonEmpty(p.supplier, p.paidFrom) },
  { name: "supplier-series", ...supplier, parts: (p) => nonEmpty(p.supplier, p.series) },
  { name: "supplier-text-word", ...supplier, parts: (p) => p.textWords.map((text) => `${p.supplier}|${text}`) },
] as const satisfies readonly Context[];

export type ContextName = (typeof contexts)[number]["name"];
export type NamedContext = Context & { readonly name: ContextName };

/** All values that a line has in a context, with these fields known. */
export function partsOf(context: Context, prepared: Prepared, known: Partial<Coding>): readonly string[] {
  const value = context.value === undefined ? undefined : known[context.value];
  return value === undefined ? context.parts(prepared) : [value];
}

const keyIn: ReadonlyMap<string, (part: string) => ContextKey> = new Map(contexts.map(({ name }) => [name, hashAfter(`${name}\u0000`)]));

export function contextKey(name: ContextName, part: string): ContextKey {
  const keyOf = keyIn.get(name);
  if (keyOf === undefined) throw new Error(`no context named ${name}`);
  return keyOf(part);
}

/** The fields of a coding that a context tells apart; the others are blank. */
export function kept(context: Context, coding: Coding): Coding {
  return {
    account: context.keep.includes("account") ? coding.account : "",
    tax: context.keep.includes("tax") ? coding.tax : "",
    project: context.keep.includes("project") ? coding.project : "",
  };
}
