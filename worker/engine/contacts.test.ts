import { describe, expect, test, vi } from "vitest";
import { promise } from "../../test/promise.ts";
import { contactBody } from "../../test/sim/bodies.ts";
import { httpWorld, type HttpWorld, later } from "../../test/sim/httpWorld.ts";

// Each test runs a whole firm; a busy machine needs its time.
vi.setConfig({ testTimeout: 60_000 });

const books = (all: HttpWorld) => all.sandbox.organisations[0]!.books;
const post = async (all: HttpWorld, resource: string, body: object) => (await all.call("key", "POST", `/v1/${resource}`, body)).json;
const read = async (all: HttpWorld, path: string) => (await all.call("viewer", "GET", `/v1/${path}`)).json;
const inXero = (all: HttpWorld, contact: object) => all.sandbox.bookkeeper.createContact({ tenantId: all.tenantId, contact: contact as never });
const invoiceOf = (contactId: string) => ({ contactId, date: "2026-11-20", dueDate: "2026-12-20", lines: [{ description: "Design", unitAmountE4: 1_000_000, accountCode: "200", taxType: "OUTPUT" }] });

/** A firm whose Xero has one contact, read already. */
async function withContact(contact: object) {
  const all = await httpWorld();
  const theirs = inXero(all, contact);
  await later(all, 16);
  const [known] = (await read(all, "contacts")).items;
  return { all, theirs, known };
}

