import { promise } from "../../test/promise.ts";
import { describe, expect, test } from "vitest";
import { eraseValues } from "./eraseValues.ts";
import { rebuild, verifyAudit } from "./rebuild.ts";
import { engineWorld, type EngineWorld } from "../../test/sim/engineWorld.ts";
import { defaultRules } from "../../shared/planning/rules.ts";
import type { Contact } from "../../shared/records/contact.ts";
import type { Document } from "../../shared/records/document.ts";
import type { Actor, RecordBody } from "../../shared/records/record.ts";
import type { RecordKind } from "../../shared/records/kinds.ts";

const PAT: Actor = { type: "member", id: "m1", name: "Pat" };

const contact = (name: string): Contact => ({
  name, firstName: null, lastName: null, email: null, taxNumber: null, accountNumber: null,
  phones: { default: null, mobile: null, direct: null, fax: null }, addresses: { postal: null, street: null }, persons: [],
  salesTerms: null, billTerms: null, status: "active", mergedIntoId: null, isCustomer: true, isSupplier: false,
});

const invoice = (contactId: string, more: Partial<Document> = {}): Document => ({
  side: "sales", contactId, number: null, reference: "Site", date: "2026-11-20", dueDate: "2026-12-20", status: "draft", currency: "AUD",
  currencyRateE6: null, lineAmountTypes: "exclusive", subtotalMinor: 30_000, taxMinor: 3_000, totalMinor: 33_000, amountDueMinor: 33_000,
  amountPaidMinor: 0, amountCreditedMinor: 0, fullyPaidOn: null, sentToContact: false, allocations: [], bankAccountId: null, isReconciled: false,
  title: null, summary: null, terms: null,
  lines: [{
    id: "line-1", xeroLineId: null, description: "Design", quantityE4: 20_000, unitAmountE4: 1_500_000, discountRateE4: null, discountMinor: null,
    itemCode: null, accountCode: "200", taxType: "OUTPUT", taxMinor: 3_000, amountMinor: 30_000, tracking: [], projectId: null, serviceId: null, timeEntryIds: [],
  }],
  ...more,
});

async function save(world: EngineWorld, kind: RecordKind, recordId: string, body: RecordBody, expectedRevision: number | null = null) {
  const saved = await world.engine.saveRecord({ organisationId: world.organisationId, recordId, kind, body, expectedRevision, actor: PAT });
  expect(saved).toMatchObject({ ok: true });
  return saved.ok ? saved.value.revision : 0;
}
const ID = (n: number) => `00000000-0000-7000-8000-00000000000${n}`;
const record = async (world: EngineWorld, id: string) => {
  const row = (await world.rows("record", { id }))[0] as unknown as { body: string; revision: number };
  return { revision: row.revision, body: JSON.parse(row.body) as never };
};
const link = async (world: EngineWorld, recordId: string) => (await world.rows("link", { recordId }))[0] as unknown as { state: string; xeroId: string; reason: unknown };
const invoices = (world: EngineWorld) => [...world.sandbox.organisations[0]!.books.invoices.values()];

/** A firm whose settings are read, with one client and one invoice pushed to Xero. */
async function pushed(status: "draft" | "authorised" = "draft") {
  const world = await engineWorld({ rules: { createStatus: { invoice: status, bill: "draft", credit_note: "draft" } } });
  await world.settle();
  await save(world, "contact", ID(1), contact("Harbour Films"));
  await save(world, "invoice", ID(2), invoice(ID(1), { status: status === "draft" ? "draft" : "authorised" }));
  await world.settle();
  return world;
}

describe("the first import", () => {
  test("brings contacts and documents in, each once, and ends in step", async () => {
    const world = await engineWorld({ firm: "agency" });
    await world.settle();
    const links = await world.rows("link");
    const books = world.sandbox.organisations[0]!.books;
    expect(links.filter((row) => row["kind"] === "contact")).toHaveLength(books.contacts.size);
    expect(links.filter((row) => row["kind"] === "invoice" || row["kind"] === "bill")).toHaveLength(books.invoices.size);
    expect(links.filter((row) => row["state"] !== "in_step" && row["state"] !== "ended")).toEqual([]);
    expect(await world.rows("quarantine")).toEqual([]);
    expect(world.sandbox.log.changes({ by: "app" }).length).toBe(0);
  });

  test("reading everything again writes nothing, here or there", async () => {
    const world = await engineWorld({ firm: "agency" });
    await world.settle();
    const before = await world.rows("audit");
    world.clock.advance(6 * 3_600_000);
    await world.settle();
    expect(await world.rows("audit")).toHaveLength(before.length);
  });
});

