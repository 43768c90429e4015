import type { Context } from "hono";
import * as v from "valibot";
import { RESOURCES } from "../../shared/api/inputs.ts";
import { MonthQuery } from "../../shared/api/reportShapes.ts";
import { type RouteName, ROUTES } from "../../shared/api/routes.ts";
import type { Contact } from "../../shared/records/contact.ts";
import type { DocumentStatus } from "../../shared/records/document.ts";
import type { Project } from "../../shared/records/project.ts";
import { pageEntries } from "./page.ts";
import { refuse } from "./refuse.ts";

const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/, "is not an id"));
const whole = (most: number) => v.pipe(v.string(), v.regex(/^\d{1,16}$/, "must be a whole number"), v.transform(Number), v.maxValue(most, "is too large"));
const STATUSES = [
  "draft", "submitted", "authorised", "paid", "voided", "deleted", "sent", "accepted", "declined", "invoiced", "active", "archived", "erased", "closed",
] as const satisfies readonly (DocumentStatus | Contact["status"] | Project["status"])[];

/** What addresses take after the question mark, for their routes, for /openapi.json and for `refuseStrayQuery`. Those that are not here take nothing. */
export const QUERIES = {
  context: v.strictObject({
    shortCode: v.pipe(v.string(), v.minLength(1, "must not be empty"), v.maxLength(20, "is not a short code")),
    kind: v.picklist(["invoice", "bill", "contact", "bank_transaction", "credit_note", "quote"]),
    xeroId: v.pipe(v.string(), v.uuid("is not an id of Xero")),
  }),
  suggestionBulk: v.strictObject({ contactId: v.optional(id), projectId: v.optional(id), cursor: pageEntries.cursor }),
  monthReport: MonthQuery,
  activity: v.strictObject(pageEntries),
  list: v.strictObject({ ...pageEntries, status: v.optional(v.picklist(STATUSES)), contactId: v.optional(id), projectId: v.optional(id) }),
  auditExport: v.strictObject({ after: v.optional(whole(Number.MAX_SAFE_INTEGER), "0"), limit: pageEntries.limit }),
  recordAsOf: v.strictObject({ at: whole(8_640_000_000_000_000) }),
} as const satisfies Partial<Record<RouteName, v.GenericSchema>>;

const PATTERNS = (Object.entries(ROUTES) as [RouteName, (typeof ROUTES)[RouteName]][]).map(([name, { method, path }]) => ({
  name, method,
  pattern: new RegExp(`^${path.replace("{resource}", `(?:${Object.keys(RESOURCES).join("|")})`).replaceAll(/\{\w+\}/g, "[^/]+")}$`),
}));

/** The addresses that a path may be, by whatever method. */
export function routesAt(path: string): { name: RouteName; method: string }[] {
  return PATTERNS.filter(({ pattern }) => pattern.test(path));
}

/** A parameter where nothing is asked for ends the request: whoever gave it takes the answer for something narrower than it is. */
export function refuseStrayQuery(c: Context): void {
  const [at] = Object.keys(c.req.queries());
  if (at === undefined) return;
  const named = routesAt(c.req.path).filter(({ method }) => method === c.req.method);
  if (named.length > 0 && !named.some(({ name }) => name in QUERIES)) refuse("unknown_field", `${c.req.path} takes no parameters, so "${at}" is not known.`, { at });
}
