import { beforeEach, describe, expect, test } from "vitest";
import type { SplitWaysView } from "../../../shared/api/splitShapes.ts";
import type { TimeEntry } from "../../../shared/records/project.ts";
import { promise } from "../../../test/promise.ts";
import { aContact, aDocument, aLine, aProject, httpHarness } from "../../../test/sim/httpHarness.ts";
import { httpWorld, later } from "../../../test/sim/httpWorld.ts";
import { suggestFromCounts } from "../../suggest/suggestFromCounts.ts";

describe("by what a line may be divided", () => {
  let http: Awaited<ReturnType<typeof httpHarness>>;
  const time = (projectId: string, date: string, minutes: number, approved = true): TimeEntry => ({ projectId, personId: "p", serviceId: null, date, minutes, note: null, billable: true, approved, invoiceLineId: null });
  const ways = async (): Promise<SplitWaysView> => (await http.call("GET", "/v1/bills/rent/splits")).json as SplitWaysView;
  const of = (view: SplitWaysView, way: string) => view.ways.find((one) => one.way === way)?.candidates.map(({ projectId, weight, basis, chosen }) => [projectId, weight, basis, chosen]);

  beforeEach(async () => {
    http = await httpHarness();
    http.deps.suggest = suggestFromCounts(http.db);
    await http.put("contact", "contact-1", aContact("Harbour Rents"));
    await http.put("project", "quay", aProject("Quay Street", { budgetMinor: 3_000_000 }));
    await http.put("project", "cafe", aProject("Petone café", { budgetMinor: 1_000_000 }));
    await http.put("project", "plain", aProject("Without a budget"));
    await http.put("project", "old", aProject("Closed", { status: "closed", budgetMinor: 9_000_000 }));
    await http.put("bill", "rent", aDocument("purchases", [aLine("rent-line", 100_001)], { date: "2026-11-10" }));
  });

  promise(["N27"], "the API's answer", "the hours that somebody approved in the bill's month, per open project, and the budgets of the open ones", async () => {
    for (const [i, entry] of [time("quay", "2026-11-01", 600), time("quay", "2026-11-30", 150), time("cafe", "2026-11-15", 250), time("cafe", "2026-11-16", 999, false), time("plain", "2026-10-31", 500), time("plain", "2026-12-01", 500), time("old", "2026-11-05", 800)].entries())
      await http.put("time_entry", `t${i}`, entry);
    const view = await ways();
    expect(of(view, "hours")).toEqual([["quay", 750, "12 h 30 min", true], ["cafe", 250, "4 h 10 min", true]]);
    expect(of(view, "budgets")).toEqual([["quay", 3_000_000, "30,000.00", true], ["cafe", 1_000_000, "10,000.00", true]]);
    expect(of(view, "last")).toBeUndefined();
    // Budgets are in home currency, whatever a bill is in.
    await http.put("bill", "yen", aDocument("purchases", [aLine("yen-line", 100_001)], { date: "2026-11-10", currency: "JPY", currencyRateE6: 97_000_000 }));
    expect(of((await http.call("GET", "/v1/bills/yen/splits")).json, "budgets")).toEqual(of(view, "budgets"));
    expect(view).toMatchObject({ lines: [{ lineId: "rent-line", amountMinor: 100_001 }], hindrance: null, lineAmountTypes: "exclusive" });
    expect(view.taxRates).toContainEqual({ taxType: "INPUT", rateE4: 100_000 });
  });

  promise(["N27"], "the API's answer", "the supplier's last bill that was divided, though most of his bills are not", async () => {
    const coded = (id: string, amountMinor: number, projectId: string | null) => aLine(id, amountMinor, { accountCode: "310", taxType: "INPUT", projectId });
    for (let i = 0; i < 4; i++) await http.put("bill", `whole-${i}`, aDocument("purchases", [coded(`w${i}`, 50_000, "quay")], { date: `2026-10-0${i + 1}`, status: "paid" }));
    await http.put("bill", "divided", aDocument("purchases", [coded("d1", 60_000, "quay"), coded("d2", 30_000, "cafe"), coded("d3", 10_000, null)], { date: "2026-09-20", number: "R-9", status: "paid" }));
    await http.put("bill", "over-closed", aDocument("purchases", [coded("c1", 60_000, "quay"), coded("c2", 30_000, "old")], { date: "2026-10-20", number: "R-10", status: "paid" }));
    await http.call("GET", "/v1/bills/rent/suggestions");
    const view = await ways();
    expect(view.ways.find(({ way }) => way === "last")?.says).toBe("As bill R-9 of 20 September 2026 was divided");
    expect(of(view, "last")).toEqual([["quay", 60_000, "600.00", true], ["cafe", 30_000, "300.00", true], [null, 10_000, "100.00", true]]);
  });

  test("nothing to divide by is no way; a paid bill, and a line counted in pieces, say why", async () => {
    expect((await ways()).ways.map(({ way }) => way)).toEqual(["budgets"]);
    await http.put("bill", "paid", aDocument("purchases", [aLine("a", 100, { itemCode: "BEAM" }), aLine("b", 100)], { status: "authorised", amountPaidMinor: 50 }));
    const { json } = await http.call("GET", "/v1/bills/paid/splits");
    expect([json.hindrance, json.lines.map(({ lineId }: { lineId: string }) => lineId)]).toEqual([expect.stringContaining("paid"), ["b"]]);
    expect((await http.call("GET", "/v1/bills/nobody/splits")).status).toBe(404);
    expect((await http.call("GET", "/v1/bills/rent/splits", { as: "viewer", organisation: "b" })).status).toBe(404);
  });
});

