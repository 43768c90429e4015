import * as v from "valibot";
import { validationMessages, type XeroError } from "./xeroError.ts";

/** One element of an answer as Xero sent it, unknown fields kept. */
export type XeroElement = Readonly<Record<string, unknown>>;

export interface XeroPage {
  elements: readonly XeroElement[];
  /** Null where the kind is not paged, or is paged without saying how far (quotes). */
  pageCount: number | null;
  itemCount: number | null;
}

/** The answer to one element of a batch. */
export interface ElementAnswer {
  status: "ok" | "warning" | "error";
  /** Sentences of its validation errors. */
  messages: readonly string[];
  raw: XeroElement;
}

type Read<T> = { ok: true; value: T } | { ok: false; error: XeroError };

const element = v.record(v.string(), v.unknown());
const pagination = v.object({ pageCount: v.optional(v.number()), itemCount: v.optional(v.number()) });

/** Reads a list. A body that is not the list that was asked for is Malformed, never an empty list: an empty list means something. */
export function readPage(body: string, envelope: string): Read<XeroPage> {
  if (body.trim() === "") return malformed("an empty body");
  const answer = json(body);
  const parsed = v.safeParse(
    v.object({ [envelope]: v.array(element), pagination: v.optional(v.nullable(pagination)) }),
    answer,
  );
  if (!parsed.success) return malformed(`no list of ${envelope}`);
  const paging = parsed.output["pagination"] as v.InferOutput<typeof pagination> | null | undefined;
  return {
    ok: true,
    value: {
      elements: parsed.output[envelope] as XeroElement[],
      pageCount: paging?.pageCount ?? null,
      itemCount: paging?.itemCount ?? null,
    },
  };
}

/**
 * Reads the answer to a write of `count` elements, in the order they were sent. Xero did accept the request, so a body that cannot
 * be read leaves the outcome unknown.
 */
export function readWrite(body: string, envelope: string, count: number): Read<readonly ElementAnswer[]> {
  const answer = json(body);
  const parsed = v.safeParse(v.object({ [envelope]: v.array(element) }), answer);
  const elements = parsed.success ? (parsed.output[envelope] as XeroElement[]) : bare(answer, count);
  if (elements === null || elements.length !== count) return { ok: false, error: { kind: "OutcomeUnknown", status: 200 } };
  return { ok: true, value: elements.map(elementAnswer) };
}

/** Some single writes answer with the bare object (§11.6 of the notes on Xero's description). */
function bare(answer: unknown, count: number): XeroElement[] | null {
  const parsed = v.safeParse(element, answer);
  return parsed.success && count === 1 ? [parsed.output] : null;
}

function elementAnswer(raw: XeroElement): ElementAnswer {
  const messages = validationMessages(raw);
  const said = String(raw["StatusAttributeString"] ?? "").toUpperCase();
  const failed = said === "ERROR" || messages.length > 0 || raw["HasValidationErrors"] === true;
  return { raw, messages, status: failed ? "error" : said === "WARNING" ? "warning" : "ok" };
}

function json(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function malformed(message: string): { ok: false; error: XeroError } {
  return { ok: false, error: { kind: "Malformed", message } };
}
