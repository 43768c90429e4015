import { Hono } from "hono";
import { AllocateInput } from "../../../shared/api/inputs.ts";
import { dayInZone } from "../../../shared/dates.ts";
import type { Document } from "../../../shared/records/document.ts";
import type { OrganisationFacts } from "../../../shared/records/organisation.ts";
import { linksByRecord } from "../../store/reads/links.ts";
import { findRecord, listRecords } from "../../store/reads/records.ts";
import { accessTo } from "../access.ts";
import { checkMentions } from "../bodies/checkMentions.ts";
import { checkAllocation } from "../checkAllocation.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { idempotent } from "../idempotent.ts";
import { readBody } from "../input.ts";
import { refuse } from "../refuse.ts";
import { refuseWith } from "../refuseWith.ts";
import { recordView } from "../views/recordView.ts";

const CREDITS = ["credit_note", "overpayment", "prepayment"] as const;
const MOST = 500;

/** A client's credit: what is left of it, and where it is applied. */
export function creditRoutes(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const { db } = deps;

  app.get("/contacts/:id/credit", async (c) => {
    const { organisation } = await accessTo(c, deps, { role: "viewer", keys: true });
    const contactId = c.req.param("id");
    const found = await Promise.all(CREDITS.map((kind) => listRecords(db, { organisationId: organisation.id, kind, contactId, after: null, limit: MOST })));
    const items = found.flat().flatMap((record) => {
      const { status, side, currency, amountDueMinor, totalMinor } = record.body as Document;
      return status === "authorised" && amountDueMinor > 0 ? [{ id: record.id, kind: record.kind, side, currency, totalMinor, leftMinor: amountDueMinor }] : [];
    });
    return c.json({ items, nextCursor: null });
  });

  app.post("/credits/:id/allocate", async (c) => {
    const { organisation, actor } = await accessTo(c, deps, { role: "bookkeeper", keys: true });
    const input = await readBody(c, AllocateInput);
    return idempotent(c, deps, organisation.id, async () => {
      const credit = await findRecord(db, organisation.id, c.req.param("id"));
      if (credit === null || !CREDITS.some((kind) => kind === credit.kind)) return refuse("not_found", "There is no such credit.");
      const { records } = await checkMentions(db, organisation.id, [{ at: "documentId", kinds: ["invoice", "bill"], id: input.documentId }]);
      const body = credit.body as Document;
      const date = input.date ?? dayInZone(deps.clock.now(), (organisation.facts as OrganisationFacts | null)?.timeZone ?? "UTC");
      checkAllocation({ ...input, date }, body, records.get(input.documentId)?.body as Document);
      const allocations = [...body.allocations, { xeroId: null, documentId: input.documentId, amountMinor: input.amountMinor, date }];
      const saved = await deps.engine.saveRecord({ organisationId: organisation.id, recordId: credit.id, kind: credit.kind, body: { ...body, allocations }, expectedRevision: credit.revision, actor });
      if (!saved.ok) return refuseWith(saved.refusal);
      const [record, [link]] = await Promise.all([findRecord(db, organisation.id, credit.id), linksByRecord(db, organisation.id, [credit.id])]);
      return record === null ? refuse("not_found", "The credit is gone.") : c.json(recordView(record, link, organisation.shortCode));
    });
  });

  return app;
}
