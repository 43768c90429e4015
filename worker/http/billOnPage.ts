import type { Context } from "hono";
import { findRecord, type StoredRecord } from "../store/reads/records.ts";
import { type Access, accessByShortCode } from "./access.ts";
import type { HttpDeps, HttpEnv } from "./deps.ts";
import { refuse } from "./refuse.ts";

/** The bill that a bookkeeper decides about from a page of Xero: of that page's organisation, or nothing. */
export async function billOnPage(c: Context<HttpEnv>, deps: HttpDeps, shortCode: string): Promise<Access & { bill: StoredRecord<"bill"> }> {
  const access = await accessByShortCode(c, deps, { role: "bookkeeper", shortCode });
  if (access === null) return refuse("wrong_organisation", "The page's organisation is not connected here.");
  const record = await findRecord(deps.db, access.organisation.id, c.req.param("id") ?? "");
  if (record === null || record.kind !== "bill") return refuse("not_found", "There is no such bill in the organisation of the page.");
  return { ...access, bill: record as StoredRecord<"bill"> };
}
