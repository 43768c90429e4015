import { describe, expect, test, vi } from "vitest";
import { promise } from "../../test/promise.ts";
import { invoiceBody } from "../../test/sim/bodies.ts";
import { bodyOf, booksOf, CLIENT, edit, firmWorld, later, linkOf, PAT, recordId, recordOf, save } from "../../test/sim/firmWorld.ts";
import type { EngineWorld } from "../../test/sim/engineWorld.ts";
import type { Document, Line } from "../../shared/records/document.ts";
import type { Project, Service } from "../../shared/records/project.ts";

// Each test runs a whole firm; a busy machine needs its time.
vi.setConfig({ testTimeout: 60_000 });

const BILL = recordId(2);
const project = (name: string): Project => ({
  name, code: null, clientId: null, status: "active", startsOn: null, endsOn: null, budgetMinor: null, labourBudgetMinor: null, budgetMinutes: null, targetMarginPercent: null,
  billing: "time_and_materials", retainerMinutesPerMonth: null, trackingOptionId: null,
});
const service = (name: string, accountCode: string): Service => ({ name, unitAmountE4: null, accountCode, taxType: "INPUT", active: true });
const billBody = (lines: readonly Partial<Line>[], status: Document["status"] = "draft"): Document => {
  const base = { ...invoiceBody(CLIENT, 1), side: "purchases" as const, status };
  const all = lines.map((line, index) => ({ ...base.lines[0]!, id: `line-${index + 1}`, accountCode: null, taxType: null, taxMinor: 0, amountMinor: 10_000, ...line }));
  return { ...base, lines: all, subtotalMinor: all.length * 10_000, taxMinor: 0, totalMinor: all.length * 10_000, amountDueMinor: all.length * 10_000 };
};
const codeOf = (world: EngineWorld, accountId: string | undefined) => booksOf(world).accounts.get(accountId ?? "")?.code;
const inXero = (world: EngineWorld, xeroId: string) => booksOf(world).invoices.get(xeroId)!;
const theirs = (world: { client: string }) => ({ Contact: { ContactID: world.client }, Date: "2026-11-20", DueDate: "2026-12-01", LineItems: [{ Description: "Camera", Quantity: 1, UnitAmount: 100, AccountCode: "429", TaxType: "INPUT" }] }) as never;
const codingOf = async (world: EngineWorld, id: string, changes: object) =>
  world.engine.applyCoding({ organisationId: world.organisationId, recordId: id, actor: PAT, lines: (await bodyOf<Document>(world, id)).lines.map((line) => ({ lineId: line.id, feedback: "corrected" as const, ...changes })) });

