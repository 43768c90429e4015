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

/** Somebody may change the quote while it is marked. */
const MARK_TRIES = 3;
/** Credit notes made of one document in this way, one after the other. */
const CREDITS_OF_ONE = 50;
const OPEN: ReadonlySet<Document["status"]> = new Set(["draft", "submitted"]);

/** One document from another, in one step: an accepted quote's invoice, an invoice's credit note. */
export function documentStepRoutes(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const { db, engine } = deps;

  app.post("/quotes/:id/invoice", async (c) => {
    const access = await accessTo(c, deps, { role: "bookkeeper", keys: true });
    const input = await readBody(c, InvoiceQuoteInput);
    const { organisation } = access;
    return idempotent(c, deps, organisation.id, async () => {
      const quote = await existing(organisation.id, c.req.param("id"), ["quote"]);
      const id = await derivedId(organisation.id, "invoice of", quote.id);
      const isMade = (await findRecord(db, organisation.id, id)) !== null;
      if (!isMade) {
        if (quote.body.status !== "accepted") refuse("not_possible_now", `The quote is ${quote.body.status}; only an accepted one becomes an invoice.`, { remedy: "Set it to accepted once the client has said yes." });
        const date = input.date ?? today(organisation);
        await save(access, id, "invoice", invoiceOfQuote(quote.body, { date, dueDate: input.dueDate ?? null, status: input.status ?? "draft", newLineId: () => deps.ids.uuid() }));
      }
      // Also where the invoice was there: the request that made it may have been cut off before this.
      await markInvoiced(access, quote.id);
      return answer(access, id, isMade ? 200 : 201);
    });
  });

  app.post("/:resource{(?:invoices|bills)}/:id/credit", async (c) => {
    const access = await accessTo(c, deps, { role: "bookkeeper", keys: true });
    return idempotent(c, deps, access.organisation.id, async () => {
      const document = await existing(access.organisation.id, c.req.param("id"), ["invoice", "bill"]);
      if (document.body.status !== "authorised" && document.body.status !== "paid")
        refuse("not_possible_now", `It is ${document.body.status}; only what is approved can be credited.`, { remedy: "Change or delete the draft instead." });
      const { id, isMade } = await creditOf(access.organisation.id, document.id);
      if (!isMade) await save(access, id, "credit_note", creditOfInvoice(document.body, { date: today(access.organisation), newLineId: () => deps.ids.uuid() }));
      return answer(access, id, isMade ? 200 : 201);
    });
  });

  async function existing(organisationId: string, id: string, kinds: readonly string[]): Promise<{ id: string; revision: number; body: Document }> {
    const record = await findRecord(db, organisationId, id);
    if (record === null || record.deletedAt !== null || !kinds.includes(record.kind)) return refuse("not_found", "There is no such record.");
    return { id: record.id, revision: record.revision, body: record.body as Document };
  }

  /** The quote's status, unless it moved on: of two clicks at once the second finds it marked. */
  async function markInvoiced({ organisation, actor }: Access, quoteId: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const { body, revision } = await existing(organisation.id, quoteId, ["quote"]);
      if (body.status !== "accepted") return;
      const marked = await engine.saveRecord({ organisationId: organisation.id, recordId: quoteId, kind: "quote", body: { ...body, status: "invoiced" }, expectedRevision: revision, actor });
      if (marked.ok) return;
      if (marked.refusal.code !== "revision_conflict" || attempt === MARK_TRIES) refuseWith(marked.refusal);
    }
  }

  /** The draft credit note that is being made of a document; once it is approved or has ended, the next may be begun. */
  async function creditOf(organisationId: string, documentId: string): Promise<{ id: string; isMade: boolean }> {
    for (let nth = 1; nth <= CREDITS_OF_ONE; nth += 1) {
      const id = await derivedId(organisationId, `credit ${nth} of`, documentId);
      const made = await findRecord(db, organisationId, id);
      if (made === null) return { id, isMade: false };
      if (made.deletedAt === null && OPEN.has((made.body as Document).status)) return { id, isMade: true };
    }
    return refuse("not_possible_now", `It has ${CREDITS_OF_ONE} credit notes already.`, { remedy: "Make a further one by itself." });
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

/** The same document always becomes the same one: clicking twice, or a cut-off request sent again, makes one. */
async function derivedId(organisationId: string, step: string, of: string): Promise<string> {
  const hash = await sha256(`${organisationId}\n${step} ${of}`);
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
