import type { Context } from "hono";
import * as v from "valibot";
import { type Problem, problem } from "../../shared/api/problem.ts";
import { API } from "../../shared/limits.ts";
import { Refusal, refuse } from "./refuse.ts";

/** A request body may have this many bytes. */
export const BODY_MAX_BYTES = API.bodyBytes;

type Schema = v.BaseSchema<unknown, unknown, v.BaseIssue<unknown>>;

/** The request's JSON body, checked. Anything wrong ends the request with a problem that names the field. */
export async function readBody<S extends Schema>(c: Context, schema: S): Promise<v.InferOutput<S>> {
  const text = await bodyText(c);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    refuse("malformed_json", text.trim() === "" ? "The body is empty." : "The body is not valid JSON.");
  }
  return checked(schema, value, "The body");
}

/** Query parameters, checked the same way; one that nobody knows is refused, because a misspelt filter would show too much, and one given twice, of which one would count. */
export function readQuery<S extends Schema>(c: Context, schema: S): v.InferOutput<S> {
  const twice = Object.entries(c.req.queries()).find(([, values]) => values.length > 1);
  if (twice !== undefined) refuse("invalid_input", `${twice[0]} is given ${twice[1].length} times; it can be given once.`, { at: twice[0] });
  return checked(schema, c.req.query(), "The query");
}

function checked<S extends Schema>(schema: S, value: unknown, whole: string): v.InferOutput<S> {
  const result = v.safeParse(schema, value, { abortPipeEarly: true });
  if (result.success) return result.output;
  throw new Refusal(problemOf(result.issues, whole));
}

/** The first issue in words. Unknown fields come first: a misspelt field also makes its right spelling look missing. */
function problemOf(issues: readonly v.BaseIssue<unknown>[], whole: string): Problem {
  const unknown = issues.find(isUnknownField);
  const issue = unknown ?? issues[0];
  if (issue === undefined) return problem("invalid_input", `${whole} is not valid.`);
  const at = v.getDotPath(issue) ?? undefined;
  const name = at ?? whole;
  if (unknown) return problem("unknown_field", `There is no field "${name}" here.`, at === undefined ? {} : { at });
  return problem("invalid_input", `${name} ${sentence(issue)}.`, at === undefined ? {} : { at });
}

function isUnknownField(issue: v.BaseIssue<unknown>): boolean {
  return issue.type === "strict_object" && issue.expected === "never" && v.getDotPath(issue) !== null;
}

/** Our own schemas word their checks to follow a field's name; valibot's texts begin with "Invalid". */
function sentence(issue: v.BaseIssue<unknown>): string {
  if (issue.received === "undefined") return "is missing";
  if (!issue.message.startsWith("Invalid")) return issue.message;
  if (issue.kind === "schema" && issue.expected !== null) return `must be ${words(issue.expected)}`;
  return CHECKS[issue.type]?.(String(issue.requirement)) ?? "is out of range";
}

/** What a check that has no words of its own asks for. */
const CHECKS: Readonly<Record<string, (requirement: string) => string>> = {
  integer: () => "must be a whole number",
  min_value: (least) => `must be at least ${least}`,
  max_value: (most) => `must be at most ${most}`,
  max_length: (most) => `must not be longer than ${most}`,
};

function words(expected: string): string {
  const of: Record<string, string> = { string: "a text", number: "a number", boolean: "true or false", Array: "a list", Object: "an object" };
  return of[expected] ?? `one of ${expected.replaceAll(/[()]/g, "").replaceAll(" | ", ", ")}`;
}

const texts = new WeakMap<Request, Promise<string>>();

/** The body as text, read once however many ask. */
export function bodyText(c: Context): Promise<string> {
  const known = texts.get(c.req.raw);
  if (known !== undefined) return known;
  const text = readText(c.req.raw);
  texts.set(c.req.raw, text);
  return text;
}

async function readText(request: Request): Promise<string> {
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > BODY_MAX_BYTES) refuse("too_large", `The body is ${declared} bytes.`);
  if (request.body === null) return "";
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = (await reader.read()) as { done: boolean; value?: Uint8Array };
    if (done || value === undefined) break;
    size += value.byteLength;
    if (size > BODY_MAX_BYTES) {
      await reader.cancel();
      refuse("too_large", `The body is more than ${BODY_MAX_BYTES} bytes.`);
    }
    chunks.push(value);
  }
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(whole);
  } catch {
    return refuse("malformed_json", "The body is not UTF-8.");
  }
}