describe("bills and expenses", () => {
  promise(["AX-12", "OP-11"], "the stand-in's books", "made here, their categories become the mapped accounts and GST; approved here they are approved there, by the rule", async () => {
    const world = await firmWorld({ createOnApproval: true });
    await save(world, "service", recordId(10), service("Equipment", "429"));
    await save(world, "service", recordId(11), service("Subcontractors", "310"));
    await save(world, "bill", BILL, billBody([{ serviceId: recordId(10) }, { serviceId: recordId(11) }]));
    await world.settle();
    expect([booksOf(world).invoices.size, (await linkOf(world, BILL)).reason?.code]).toEqual([0, "awaits_approval"]);
    await edit<Document>(world, "bill", BILL, (body) => ({ ...body, status: "authorised" }));
    await world.settle();
    const bill = inXero(world, (await linkOf(world, BILL)).xeroId);
    expect([bill.type, bill.status, bill.lines.map(({ accountId, taxType }) => [codeOf(world, accountId), taxType])]).toEqual(["ACCPAY", "AUTHORISED", [["429", "INPUT"], ["310", "INPUT"]]]);
  });

  promise(["OP-18", "OP-11"], "ledger lines and the stand-in's books", "one over several projects costs each its share once it is approved, on whichever side", async () => {
    for (const side of ["here", "xero"] as const) {
      const world = await firmWorld();
      for (const n of [20, 21]) await save(world, "project", recordId(n), project(`Project ${n}`));
      await save(world, "bill", BILL, billBody([{ projectId: recordId(20), accountCode: "429", taxType: "INPUT" }, { projectId: recordId(21), accountCode: "310", taxType: "INPUT" }]));
      await world.settle();
      const costs = async (type: string) => Object.fromEntries(((await world.rows("ledgerLine", { recordId: BILL, type })) as unknown as { projectId: string; amountMinor: number }[]).map((line) => [line.projectId, line.amountMinor]));
      expect(await costs("committed_cost")).toEqual({ [recordId(20)]: 10_000, [recordId(21)]: 10_000 });
      const { xeroId } = await linkOf(world, BILL);
      if (side === "xero") world.sandbox.bookkeeper.approve({ tenantId: world.tenantId, invoiceId: xeroId });
      else await edit<Document>(world, "bill", BILL, (body) => ({ ...body, status: "authorised" }));
      await later(world, 6);
      expect([inXero(world, xeroId).status, (await bodyOf<Document>(world, BILL)).status]).toEqual(["AUTHORISED", "authorised"]);
      expect(await costs("cost")).toEqual({ [recordId(20)]: 10_000, [recordId(21)]: 10_000 });
    }
  });

  test("a paid one made in Xero may still be retagged from here; its amounts may not", async () => {
    const world = await firmWorld();
    const bill = world.sandbox.bookkeeper.createBill({ tenantId: world.tenantId, bill: { ...(theirs(world) as object), Status: "AUTHORISED" } as never });
    world.sandbox.bookkeeper.payInvoice({ tenantId: world.tenantId, invoiceId: bill.id });
    await later(world, 6);
    const { recordId: id } = await recordOf(world, bill.id);
    expect(await codingOf(world, id, { accountCode: "310" })).toMatchObject({ ok: true, value: { outcome: "written" } });
    expect(codeOf(world, inXero(world, bill.id).lines[0]!.accountId)).toBe("310");
    expect(inXero(world, bill.id)).toMatchObject({ status: "PAID", totalMinor: bill.totalMinor });
    expect(await codingOf(world, id, { taxType: "EXEMPTEXPENSES" })).toMatchObject({ ok: true, value: { outcome: "queued" } });
    expect((await linkOf(world, id)).reason?.code).toBe("paid_locked");
    expect(inXero(world, bill.id).totalMinor).toBe(bill.totalMinor);
  });

  promise(["D15", "AX-01", "AX-18"], "the stand-in's books and D1", "the accountant's account and GST of a line stand, on a draft and on a posted bill, whatever was here and whatever is sent after", async () => {
    for (const posted of [false, true]) {
      const world = await firmWorld({ createStatus: { invoice: "draft", bill: posted ? "authorised" : "draft", credit_note: "draft" } });
      await save(world, "bill", BILL, billBody([{ accountCode: "429", taxType: "INPUT" }], posted ? "authorised" : "draft"));
      await world.settle();
      const { xeroId } = await linkOf(world, BILL);
      const [line] = (await bodyOf<Document>(world, BILL)).lines;
      world.clock.advance(60_000);
      world.sandbox.bookkeeper.editInvoiceLines({ tenantId: world.tenantId, invoiceId: xeroId, lines: [{ LineItemID: line!.xeroLineId, Description: "Design", Quantity: 1, UnitAmount: 100, AccountCode: "310", TaxType: "EXEMPTEXPENSES" }] as never });
      await edit<Document>(world, "bill", BILL, (body) => ({ ...body, reference: "Ours", lines: [{ ...body.lines[0]!, accountCode: "404" }] }));
      await later(world, 6);
      await later(world, 6);
      expect([codeOf(world, inXero(world, xeroId).lines[0]!.accountId), inXero(world, xeroId).lines[0]!.taxType]).toEqual(["310", "EXEMPTEXPENSES"]);
      expect((await bodyOf<Document>(world, BILL)).lines[0]).toMatchObject({ accountCode: "310", taxType: "EXEMPTEXPENSES" });
      expect((await world.rows("conflict", { resolvedAt: null }))).toEqual([]);
    }
  });

  promise(["D4"], "the stand-in's log, books and link states", "account and GST are checked together before a push, nothing is guessed, and inclusive stays inclusive", async () => {
    const world = await firmWorld({ createStatus: { invoice: "draft", bill: "authorised", credit_note: "draft" } });
    await save(world, "bill", BILL, billBody([{ accountCode: "429", taxType: "OUTPUT" }], "authorised"));
    await save(world, "bill", recordId(3), billBody([{ accountCode: "429", taxType: null }], "authorised"));
    await save(world, "bill", recordId(4), { ...billBody([{ accountCode: "429", taxType: "INPUT" }], "authorised"), lineAmountTypes: "inclusive" });
    await world.settle();
    expect([(await linkOf(world, BILL)).reason?.code, (await linkOf(world, recordId(3))).reason?.code]).toEqual(["tax_not_for_account", "tax_missing"]);
    expect(booksOf(world).invoices.size).toBe(1);
    const there = inXero(world, (await linkOf(world, recordId(4))).xeroId);
    expect(there).toMatchObject({ lineAmountTypes: "Inclusive", totalMinor: 10_000, taxMinor: 909 });
    expect(await bodyOf<Document>(world, recordId(4))).toMatchObject({ lineAmountTypes: "inclusive", totalMinor: 10_000, taxMinor: 909, subtotalMinor: 9_091 });
  });
});

describe("bank transactions", () => {
  promise(["SM-06"], "the stand-in's books and D1", "spent in Xero: a cost without a bill here, recoded from here while it is not reconciled, then left alone", async () => {
    const world = await firmWorld();
    await save(world, "project", recordId(20), project("Launch film"));
    const bank = [...booksOf(world).accounts.values()].find((account) => account.type === "BANK")!;
    const spent = world.sandbox.bookkeeper.createBankTransaction({ tenantId: world.tenantId, bankTransaction: { ...(theirs(world) as object), Type: "SPEND", LineAmountTypes: "Exclusive", BankAccount: { AccountID: bank.id } } as never });
    await later(world, 31);
    const { recordId: id } = await recordOf(world, spent.id);
    expect(await codingOf(world, id, { accountCode: "310", projectId: recordId(20) })).toMatchObject({ ok: true, value: { outcome: "written" } });
    const there = booksOf(world).bankTransactions.get(spent.id)!;
    expect([codeOf(world, there.lines[0]!.accountId), there.totalMinor]).toEqual(["310", 11_000]);
    expect(await world.rows("ledgerLine", { recordId: id })).toMatchObject([{ projectId: recordId(20), type: "cost", amountMinor: 10_000 }]);
    booksOf(world).bankTransactions.set(spent.id, { ...there, isReconciled: true, updatedAtMs: world.clock.now() + 1_000 });
    await later(world, 31);
    expect(await codingOf(world, id, { accountCode: "429" })).toMatchObject({ ok: true, value: { outcome: "queued" } });
    expect((await linkOf(world, id)).reason?.code).toBe("reconciled");
    expect(codeOf(world, booksOf(world).bankTransactions.get(spent.id)!.lines[0]!.accountId)).toBe("310");
  });
});
