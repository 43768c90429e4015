import { Hono } from "hono";
import { RESOURCES, type ResourceName } from "../../../shared/api/inputs.ts";
import type { Document } from "../../../shared/records/document.ts";
import type { RecordView } from "../../../shared/api/views.ts";
import { linksByRecord } from "../../store/reads/links.ts";
import { findRecord, listRecords, type StoredRecord } from "../../store/reads/records.ts";
import { type Access, accessTo } from "../access.ts";
import { billTime, checkTime } from "../billTime.ts";
import { bodyOf, type BodyOf, type InputOf } from "../bodies/bodyOf.ts";
import { checkMentions } from "../bodies/checkMentions.ts";
import { mentions } from "../bodies/mentions.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { idempotent } from "../idempotent.ts";
import { readBody, readQuery } from "../input.ts";
import { decodeCursor, pageOf } from "../page.ts";
import { QUERIES } from "../queries.ts";
import { refuse } from "../refuse.ts";
import { refuseWith } from "../refuseWith.ts";
import { homeCurrency } from "../views/organisationView.ts";
import { recordView } from "../views/recordView.ts";

/** /v1/{resource}: the project side, for project tools and the dashboard. */
export function recordRoutes(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const { db } = deps;
  // Grouped: hono anchors the pattern as it stands, and a bare alternation would also match "contacts/1".
  const path = `/:resource{(?:${Object.keys(RESOURCES).join("|")})}` as const;

  app.get(path, async (c) => {
    const { organisation } = await accessTo(c, deps, { role: "viewer", keys: true });
    const { cursor, limit, ...filter } = readQuery(c, QUERIES.list);
    const { kind } = RESOURCES[c.req.param("resource") as ResourceName];
    const found = await listRecords(db, { organisationId: organisation.id, kind, ...filter, after: decodeCursor(cursor), limit: limit + 1 });
    const { rows, nextCursor } = pageOf(found, limit, ({ updatedAt, id }) => ({ at: updatedAt, id }));
    const links = new Map((await linksByRecord(db, organisation.id, rows.map(({ id }) => id))).map((link) => [link.recordId, link]));
    return c.json({ items: rows.map((row) => recordView(row, links.get(row.id), organisation.shortCode)), nextCursor });
  });

  app.get(`${path}/:id`, async (c) => {
    const { organisation } = await accessTo(c, deps, { role: "viewer", keys: true });
    const record = await existing(c.req.param("resource") as ResourceName, c.req.param("id"), organisation.id);
    return answer(record, organisation, 200);
  });

  app.post(path, async (c) => {
    const access = await accessTo(c, deps, { role: "bookkeeper", keys: true });
    const resource = c.req.param("resource") as ResourceName;
    const input = await readBody(c, RESOURCES[resource].input);
    return idempotent(c, deps, access.organisation.id, async (id) => {
      // The same Request-Id gives the same record id: a request that was cut off after saving finds what it made.
      const before = await findRecord(db, access.organisation.id, id);
      if (before === null) return save(resource, input, { access, id, before: null });
      if (before.kind === "invoice") await billTime(deps, { organisationId: access.organisation.id, before: null, after: before.body, actor: access.actor });
      return answer(before, access.organisation, 201);
    });
  });

  app.put(`${path}/:id`, async (c) => {
    const access = await accessTo(c, deps, { role: "bookkeeper", keys: true });
    const resource = c.req.param("resource") as ResourceName;
    const revision = revisionOf(c.req.header("If-Match"));
    const input = await readBody(c, RESOURCES[resource].input);
    return idempotent(c, deps, access.organisation.id, async () => {
      const before = await existing(resource, c.req.param("id"), access.organisation.id);
      if (before.revision !== revision) refuse("revision_conflict", `The record has revision ${before.revision}; you changed ${revision}.`);
      return save(resource, input, { access, id: before.id, before });
    });
  });

  async function existing(resource: ResourceName, id: string, organisationId: string): Promise<StoredRecord> {
    const record = await findRecord(db, organisationId, id);
    return record === null || record.deletedAt !== null || record.kind !== RESOURCES[resource].kind ? refuse("not_found", "There is no such record.") : record;
  }

  async function save<N extends ResourceName>(resource: N, input: InputOf<N>, of: { access: Access; id: string; before: StoredRecord | null }): Promise<Response> {
    const { access, id, before } = of;
    const { organisation, actor } = access;
    const { references, records } = await checkMentions(db, organisation.id, mentions(input));
    const rates = new Map(references.taxRates.map(({ taxType, rateE4 }) => [taxType, rateE4]));
    const paid = "documentId" in input ? records.get(input.documentId)?.body : undefined;
    const body = bodyOf(resource, input, (before?.body ?? null) as BodyOf<N> | null, {
      homeCurrency: homeCurrency(organisation),
      rateE4Of: (taxType) => rates.get(taxType ?? "") ?? 0,
      newId: () => deps.ids.uuid(),
      paidCurrency: paid !== undefined && "currency" in paid ? paid.currency : null,
    });
    if (resource === "invoices") checkTime(body as Document, (before?.body ?? null) as Document | null, records);
    const saved = await deps.engine.saveRecord({ organisationId: organisation.id, recordId: id, kind: RESOURCES[resource].kind, body, expectedRevision: before?.revision ?? null, actor });
    if (!saved.ok) return refuseWith(saved.refusal);
    if (resource === "invoices") await billTime(deps, { organisationId: organisation.id, before: (before?.body ?? null) as Document | null, after: body as Document, actor });
    return answer(await existing(resource, id, organisation.id), organisation, before === null ? 201 : 200);
  }

  async function answer(record: StoredRecord, organisation: Access["organisation"], status: 200 | 201): Promise<Response> {
    const [link] = await linksByRecord(db, organisation.id, [record.id]);
    const view: RecordView = recordView(record, link, organisation.shortCode);
    return Response.json(view, { status, headers: { ETag: `"${record.revision}"` } });
  }

  return app;
}

/** If-Match: "3". Without it a change could overwrite one that its sender never saw. */
function revisionOf(header: string | undefined): number {
  const match = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header ?? "");
  if (match?.[1] === undefined)
    return refuse("invalid_input", header === undefined ? "If-Match is missing." : "If-Match is not a revision.", { at: "If-Match", remedy: 'Send the revision that you read, as If-Match: "3".' });
  return Number(match[1]);
}
