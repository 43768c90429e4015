import { Hono } from "hono";
import { DecideContactInput } from "../../../shared/api/inputs.ts";
import { duplicateContacts } from "../../../shared/matching/duplicateContacts.ts";
import type { PossibleMatch } from "../../../shared/matching/matchContact.ts";
import { openContactQuestions } from "../../store/reads/contactQuestions.ts";
import { linksByRecord } from "../../store/reads/links.ts";
import type { OrganisationRow } from "../../store/reads/organisations.ts";
import { findRecord, findRecords, recordsOfKind, type StoredRecord } from "../../store/reads/records.ts";
import { accessTo } from "../access.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { idempotent } from "../idempotent.ts";
import { readBody } from "../input.ts";
import { refuse } from "../refuse.ts";
import { refuseWith } from "../refuseWith.ts";
import { recordView } from "../views/recordView.ts";
import { xeroHref } from "../views/xeroHref.ts";

const CONTACTS_MAX = 20_000;

/** Contacts that may be one and the same: the held-back ones with a person's answer, and the ones that are there twice. */
export function contactQuestionRoutes(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const { db } = deps;

  app.get("/contact-questions", async (c) => {
    const { organisation } = await accessTo(c, deps, { role: "viewer" });
    const questions = await openContactQuestions(db, organisation.id);
    const ids = questions.flatMap(({ recordId, among }) => [recordId, ...(among as PossibleMatch[]).map(({ id }) => id)]);
    const known = await viewsOf(organisation, ids);
    const items = questions.flatMap(({ recordId, among, openedAt }) => {
      const contact = known(recordId);
      const candidates = (among as PossibleMatch[]).flatMap(({ id, reasons }) => (known(id) === null ? [] : [{ ...known(id), reasons }]));
      return contact === null ? [] : [{ ...contact, openedAt, among: candidates }];
    });
    return c.json({ items, nextCursor: null });
  });

  app.post("/contact-questions/:id/decide", async (c) => {
    const { organisation, actor } = await accessTo(c, deps, { role: "bookkeeper" });
    const { sameAs } = await readBody(c, DecideContactInput);
    const recordId = c.req.param("id");
    return idempotent(c, deps, organisation.id, async () => {
      const answer = await deps.engine.decideContact({ organisationId: organisation.id, recordId, sameAs, actor });
      if (!answer.ok) return refuseWith(answer.refusal);
      const id = sameAs ?? recordId;
      const [record, [link]] = await Promise.all([findRecord(db, organisation.id, id), linksByRecord(db, organisation.id, [id])]);
      if (record === null) return refuse("not_found", "The contact is gone.");
      return c.json({ ...answer.value, contact: recordView(record, link, organisation.shortCode) });
    });
  });

  app.get("/duplicate-contacts", async (c) => {
    const { organisation } = await accessTo(c, deps, { role: "viewer" });
    const contacts = await recordsOfKind(db, organisation.id, "contact", CONTACTS_MAX);
    const groups = duplicateContacts(contacts);
    const known = await viewsOf(organisation, groups.flatMap(({ ids }) => ids));
    return c.json({ items: groups.map(({ ids, by }) => ({ by, contacts: ids.flatMap((id) => known(id) ?? []) })), nextCursor: null });
  });

  async function viewsOf(organisation: OrganisationRow, ids: readonly string[]) {
    const [records, links] = await Promise.all([findRecords(db, organisation.id, ["contact"], ids), linksByRecord(db, organisation.id, ids)]);
    const xeroIds = new Map(links.map((link) => [link.recordId, link.xeroId]));
    const views = new Map(records.map((record) => [record.id, candidateView(record, xeroIds.get(record.id) ?? null, organisation.shortCode)]));
    return (id: string) => views.get(id) ?? null;
  }

  return app;
}

function candidateView({ id, body }: StoredRecord<"contact">, xeroId: string | null, shortCode: string | null) {
  return { id, name: body.name, email: body.email, taxNumber: body.taxNumber, status: body.status, xeroId, href: xeroHref(shortCode, "contact", xeroId) };
}
