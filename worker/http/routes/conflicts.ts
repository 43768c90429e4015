import { Hono } from "hono";
import { ResolveConflictInput } from "../../../shared/api/inputs.ts";
import type { Json } from "../../../shared/merge/groups.ts";
import type { Document } from "../../../shared/records/document.ts";
import { SYNCED_KINDS } from "../../../shared/records/kinds.ts";
import { type ConflictRow, findConflict, openConflicts } from "../../store/reads/decisions.ts";
import { linksByRecord } from "../../store/reads/links.ts";
import type { OrganisationRow } from "../../store/reads/organisations.ts";
import { findRecords } from "../../store/reads/records.ts";
import { readReferences } from "../../store/reads/references.ts";
import { accessTo } from "../access.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { idempotent } from "../idempotent.ts";
import { readBody } from "../input.ts";
import { loadNames } from "../loadContext.ts";
import { titleOf } from "../views/titleOf.ts";
import { refuse } from "../refuse.ts";
import { chosenValue } from "../views/chosenValue.ts";
import { conflictView } from "../views/decisionViews.ts";
import { xeroHref } from "../views/xeroHref.ts";
import { written } from "../written.ts";

/** Open conflicts, and a person's choice between their sides. */
export function conflictRoutes(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const { db } = deps;

  app.get("/conflicts", async (c) => {
    const { organisation } = await accessTo(c, deps, { role: "viewer" });
    const open = await openConflicts(db, organisation.id);
    const recordIds = open.map(({ recordId }) => recordId);
    const [records, links] = await Promise.all([findRecords(db, organisation.id, SYNCED_KINDS, recordIds), linksByRecord(db, organisation.id, recordIds)]);
    const recordOf = new Map(records.map((record) => [record.id, record]));
    const linkOf = new Map(links.map((link) => [link.recordId, link]));
    const names = await loadNames(db, organisation, records.flatMap(({ contactId }) => contactId ?? []));
    const items = open.flatMap((row) => {
      const record = recordOf.get(row.recordId);
      if (record === undefined) return [];
      const xeroId = linkOf.get(row.recordId)?.xeroId ?? null;
      const lineIds = "lines" in record.body ? (record.body as Document).lines.map(({ id }) => id) : [];
      return [{ ...conflictView(row, names, lineIds), record: { id: record.id, kind: record.kind, title: titleOf(record), xeroId, href: xeroHref(organisation.shortCode, record.kind, xeroId) } }];
    });
    return c.json({ items, nextCursor: null });
  });

  app.post("/conflicts/:id/resolve", async (c) => {
    const { organisation, actor } = await accessTo(c, deps, { role: "bookkeeper" });
    const { choice } = await readBody(c, ResolveConflictInput);
    const conflictId = c.req.param("id");
    return idempotent(c, deps, organisation.id, async () => {
      const row = await findConflict(db, organisation.id, conflictId);
      if (row === null) return refuse("not_found", "There is no such conflict.");
      if (row.resolvedAt !== null) refuse("not_possible_now", "Somebody has decided this already.");
      const resolved = typeof choice === "string" ? choice : await byField(organisation, row, choice);
      return written(deps, organisation, row.recordId, await deps.engine.resolveConflict({ organisationId: organisation.id, conflictId, choice: resolved, actor }));
    });
  });

  /** Every field that differs needs a side: a forgotten one would be decided by nobody. */
  async function byField(organisation: OrganisationRow, row: ConflictRow, choice: Readonly<Record<string, "ours" | "xero">>) {
    const fields = new Set(conflictView(row, await loadNames(db, organisation, []), []).fields.map(({ field }) => field));
    const unknown = Object.keys(choice).find((field) => !fields.has(field));
    if (unknown !== undefined) refuse("invalid_input", `choice.${unknown} is not a field of this conflict.`, { at: `choice.${unknown}` });
    const missing = [...fields].find((field) => !(field in choice));
    if (missing !== undefined) refuse("invalid_input", `choice.${missing} is missing: every field needs a side.`, { at: `choice.${missing}` });
    const rates = new Map((await readReferences(db, organisation.id)).taxRates.map(({ taxType, rateE4 }) => [taxType, rateE4]));
    const sides = { group: row.fieldGroup, ours: JSON.parse(row.ours) as Json, xero: JSON.parse(row.xero) as Json };
    return chosenValue(sides, choice, (taxType) => rates.get(taxType ?? "") ?? 0) ?? refuse("invalid_input", "This mixture adds up to more than can be kept exactly.", { at: "choice" });
  }

  return app;
}