describe("an invoice made here", () => {
  test("is in Xero within one run, with its client, line, account, GST and due date", async () => {
    const world = await pushed();
    const [made] = invoices(world);
    expect(invoices(world)).toHaveLength(1);
    expect(made).toMatchObject({ status: "DRAFT", reference: "Site" });
    expect((await link(world, ID(2))).state).toBe("in_step");
    const { body } = await record(world, ID(2));
    expect((body as Document).lines[0]!.xeroLineId).not.toBeNull();
  });

  test("saved twice is one invoice", async () => {
    const world = await pushed();
    await save(world, "invoice", ID(2), invoice(ID(1)));
    await world.settle();
    expect(invoices(world)).toHaveLength(1);
  });

  test("naming an account or project that does not exist is refused, and nothing changes", async () => {
    const world = await pushed();
    const body = invoice(ID(1));
    const saved = await world.engine.saveRecord({
      organisationId: world.organisationId, recordId: ID(3), kind: "invoice", expectedRevision: null, actor: PAT,
      body: { ...body, lines: [{ ...body.lines[0]!, accountCode: "99999" }] },
    });
    expect(saved).toMatchObject({ ok: false, refusal: { code: "unknown_reference", at: "lines.0.accountCode" } });
    expect(await world.rows("record", { id: ID(3) })).toEqual([]);
  });

  test("paid in Xero is paid here at the next poll, with date and amount", async () => {
    const world = await pushed("authorised");
    const { xeroId } = await link(world, ID(2));
    world.sandbox.bookkeeper.payInvoice({ tenantId: world.tenantId, invoiceId: xeroId, amountMinor: 13_000 });
    world.clock.advance(5 * 60_000);
    await world.settle();
    expect((await record(world, ID(2))).body).toMatchObject({ status: "authorised", amountPaidMinor: 13_000, amountDueMinor: 20_000 });
    world.sandbox.bookkeeper.payInvoice({ tenantId: world.tenantId, invoiceId: xeroId });
    world.clock.advance(5 * 60_000);
    await world.settle();
    expect((await record(world, ID(2))).body).toMatchObject({ status: "paid", amountPaidMinor: 33_000, amountDueMinor: 0 });
  });
});

describe("both sides change a draft", () => {
  async function bothChanged() {
    const world = await pushed();
    const { xeroId } = await link(world, ID(2));
    const lines = [{ LineItemID: ((await record(world, ID(2))).body as Document).lines[0]!.xeroLineId, Description: "Design", Quantity: 3, UnitAmount: 150, AccountCode: "260", TaxType: "OUTPUT" }];
    world.clock.advance(60_000);
    world.sandbox.bookkeeper.editInvoice({ tenantId: world.tenantId, invoiceId: xeroId, changes: { LineItems: lines } as never });
    const ours = await record(world, ID(2));
    const body = ours.body as Document;
    await save(world, "invoice", ID(2), {
      ...body, lines: [{ ...body.lines[0]!, quantityE4: 50_000, amountMinor: 75_000, taxMinor: 7_500 }], subtotalMinor: 75_000, taxMinor: 7_500, totalMinor: 82_500, amountDueMinor: 82_500,
    }, ours.revision);
    world.clock.advance(5 * 60_000);
    await world.settle();
    return { world, xeroId };
  }

  test("the quantity is a conflict with base, ours and Xero's; the account is Xero's", async () => {
    const { world } = await bothChanged();
    const conflicts = (await world.rows("conflict", { resolvedAt: null })) as unknown as { fieldGroup: string; ours: string; xero: string; base: string }[];
    expect(conflicts.map((row) => row.fieldGroup)).toEqual(["money"]);
    expect((await link(world, ID(2))).state).toBe("conflict");
    expect(((await record(world, ID(2))).body as Document).lines[0]!.accountCode).toBe("260");
  });

  test.each(["ours", "xero"] as const)("choosing %s makes both sides agree", async (choice) => {
    const { world, xeroId } = await bothChanged();
    const [conflict] = (await world.rows("conflict", { resolvedAt: null })) as unknown as { id: string }[];
    const answer = await world.engine.resolveConflict({ organisationId: world.organisationId, conflictId: conflict!.id, choice, actor: PAT });
    expect(answer).toMatchObject({ ok: true });
    await world.settle();
    const quantity = choice === "ours" ? 5 : 3;
    expect(((await record(world, ID(2))).body as Document).lines[0]!.quantityE4).toBe(quantity * 10_000);
    expect((await link(world, ID(2))).state).toBe("in_step");
    const theirs = world.sandbox.organisations[0]!.books.invoices.get(xeroId)!;
    expect(JSON.stringify(theirs.lines)).toContain(`${quantity}`);
    expect(await world.rows("conflict", { resolvedAt: null })).toEqual([]);
  });
});