describe("a client made here that Xero has already", () => {
  promise(["HP-08", "AX-10", "D2", "SM-08"], "the stand-in's books and the API", "by tax number, name, or e-mail and name: it is that contact, none is made, and what only we know reaches Xero", async () => {
    for (const [theirs, ours] of [
      [{ Name: "Harbour Films Pty Ltd", TaxNumber: "51 824 753 556" }, { name: "Harbour", taxNumber: "51824753556" }],
      [{ Name: "Harbour Films" }, { name: "harbour films" }],
      [{ Name: "Harbour Films", EmailAddress: "hello@harbour.example" }, { name: "Harbour Films Ltd", email: "hello@harbour.example" }],
    ] as const) {
      const { all, theirs: contact, known } = await withContact(theirs);
      const made = await post(all, "contacts", { ...ours, isCustomer: true, phones: { mobile: { number: "0400 000 000" } } });
      const invoice = await post(all, "invoices", invoiceOf(made.id));
      await all.settle();
      await later(all, 6);
      expect(books(all).contacts.size).toBe(1);
      expect((await read(all, `contacts/${made.id}`)).body).toMatchObject({ status: "archived", mergedIntoId: known.id });
      expect((await read(all, `invoices/${invoice.id}`)).body.contactId).toBe(known.id);
      expect([...books(all).invoices.values()].map(({ contactId }) => contactId)).toEqual([contact.id]);
      expect(books(all).contacts.get(contact.id)!.phones.find(({ type }) => type === "MOBILE")?.number).toBe("0400 000 000");
      const again = await all.call("key", "PUT", `/v1/contacts/${made.id}`, { name: "New" }, { "If-Match": "2" });
      expect([again.status, again.json.detail]).toEqual([409, `This contact is now the contact ${known.id}.`]);
    }
  });

  promise(["HP-08", "AX-10", "D2"], "the stand-in's books and the API", "by e-mail alone or a similar name it waits for a person, who sees the candidates and what agrees", async () => {
    for (const [ours, reasons] of [[{ name: "Wharf Studio", email: "accounts@harbour.example" }, ["email"]], [{ name: "Harbor Films" }, ["similar_name"]]] as const) {
      const { all, known } = await withContact({ Name: "Harbour Films", EmailAddress: "accounts@harbour.example" });
      const made = await post(all, "contacts", { ...ours, isCustomer: true });
      await all.settle();
      await later(all, 16);
      expect(books(all).contacts.size).toBe(1);
      expect((await read(all, `contacts/${made.id}`)).sync).toMatchObject({ state: "waiting", reason: { code: "which_contact" } });
      const { items } = await read(all, "contact-questions");
      expect(items).toMatchObject([{ id: made.id, among: [{ id: known.id, name: "Harbour Films", reasons }] }]);
      expect(items[0].among[0].href).toMatch(/^https:\/\/go\.xero\.com\//);
    }
  });

  promise(["HP-08", "D2"], "the stand-in's books and the API", "a person's answer settles it: this one, or a new one, which is made once", async () => {
    for (const answer of ["this one", "a new one"] as const) {
      const { all, known } = await withContact({ Name: "Harbour Films", EmailAddress: "accounts@harbour.example" });
      const made = await post(all, "contacts", { name: "Wharf Studio", email: "accounts@harbour.example", isCustomer: true });
      const invoice = await post(all, "invoices", invoiceOf(made.id));
      await all.settle();
      expect(books(all).invoices.size).toBe(0);
      expect((await all.call("viewer", "POST", `/v1/contact-questions/${made.id}/decide`, { sameAs: null })).status).toBe(403);
      expect((await all.call("bookkeeper", "POST", `/v1/contact-questions/${made.id}/decide`, { sameAs: invoice.id })).json.code).toBe("unknown_reference");
      const decided = await all.call("bookkeeper", "POST", `/v1/contact-questions/${made.id}/decide`, { sameAs: answer === "this one" ? known.id : null });
      expect([decided.status, decided.json.outcome, decided.json.contact.id]).toEqual([200, "written", answer === "this one" ? known.id : made.id]);
      await later(all, 2);
      await later(all, 16);
      expect([...books(all).contacts.values()].map(({ name }) => name).toSorted()).toEqual(answer === "this one" ? ["Harbour Films"] : ["Harbour Films", "Wharf Studio"]);
      expect(books(all).invoices.size).toBe(1);
      expect((await read(all, "contact-questions")).items).toEqual([]);
      expect((await all.call("bookkeeper", "POST", `/v1/contact-questions/${made.id}/decide`, { sameAs: null })).status).toBe(404);
      // What both knew differently is asked where they were joined.
      const open = (await read(all, "conflicts")).items.map(({ fieldGroup }: { fieldGroup: string }) => fieldGroup);
      expect(open).toEqual(answer === "this one" ? ["name"] : []);
    }
  });

  test("nothing is made before Xero's contacts were read once", async () => {
    const all = await httpWorld({ rules: {} }, false);
    inXero(all, { Name: "Harbour Films" });
    await all.engine.saveRecord({ organisationId: all.organisationId, recordId: "00000000-0000-7000-8000-000000000001", kind: "contact", body: contactBody("Harbour Films"), expectedRevision: null, actor: { type: "member", id: "m", name: "Pat" } });
    await all.settle();
    await later(all, 2);
    expect(books(all).contacts.size).toBe(1);
  });

  test("contacts that are there twice are shown, with what they share", async () => {
    const { all } = await withContact({ Name: "Harbour Films", TaxNumber: "51824753556" });
    inXero(all, { Name: "Harbour Films Sydney", TaxNumber: "51 824 753 556" });
    await later(all, 16);
    const { items } = await read(all, "duplicate-contacts");
    expect(items.map(({ by, contacts }: { by: string; contacts: { name: string }[] }) => [by, ...contacts.map(({ name }) => name).toSorted()])).toEqual([["tax_number", "Harbour Films", "Harbour Films Sydney"]]);
  });

  promise(["D1"], "the stand-in's books", "a number that somebody else's invoice has is never written over: ours is refused with what to do, and goes once it has another", async () => {
    const { all, theirs, known } = await withContact({ Name: "Harbour Films" });
    const stranger = all.sandbox.bookkeeper.createInvoice({ tenantId: all.tenantId, invoice: { InvoiceNumber: "INV-7", Contact: { ContactID: theirs.id }, Date: "2026-11-20", LineItems: [{ Description: "Theirs", Quantity: 1, UnitAmount: 5 }] } as never });
    const ours = await post(all, "invoices", { ...invoiceOf(known.id), number: "INV-7" });
    await all.settle();
    const refused = await read(all, `invoices/${ours.id}`);
    expect(refused.sync).toMatchObject({ state: "refused", xeroId: null, reason: { code: "number_taken" } });
    expect(books(all).invoices.get(stranger.id)!.lines[0]!.description).toBe("Theirs");
    await all.call("key", "PUT", `/v1/invoices/${ours.id}`, { ...invoiceOf(known.id), lines: [{ ...invoiceOf("").lines[0], id: refused.body.lines[0].id }], number: "INV-8" }, { "If-Match": String(refused.revision) });
    await all.settle();
    expect([...books(all).invoices.values()].map(({ number }) => number).toSorted()).toEqual(["INV-7", "INV-8"]);
  });
});
