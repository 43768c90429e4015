import { describe, expect, test, vi } from "vitest";
import { promise } from "../../test/promise.ts";
import { invoiceBody } from "../../test/sim/bodies.ts";
import { bodyOf, booksOf, CLIENT, edit, firmWorld, later, linkOf, PAT, recordId, save } from "../../test/sim/firmWorld.ts";
import type { Document } from "../../shared/records/document.ts";
import type { Payment } from "../../shared/records/payment.ts";

// Each test runs a whole firm; a busy machine needs its time.
vi.setConfig({ testTimeout: 60_000 });

const APPROVED = { createStatus: { invoice: "authorised", bill: "authorised", credit_note: "authorised" } } as const;
const approved = (more: Partial<Document> = {}): Document => ({ ...invoiceBody(CLIENT, 3), status: "authorised", ...more });
const firstLine = (document: Document, more: Partial<Document["lines"][number]>): Document => ({ ...document, lines: [{ ...document.lines[0]!, ...more }] });
const invoiceWrites = (world: Awaited<ReturnType<typeof firmWorld>>) => world.sandbox.log.entries.filter(({ method, path }) => method !== "GET" && path.includes("/Invoices")).length;

describe("what Xero would refuse waits, says why, and goes once it can", () => {
  promise(["D5"], "the stand-in's books and link states", "dated in a locked period it is not sent, the day after it is; with a later date it goes too", async () => {
    const world = await firmWorld(APPROVED);
    world.sandbox.bookkeeper.setLockDates({ tenantId: world.tenantId, periodLockDate: "2026-11-20" });
    await later(world, 61);
    await save(world, "invoice", recordId(2), approved());
    await save(world, "invoice", recordId(3), { ...approved(), date: "2026-11-21" });
    await world.settle();
    const { state, reason } = await linkOf(world, recordId(2));
    expect([state, reason?.code, reason?.sentence]).toEqual(["waiting", "locked_period", "Xero's books are locked up to 20 November 2026."]);
    // Never "remove the lock": a date, a draft, a credit note, or the adviser.
    expect(reason?.remedy).toBe("Use a later date, keep it as a draft, make a credit note, or ask your adviser.");
    expect(booksOf(world).invoices.size).toBe(1);
    await edit<Document>(world, "invoice", recordId(2), (body) => ({ ...body, date: "2026-11-22" }));
    await world.settle();
    expect((await linkOf(world, recordId(2))).state).toBe("in_step");
  });

  promise(["D5"], "the stand-in's books and link states", "an applied change inside a locked period waits instead of being written", async () => {
    const world = await firmWorld();
    await save(world, "invoice", recordId(2), invoiceBody(CLIENT, 3));
    await world.settle();
    const { xeroId } = await linkOf(world, recordId(2));
    world.sandbox.bookkeeper.approve({ tenantId: world.tenantId, invoiceId: xeroId });
    await later(world, 6);
    world.sandbox.bookkeeper.setLockDates({ tenantId: world.tenantId, periodLockDate: "2026-11-20" });
    await later(world, 61);
    await edit<Document>(world, "invoice", recordId(2), (body) => firstLine(body, { accountCode: "260" }));
    await world.settle();
    const [proposal] = (await world.rows("proposal", { decidedAt: null })) as unknown as { id: string }[];
    await world.engine.decideProposal({ organisationId: world.organisationId, proposalId: proposal!.id, decision: "apply", actor: PAT });
    expect(await linkOf(world, recordId(2))).toMatchObject({ state: "waiting", reason: { code: "locked_period" } });
    const { accounts, invoices } = booksOf(world);
    expect(accounts.get(invoices.get(xeroId)!.lines[0]!.accountId!)!.code).toBe("200");
  });

  promise(["D5"], "the stand-in's books, its log and link states", "locked since the lock dates were read: Xero refuses once, and it waits with the same choices as any other; the dates are read again at once, and an opened period lets it go", async () => {
    const world = await firmWorld(APPROVED);
    world.sandbox.bookkeeper.setLockDates({ tenantId: world.tenantId, endOfYearLockDate: "2026-11-20" });
    await save(world, "invoice", recordId(2), approved());
    const { sentence, remedy } = await (async () => {
      await world.runOnce();
      return (await linkOf(world, recordId(2))).reason!;
    })();
    expect([sentence, remedy]).toEqual(["The document date cannot be before the end of year lock date, currently set at 20 November 2026", "Use a later date, keep it as a draft, make a credit note, or ask your adviser."]);
    await world.settle();
    expect(await linkOf(world, recordId(2))).toMatchObject({ state: "waiting", reason: { code: "locked_period", sentence: "Xero's books are locked up to 20 November 2026.", remedy } });
    // The next one of that day is not even sent.
    await save(world, "invoice", recordId(3), approved());
    await world.settle();
    expect([(await linkOf(world, recordId(3))).reason?.code, invoiceWrites(world), booksOf(world).invoices.size]).toEqual(["locked_period", 1, 0]);
    world.sandbox.bookkeeper.setLockDates({ tenantId: world.tenantId, endOfYearLockDate: null });
    await later(world, 61);
    expect([(await linkOf(world, recordId(2))).state, (await linkOf(world, recordId(3))).state, booksOf(world).invoices.size]).toEqual(["in_step", "in_step", 2]);
  });

  test("a payment dated where the books were locked meanwhile waits in the same way, and so does a change that a person applies", async () => {
    const world = await firmWorld(APPROVED);
    await save(world, "invoice", recordId(2), approved());
    await world.settle();
    const { xeroId } = await linkOf(world, recordId(2));
    world.sandbox.bookkeeper.setLockDates({ tenantId: world.tenantId, endOfYearLockDate: "2026-11-22" });
    const accountId = [...booksOf(world).accounts.values()].find(({ type }) => type === "BANK")!.id;
    const payment: Payment = { documentId: recordId(2), accountId, method: null, date: "2026-11-22", amountMinor: 1_000, currency: "AUD", currencyRateE6: null, reference: null, status: "authorised", isReconciled: false };
    await save(world, "payment", recordId(4), payment);
    await edit<Document>(world, "invoice", recordId(2), (body) => firstLine(body, { accountCode: "260" }));
    await world.runOnce();
    const [proposal] = (await world.rows("proposal", { decidedAt: null })) as unknown as { id: string }[];
    expect(await world.engine.decideProposal({ organisationId: world.organisationId, proposalId: proposal!.id, decision: "apply", actor: PAT })).toMatchObject({ ok: true, value: { outcome: "queued" } });
    await world.settle();
    for (const id of [recordId(2), recordId(4)]) expect(await linkOf(world, id)).toMatchObject({ state: "waiting", reason: { code: "locked_period", sentence: "Xero's books are locked up to 22 November 2026." } });
    expect([booksOf(world).payments.size, booksOf(world).invoices.get(xeroId)!.status]).toEqual([0, "AUTHORISED"]);
  });

  promise(["D20"], "the stand-in's books, its log and link states", "past the plan's limit the rest is parked with the words plan limit, nothing is tried again, and it goes once the plan allows", async () => {
    const world = await firmWorld(APPROVED);
    booksOf(world).organisation.class = "STARTER";
    for (let n = 0; n < 22; n += 1) await save(world, "invoice", recordId(100 + n), approved());
    await world.settle();
    const waiting = async () => (await world.rows("link", { kind: "invoice", state: "waiting" })) as unknown as { reason: { code: string; sentence: string } }[];
    expect(booksOf(world).invoices.size).toBe(20);
    expect((await waiting()).map(({ reason }) => reason.code)).toEqual(["plan_cap", "plan_cap"]);
    expect((await waiting())[0]!.reason.sentence).toContain("plan's limit");
    const writes = invoiceWrites(world);
    await save(world, "invoice", recordId(200), approved());
    for (let hour = 0; hour < 5; hour += 1) await later(world, 60);
    expect(invoiceWrites(world)).toBe(writes);
    expect(await waiting()).toHaveLength(3);
    booksOf(world).organisation.class = "GROW";
    await later(world, 61);
    expect([await waiting(), booksOf(world).invoices.size]).toEqual([[], 23]);
  });

  test("a draft is no approval: the plan's limit does not hold it", async () => {
    const world = await firmWorld();
    booksOf(world).organisation.class = "STARTER";
    for (let n = 0; n < 22; n += 1) await save(world, "invoice", recordId(100 + n), invoiceBody(CLIENT, 1));
    await world.settle();
    expect(booksOf(world).invoices.size).toBe(22);
  });

  test.each([
    ["a line without an account", (body: Document) => firstLine(body, { accountCode: null }), "account_missing"],
    ["a line without a tax rate", (body: Document) => firstLine(body, { taxType: null }), "tax_missing"],
    ["a tax rate that the account does not take", (body: Document) => firstLine(body, { taxType: "INPUT" }), "tax_not_for_account"],
  ] as const)("%s waits for its mapping, and goes once there is one", async (_, broken, code) => {
    const world = await firmWorld(APPROVED);
    await save(world, "invoice", recordId(2), broken(approved()));
    await world.settle();
    expect(await linkOf(world, recordId(2))).toMatchObject({ state: "waiting", reason: { code } });
    expect(booksOf(world).invoices.size).toBe(0);
    await edit<Document>(world, "invoice", recordId(2), (body) => firstLine(body, { accountCode: "200", taxType: "OUTPUT" }));
    await world.settle();
    expect((await linkOf(world, recordId(2))).state).toBe("in_step");
  });

  test("a payment without an account for its method waits, and goes once an admin maps the method", async () => {
    const world = await firmWorld(APPROVED);
    await save(world, "invoice", recordId(2), approved());
    await world.settle();
    const payment: Payment = { documentId: recordId(2), accountId: null, method: "Card", date: "2026-11-22", amountMinor: 33_000, currency: "AUD", currencyRateE6: null, reference: null, status: "authorised", isReconciled: false };
    await save(world, "payment", recordId(3), payment);
    await world.settle();
    expect(await linkOf(world, recordId(3))).toMatchObject({ state: "waiting", reason: { code: "bank_account_missing" } });
    const bank = [...booksOf(world).accounts.values()].find((account) => account.type === "BANK")!;
    const [{ rules }] = (await world.store.read({ from: "organisation", where: { id: world.organisationId }, limit: 1 }))[0] as unknown as [{ rules: object }];
    await world.store.commit([], [{ update: "organisation", where: { id: world.organisationId }, set: { rules: { ...rules, paymentAccounts: { card: bank.id } } } }]);
    expect((await world.engine.retry({ organisationId: world.organisationId, recordId: recordId(3), actor: PAT })).ok).toBe(true);
    await world.settle();
    expect((await linkOf(world, recordId(3))).state).toBe("in_step");
    expect([...booksOf(world).payments.values()].map(({ accountId }) => accountId)).toEqual([bank.id]);
  });

  test("Xero's limit: the record says that it waits for it, and goes when it is over", async () => {
    const world = await firmWorld();
    world.sandbox.faults.arm({ kind: "rate-limited-minute", match: { path: "/Invoices" }, times: 1 });
    await save(world, "invoice", recordId(2), invoiceBody(CLIENT, 3));
    await world.runOnce();
    expect(await linkOf(world, recordId(2))).toMatchObject({ state: "waiting", reason: { code: "rate_limited" } });
    await later(world, 2);
    expect((await linkOf(world, recordId(2))).state).toBe("in_step");
    expect(booksOf(world).invoices.size).toBe(1);
  });

  test("no sign-in: the record says that it waits for one, and goes when there is one again", async () => {
    let refused = false;
    const world = await firmWorld({}, { wire: async (request, pass) => (refused ? new Response("{}", { status: 401 }) : pass(request)) });
    refused = true;
    await save(world, "invoice", recordId(2), invoiceBody(CLIENT, 3));
    await world.runOnce();
    expect(await linkOf(world, recordId(2))).toMatchObject({ state: "waiting", reason: { code: "sign_in_needed" } });
    refused = false;
    await later(world, 16);
    expect((await linkOf(world, recordId(2))).state).toBe("in_step");
  });

  test("refused by Xero: its sentence is kept; giving up takes Xero's values, trying again sends ours", async () => {
    for (const act of ["retry", "giveUp"] as const) {
      const world = await firmWorld();
      await save(world, "invoice", recordId(2), invoiceBody(CLIENT, 3));
      await world.settle();
      world.sandbox.faults.arm({ kind: "batch-element-invalid", match: { path: "/Invoices", method: "POST" }, times: 1 });
      await edit<Document>(world, "invoice", recordId(2), (body) => ({ ...body, reference: "Ours" }));
      await world.settle();
      const link = await linkOf(world, recordId(2));
      expect([link.state, link.reason?.code]).toEqual(["refused", "refused"]);
      expect(link.reason!.sentence.length).toBeGreaterThan(5);
      expect((await world.engine[act]({ organisationId: world.organisationId, recordId: recordId(2), actor: PAT })).ok).toBe(true);
      await world.settle();
      expect((await linkOf(world, recordId(2))).state).toBe("in_step");
      expect([(await bodyOf<Document>(world, recordId(2))).reference, booksOf(world).invoices.get(link.xeroId)!.reference]).toEqual(act === "retry" ? ["Ours", "Ours"] : [null, ""]);
    }
  });
});