describe("a split made by hand", () => {
  promise(["N27", "N3", "OP-18"], "the stand-in's books and the accuracy over the API", "is written to the cent, tax too, is taken back by the next click, and counts neither for nor against what was suggested", async () => {
    const world = await httpWorld();
    const { bookkeeper, organisations } = world.sandbox;
    const { tenantId } = world;
    const supplier = bookkeeper.createContact({ tenantId, contact: { Name: "Harbour Rents" } as never }).id;
    const bill = (number: string, Status: string, more: object) => bookkeeper.createBill({ tenantId, bill: { Contact: { ContactID: supplier }, InvoiceNumber: number, Date: "2026-11-10", DueDate: "2026-12-20", LineAmountTypes: "Exclusive", Status, LineItems: [{ Description: "Rent", Quantity: 1, UnitAmount: 100, ...more }] } as never }).id;
    for (let i = 0; i < 22; i++) bill(`R-${i}`, "AUTHORISED", { AccountCode: "469", TaxType: "INPUT" });
    const xeroId = bill("NEW", "DRAFT", {});
    await later(world, 35);
    const projects = await Promise.all(["Quay", "Cafe", "Hall"].map(async (name) => (await world.call("key", "POST", "/v1/projects", { name })).json.id as string));
    const context = await world.context("bill", xeroId);
    expect(context.suggestions[0].account.value).toBe("469");
    const { id } = context.record;
    const lineId = context.lines[0].id;
    const theirs = () => organisations[0]!.books.invoices.get(xeroId)!;
    const { totalMinor } = theirs();
    const parts = [3_330, 3_330, 3_340].map((amountMinor, i) => ({ accountCode: "469", taxType: "INPUT", projectId: projects[i]!, amountMinor }));
    const split = await world.call("bookkeeper", "POST", `/v1/bills/${id}/split`, { shortCode: world.shortCode, lineId, parts });
    expect([split.json.outcome, theirs().lines.map(({ lineMinor, taxMinor }) => [lineMinor, taxMinor]), theirs().totalMinor]).toEqual(["written", [[3_330, 333], [3_330, 333], [3_340, 334]], totalMinor + 1_000]);
    // The card opened anew, by anybody, offers the same way back; once Xero changes the bill it does not any more.
    const offered = async () => (await world.context("bill", xeroId)).undoable;
    expect(await offered()).toMatchObject({ kind: "split", undo: split.json.undo, by: "The bookkeeper" });
    const { json: undone } = await world.call("bookkeeper", "POST", `/v1/bills/${id}/split/undo`, { shortCode: world.shortCode, undo: split.json.undo });
    expect(await offered()).toBeNull();
    expect([undone.outcome, theirs().lines.map(({ lineMinor }) => lineMinor), theirs().totalMinor]).toEqual(["written", [10_000], totalMinor]);
    expect(undone.context.suggestions[0]).toMatchObject({ lineId, account: { value: "469" } });
    expect((await world.call("viewer", "GET", "/v1/suggestions/accuracy")).json.items).toEqual([]);
    expect((await world.call("bookkeeper", "POST", `/v1/bills/${id}/split/undo`, { shortCode: world.shortCode, undo: "nothing" })).json.code).toBe("not_possible_now");
    const applied = await world.call("bookkeeper", "POST", `/v1/bills/${id}/coding`, { shortCode: world.shortCode, lines: [{ lineId, accountCode: "469", taxType: "INPUT" }] });
    expect(await offered()).toMatchObject({ kind: "coding", undo: applied.json.undo });
    bookkeeper.editInvoiceLines({ tenantId, invoiceId: xeroId, lines: theirs().lines.map(({ lineItemId }) => ({ LineItemID: lineItemId, Description: "Rent", Quantity: 1, UnitAmount: 100, AccountCode: "429", TaxType: "INPUT" })) as never });
    await later(world, 35);
    expect(await offered()).toBeNull();
  }, 60_000);

  test("a split that is refused forgets nothing: the suggestion that was looked at is taken, and counts as accepted", async () => {
    const world = await httpWorld();
    const { bookkeeper } = world.sandbox;
    const { tenantId } = world;
    const supplier = bookkeeper.createContact({ tenantId, contact: { Name: "Harbour Rents" } as never }).id;
    const bill = (number: string, Status: string, more: object) => bookkeeper.createBill({ tenantId, bill: { Contact: { ContactID: supplier }, InvoiceNumber: number, Date: "2026-11-10", DueDate: "2026-12-20", LineAmountTypes: "Exclusive", Status, LineItems: [{ Description: "Rent", Quantity: 1, UnitAmount: 100, ...more }] } as never }).id;
    for (let i = 0; i < 22; i++) bill(`R-${i}`, "AUTHORISED", { AccountCode: "469", TaxType: "INPUT" });
    const xeroId = bill("NEW", "DRAFT", {});
    await later(world, 35);
    const { record, lines, suggestions } = await world.context("bill", xeroId);
    expect(suggestions[0].account.value).toBe("469");
    const refused = await world.call("bookkeeper", "POST", `/v1/bills/${record.id}/split`, { shortCode: world.shortCode, lineId: lines[0].id, parts: [1, 2].map(() => ({ accountCode: "469", taxType: "INPUT", projectId: null, amountMinor: 1 })) });
    expect(refused.status).toBe(422);
    await world.call("bookkeeper", "POST", `/v1/bills/${record.id}/coding`, { shortCode: world.shortCode, lines: [{ lineId: lines[0].id, accountCode: "469", taxType: "INPUT", feedback: "accepted" }] });
    const { items } = (await world.call("viewer", "GET", "/v1/suggestions/accuracy")).json as { items: { target: string; accepted: number }[] };
    expect(items.filter(({ target }) => target === "account").map(({ accepted }) => accepted)).toEqual([1]);
  }, 60_000);

  test("a split whose first part is as much as the line was, beside a part that takes as much away again, is taken back too", async () => {
    const world = await httpWorld();
    const { bookkeeper, organisations } = world.sandbox;
    const { tenantId } = world;
    const supplier = bookkeeper.createContact({ tenantId, contact: { Name: "Harbour Rents" } as never }).id;
    const coding = { AccountCode: "469", TaxType: "INPUT" };
    const xeroId = bookkeeper.createBill({ tenantId, bill: { Contact: { ContactID: supplier }, InvoiceNumber: "OFF-1", Date: "2026-11-10", DueDate: "2026-12-20", LineAmountTypes: "Exclusive", Status: "DRAFT", LineItems: [{ Description: "Bond", Quantity: 1, UnitAmount: 20, ...coding }, { Description: "Rent", Quantity: 1, UnitAmount: 100, ...coding }, { Description: "Key", Quantity: 1, UnitAmount: 5, ...coding }] } as never }).id;
    await later(world, 35);
    const { record, lines } = await world.context("bill", xeroId);
    const amounts = () => organisations[0]!.books.invoices.get(xeroId)!.lines.map(({ description, lineMinor }) => [description, lineMinor]);
    const parts = [10_000, 5_000, -5_000].map((amountMinor) => ({ accountCode: "469", taxType: "INPUT", projectId: null, amountMinor }));
    const split = await world.call("bookkeeper", "POST", `/v1/bills/${record.id}/split`, { shortCode: world.shortCode, lineId: lines[1].id, parts });
    expect(amounts()).toEqual([["Bond", 2_000], ["Rent", 10_000], ["Rent", 5_000], ["Rent", -5_000], ["Key", 500]]);
    const undo = () => world.call("bookkeeper", "POST", `/v1/bills/${record.id}/split/undo`, { shortCode: world.shortCode, undo: split.json.undo });
    const undone = await undo();
    expect((await undo()).json).toMatchObject({ outcome: "nothing-to-do", sentence: "The line is in one piece again already." });
    expect([undone.json.outcome, amounts()]).toEqual(["written", [["Bond", 2_000], ["Rent", 10_000], ["Key", 500]]]);
  }, 60_000);

  describe("of a bill that changes in Xero while somebody looks at it", () => {
    let world: Awaited<ReturnType<typeof httpWorld>>;
    let xeroId: string;
    let seen: { record: { id: string }; lines: { id: string }[] };
    let isSilent: boolean;
    const theirs = () => world.sandbox.organisations[0]!.books.invoices.get(xeroId)!;
    const amounts = async () => [theirs().lines.map(({ lineMinor }) => lineMinor), (await world.context("bill", xeroId)).lines.map(({ amountMinor }: { amountMinor: number }) => amountMinor)];
    const inXero = (UnitAmount: number, AccountCode: string) =>
      world.sandbox.bookkeeper.editInvoiceLines({ tenantId: world.tenantId, invoiceId: xeroId, lines: [{ LineItemID: theirs().lines[0]!.lineItemId, Description: "Rent", Quantity: 1, UnitAmount, AccountCode, TaxType: "INPUT" }] as never });
    const split = (accountCode: string) =>
      world.call("bookkeeper", "POST", `/v1/bills/${seen.record.id}/split`, { shortCode: world.shortCode, lineId: seen.lines[0]!.id, parts: [4_000, 6_000].map((amountMinor) => ({ accountCode, taxType: "INPUT", projectId: null, amountMinor })) });
    const takeBack = async (undo: string) => (await world.call("bookkeeper", "POST", `/v1/bills/${seen.record.id}/split/undo`, { shortCode: world.shortCode, undo })).json;

    beforeEach(async () => {
      isSilent = false;
      world = await httpWorld({ wire: (request, pass) => (isSilent ? Promise.resolve(new Response("", { status: 503 })) : pass(request)) });
      const { bookkeeper } = world.sandbox;
      const supplier = bookkeeper.createContact({ tenantId: world.tenantId, contact: { Name: "Harbour Rents" } as never }).id;
      xeroId = bookkeeper.createBill({ tenantId: world.tenantId, bill: { Contact: { ContactID: supplier }, InvoiceNumber: "LATE-1", Date: "2026-11-10", DueDate: "2026-12-20", LineAmountTypes: "Exclusive", Status: "AUTHORISED", LineItems: [{ Description: "Rent", Quantity: 1, UnitAmount: 100, AccountCode: "469", TaxType: "INPUT" }] } as never }).id;
      await later(world, 35);
      seen = await world.context("bill", xeroId);
      world.clock.advance(10_000);
    });

    promise(["N27"], "the stand-in's books and the API's answers", "a split and a coding, or two splits, of one line at one moment: the second is told that the line is divided by now, and changes nothing", async () => {
      const url = `/v1/bills/${seen.record.id}/coding`;
      const code = (more: object = {}) => world.call("bookkeeper", "POST", url, { shortCode: world.shortCode, lines: [{ lineId: seen.lines[0]!.id, accountCode: "429", taxType: "INPUT", ...more }] });
      expect((await split("461")).json.outcome).toBe("written");
      const late = await code({ amountMinor: 10_000 });
      expect([late.status, late.json.code, late.json.detail]).toEqual([409, "revision_conflict", "The line was divided into 2 since you looked at it, so nothing was changed."]);
      const again = await split("404");
      expect([again.json.code, again.json.detail]).toEqual(["revision_conflict", late.json.detail]);
      const accounts = () => theirs().lines.map(({ accountId }) => world.sandbox.organisations[0]!.books.accounts.get(accountId ?? "")?.code);
      expect([await amounts(), accounts()]).toEqual([[[4_000, 6_000], [4_000, 6_000]], ["461", "461"]]);
      // Of a tool that does not say what it saw, the bill as it was when its request came counts.
      expect((await code()).json.outcome).toBe("written");
      expect(accounts()).toEqual(["429", "461"]);
      expect((await code({ amountMinor: 9_999 })).json.detail).toBe("The line is 40.00 by now, not 99.99 as you saw it, so nothing was changed.");
    }, 60_000);

    test("at the very same moment: one of the two is written as a whole, the other is refused", async () => {
      const code = () => world.call("bookkeeper", "POST", `/v1/bills/${seen.record.id}/coding`, { shortCode: world.shortCode, lines: [{ lineId: seen.lines[0]!.id, accountCode: "429", taxType: "INPUT" }] });
      const [divided, coded] = await Promise.all([split("461"), code()]);
      const accounts = theirs().lines.map(({ accountId }) => world.sandbox.organisations[0]!.books.accounts.get(accountId ?? "")?.code);
      // The coding may come first and be divided after that; never does it fall on a part.
      if (divided.status === 200) expect(accounts).toEqual(["461", "461"]);
      else expect([accounts, coded.status]).toEqual([["429"], 200]);
      await later(world, 35);
      expect((await world.context("bill", xeroId)).conflicts).toEqual([]);
    }, 60_000);

    promise(["N3"], "the stand-in's books and the API's answers", "another amount: nothing is divided, and the answer says what the line is now", async () => {
      inXero(120, "469");
      const { status, json } = await split("461");
      expect([status, json.detail]).toEqual([422, "The parts add up to 100.00, the line is 120.00."]);
      expect([await amounts(), (await world.context("bill", xeroId)).state]).toEqual([[[12_000], [12_000]], "in-step"]);
    }, 60_000);

    test("a payment: nothing is divided, here neither", async () => {
      world.sandbox.bookkeeper.payInvoice({ tenantId: world.tenantId, invoiceId: xeroId, amountMinor: 1_000 });
      const { json } = await split("461");
      expect([json.code, await amounts()]).toEqual(["not_possible_now", [[10_000], [10_000]]]);
    }, 60_000);

    test("while Xero does not answer it is divided as last seen and waits; taken back before it went there, it leaves what Xero has, or stays for a person to choose where the line was changed there", async () => {
      isSilent = true;
      const { json } = await split("461");
      isSilent = false;
      world.clock.advance(60_000);
      expect([json.outcome, await amounts()]).toEqual(["queued", [[10_000], [4_000, 6_000]]]);
      inXero(120, "469");
      const undone = await takeBack(json.undo);
      await later(world, 35);
      expect([undone.code, (await amounts())[0]]).toEqual(["revision_conflict", [12_000]]);
    }, 60_000);

    test("paid while the split waits to be sent: it is taken back, since nothing changes in Xero by that", async () => {
      isSilent = true;
      const { json } = await split("461");
      isSilent = false;
      world.clock.advance(60_000);
      world.sandbox.bookkeeper.payInvoice({ tenantId: world.tenantId, invoiceId: xeroId, amountMinor: 1_000 });
      const undone = await takeBack(json.undo);
      await later(world, 35);
      expect([undone.outcome, await amounts()]).toEqual(["written", [[10_000], [10_000]]]);
    }, 60_000);
  });
});
