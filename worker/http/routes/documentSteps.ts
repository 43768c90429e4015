import { Hono } from "hono";
import { InvoiceQuoteInput } from "../../../shared/api/inputs.ts";
import { dayInZone } from "../../../shared/dates.ts";
import { creditOfInvoice } from "../../../shared/records/creditOfInvoice.ts";
import type { Document } from "../../../shared/records/document.ts";
import { invoiceOfQuote } from "../../../shared/records/invoiceOfQuote.ts";
import type { OrganisationFacts } from "../../../shared/records/organisation.ts";
import { linksByRecord } from "../../store/reads/links.ts";
import type { OrganisationRow } from "../../store/reads/organisations.ts";
import { findRecord } from "../../store/reads/records.ts";
import { accessTo, type Access } from "../access.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { idempotent } from "../idempotent.ts";
import { readBody } from "../input.ts";
import { refuse } from "../refuse.ts";
import { refuseWith } from "../refuseWith.ts";
import { sha256 } from "../sha256.ts";
import { recordView } from "../views/recordView.ts";

/** One document from another, in one step: an accepted quote's invoice, an invoice's credit note. */
export function documentStepRoutes(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const { db, engine } = deps;

  app.post("/quotes/:id/invoice", async (c) => {
    const access = await accessTo(c, deps, { role: "bookkeeper", keys: true });
    const input = await readBody(c, InvoiceQuoteInput);
    const { organisation, actor } = access;
    return idempotent(c, deps, organisation.id, async () => {
      const quote = await existing(organisation.id, c.req.param("id"), ["quote"]);
      const id = await derivedId(organisation.id, "invoice of", quote.id);
      const made = await findRecord(db, organisation.id, id);
      if (made !== null) return answer(access, id, 200);
      if (quote.body.status !== "accepted") refuse("not_possible_now", `The quote is ${quote.body.status}; only an accepted one becomes an invoice.`, { remedy: "Set it to accepted once the client has said yes." });
      const date = input.date ?? today(organisation);
      await save(access, id, "invoice", invoiceOfQuote(quote.body, { date, dueDate: input.dueDate ?? null, status: input.status ?? "draft", newLineId: () => deps.ids.uuid() }));
      const marked = await engine.saveRecord({ organisationId: organisation.id, recordId: quote.id, kind: "quote", body: { ...quote.body, status: "invoiced" }, expectedRevision: quote.revision, actor });
      if (!marked.ok) return refuseWith(marked.refusal);
      return answer(access, id, 201);
    });
  });

  app.post("/:resource{(?:invoices|bills)}/:id/credit", async (c) => {
    const access = await accessTo(c, deps, { role: "bookkeeper", keys: true });
    return idempotent(c, deps, access.organisation.id, async (id) => {
      const document = await existing(access.organisation.id, c.req.param("id"), ["invoice", "bill"]);
      if (document.body.status !== "authorised" && document.body.status !== "paid")
        refuse("not_possible_now", `It is ${document.body.status}; only what is approved can be credited.`, { remedy: "Change or delete the draft instead." });
      await save(access, id, "credit_note", creditOfInvoice(document.body, { date: today(access.organisation), newLineId: () => deps.ids.uuid() }));
      return answer(access, id, 201);
    });
  });

  async function existing(organisationId: string, id: string, kinds: readonly string[]): Promise<{ id: string; revision: number; body: Document }> {
    const record = await findRecord(db, organisationId, id);
    if (record === null || record.deletedAt !== null || !kinds.includes(record.kind)) return refuse("not_found", "There is no such record.");
    return { id: record.id, revision: record.revision, body: record.body as Document };
  }

  async function save({ organisation, actor }: Access, recordId: string, kind: "invoice" | "credit_note", body: Document): Promise<void> {
    const saved = await engine.saveRecord({ organisationId: organisation.id, recordId, kind, body, expectedRevision: null, actor });
    if (!saved.ok) refuseWith(saved.refusal);
  }

  async function answer({ organisation }: Access, id: string, status: 200 | 201): Promise<Response> {
    const [record, [link]] = await Promise.all([findRecord(db, organisation.id, id), linksByRecord(db, organisation.id, [id])]);
    if (record === null) return refuse("not_found", "The record is gone.");
    return Response.json(recordView(record, link, organisation.shortCode), { status, headers: { ETag: `"${record.revision}"` } });
  }

  function today({ facts }: OrganisationRow): string {
    return dayInZone(deps.clock.now(), (facts as OrganisationFacts | null)?.timeZone ?? "UTC");
  }

  return app;
}

/** The same quote always becomes the same invoice: clicking twice, or a cut-off request sent again, makes one. */
async function derivedId(organisationId: string, step: string, of: string): Promise<string> {
  const hash = await sha256(`${organisationId}\n${step} ${of}`);
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