describe("an approved invoice", () => {
  test.each(["apply", "decline"] as const)("changed here becomes a proposal, not a write; %s settles it", async (decision) => {
    const world = await pushed("authorised");
    const { xeroId } = await link(world, ID(2));
    const writes = world.sandbox.log.changes({ by: "app" }).length;
    const ours = await record(world, ID(2));
    await save(world, "invoice", ID(2), { ...(ours.body as Document), dueDate: "2027-01-31" }, ours.revision);
    await world.settle();
    expect(world.sandbox.log.changes({ by: "app" })).toHaveLength(writes);
    const [proposal] = (await world.rows("proposal", { decidedAt: null })) as unknown as { id: string; fieldGroup: string }[];
    expect(proposal?.fieldGroup).toBe("dueDate");
    expect((await link(world, ID(2))).state).toBe("proposal");
    const answer = await world.engine.decideProposal({ organisationId: world.organisationId, proposalId: proposal!.id, decision, actor: PAT });
    expect(answer).toMatchObject({ ok: true });
    await world.settle();
    const day = decision === "apply" ? "2027-01-31" : "2026-12-20";
    expect(((await record(world, ID(2))).body as Document).dueDate).toBe(day);
    expect(world.sandbox.organisations[0]!.books.invoices.get(xeroId)!.dueDate).toBe(day);
    expect((await link(world, ID(2))).state).toBe("in_step");
  });
});

describe("a bill in Xero", () => {
  test("takes a bookkeeper's coding at once", async () => {
    const world = await engineWorld();
    await world.settle();
    const supplier = world.sandbox.bookkeeper.createContact({ tenantId: world.tenantId, contact: { Name: "Gear Hire" } as never });
    const bill = world.sandbox.bookkeeper.createBill({
      tenantId: world.tenantId,
      bill: { Contact: { ContactID: supplier.id }, Date: "2026-11-20", DueDate: "2026-12-01", LineItems: [{ Description: "Camera", Quantity: 1, UnitAmount: 100, AccountCode: "429", TaxType: "INPUT" }] } as never,
    });
    world.clock.advance(15 * 60_000);
    await world.settle();
    const [own] = (await world.rows("link", { kind: "bill" })) as unknown as { recordId: string }[];
    const { body } = await record(world, own!.recordId);
    const answer = await world.engine.applyCoding({
      organisationId: world.organisationId, recordId: own!.recordId, actor: PAT,
      lines: [{ lineId: (body as Document).lines[0]!.id, accountCode: "469", feedback: "corrected" }],
    });
    expect(answer).toMatchObject({ ok: true, value: { outcome: "written" } });
    const { invoices: books, accounts } = world.sandbox.organisations[0]!.books;
    const chosen = [...accounts.values()].find((account) => account.code === "469")!;
    expect(books.get(bill.id)!.lines.map((line) => line.accountId)).toEqual([chosen.id]);
  });
});

describe("the audit", () => {
  test("rebuilds a record as it was, and still verifies after its values were erased", async () => {
    const world = await pushed();
    const first = world.clock.now();
    world.clock.advance(60_000);
    const ours = await record(world, ID(2));
    await save(world, "invoice", ID(2), { ...(ours.body as Document), reference: "Later" }, ours.revision);
    await world.settle();
    const references = await Promise.all([first, world.clock.now()].map(async (at) => {
      const rebuilt = await rebuild(world.inner, world.organisationId, ID(2), at);
      return rebuilt.ok ? (rebuilt.body as Document).reference : rebuilt.sentence;
    }));
    expect(references).toEqual(["Site", "Later"]);
    expect(await verifyAudit(world.inner, world.organisationId)).toMatchObject({ ok: true });
    expect((await eraseValues(world.inner, { organisationId: world.organisationId, recordId: ID(2), actor: PAT }))?.erased).toBeGreaterThan(0);
    expect(await verifyAudit(world.inner, world.organisationId)).toMatchObject({ ok: true });
    expect(await rebuild(world.inner, world.organisationId, ID(2), first)).toMatchObject({ ok: false });
  });
});

describe("the firm's own systems", () => {
  promise(["SM-05"], "the firm's webhook", "are told once of what changed in Xero: an invoice that was paid", async () => {
    const world = await pushed("authorised");
    await world.store.commit([], [{ update: "organisation", where: { id: world.organisationId }, set: { rules: { ...defaultRules(), eventsUrl: "https://tools.example/events" } } }]);
    world.sandbox.bookkeeper.payInvoice({ tenantId: world.tenantId, invoiceId: (await link(world, ID(2))).xeroId });
    world.clock.advance(5 * 60_000);
    await world.settle();
    const paid = world.told.filter(({ type, body }) => type === "invoice.changed" && body.includes(ID(2)));
    expect(new Set(paid.map(({ id }) => id)).size).toBe(paid.length);
    expect(paid.length).toBeGreaterThan(0);
  });
});
