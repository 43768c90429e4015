import { describe, expect, test } from "vitest";
import { promise } from "../../test/promise.ts";
import type { SyncedBody } from "../merge/groups.ts";
import type { Contact } from "../records/contact.ts";
import type { Document, Line } from "../records/document.ts";
import type { Adopt, PlanAction, Push } from "./actions.ts";
import { plan, type Plan } from "./plan.ts";
import type { PlanInput } from "./planInput.ts";
import { settle } from "./settle.ts";
import { ANNA, asXero, decidedOver, editedAt, NOW, testContact, testDocument, testInput, testLine, testPayment } from "./testFirm.ts";

const draft = testDocument();
const posted = testDocument({ status: "authorised" });
const types = (planned: Plan) => planned.actions.map((action) => action.type);
const find = <T extends PlanAction["type"]>(planned: Plan, type: T) => planned.actions.find((action) => action.type === type) as Extract<PlanAction, { type: T }>;
const withRules = (input: PlanInput, more: Partial<PlanInput["rules"]>): PlanInput => ({ ...input, rules: { ...input.rules, ...more } });
const only = (ours: SyncedBody, kind: PlanInput["kind"] = "invoice") => testInput(kind, { base: null, ours });
const line = (document: Document, change: Partial<Line>): Document => ({ ...document, lines: document.lines.map((one, at) => (at === 0 ? { ...one, ...change } : one)) });

describe("a record of ours that is not in Xero", () => {
  const fresh = testDocument({ lines: [testLine("a", { xeroLineId: null, serviceId: "design", accountCode: null, taxType: null, projectId: "p1" })] });

  test("is created, with account and tax of its service, and the tax worked out", () => {
    const push = find(plan(only(fresh)), "push");
    expect(push.operation).toBe("create");
    expect((push.body as Document).lines[0]).toMatchObject({ accountCode: "200", taxType: "OUTPUT", taxMinor: 1_000 });
    expect((push.body as Document).totalMinor).toBe(11_000);
  });

  test.each([
    ["as a draft by default", {}, "draft", "draft"],
    ["awaiting approval", { createStatus: { invoice: "submitted", bill: "draft", credit_note: "draft" } } as const, "draft", "submitted"],
    ["authorised", { createStatus: { invoice: "authorised", bill: "draft", credit_note: "draft" } } as const, "draft", "authorised"],
    ["approved here, approved there", {}, "authorised", "authorised"],
    ["approved here, but approving is the bookkeeper's", { pushApproval: false }, "authorised", "draft"],
  ])("its status: %s", (_, rules, here, there) => {
    const planned = plan(withRules(only({ ...fresh, status: here as Document["status"] }), rules));
    expect(find(planned, "push").body.status).toBe(there);
  });

  test.each([
    ["waits for approval where the rules say so", (input: PlanInput) => withRules(input, { createOnApproval: true }), "waiting", "awaits_approval"],
    ["stays here where the kind is off", (input: PlanInput) => withRules(input, { directions: { ...input.rules.directions, invoice: "off" } }), "unlinked", "sync_off"],
    ["stays here where the kind flows from Xero only", (input: PlanInput) => withRules(input, { directions: { ...input.rules.directions, invoice: "fromXero" } }), "unlinked", "flows_from_xero_only"],
    ["is left out below the amount", (input: PlanInput) => withRules(input, { filters: { invoice: { minTotalMinor: 1_000_000 } } }), "unlinked", "filtered"],
    ["is left out for other projects", (input: PlanInput) => withRules(input, { filters: { invoice: { projectIds: ["p2"] } } }), "unlinked", "filtered"],
    ["was refused and is not sent again unchanged", (input: PlanInput) => ({ ...input, refusal: { revision: 5, xeroUpdatedAt: null, reason: { code: "refused" as const, sentence: "No.", remedy: "Mend." } } }), "refused", "refused"],
    ["waits for an answer that is under way", (input: PlanInput) => ({ ...input, writeUnderWay: true }), "pending", "write_under_way"],
  ])("%s", (_, change, state, code) => {
    const planned = plan(change(only(fresh)));
    expect([planned.state, planned.reason?.code, types(planned).includes("push")]).toEqual([state, code, false]);
  });

  test("thrown away before it got there, nothing is sent", () => expect(plan(only({ ...fresh, status: "deleted" }))).toMatchObject({ state: "ended", actions: [] }));

  test.each(["constructor", "__proto__"])("a payment by a method of which every object has a field finds none: %s", (method) => {
    const planned = plan(withRules(only(testPayment({ accountId: null, method }), "payment"), { paymentAccounts: { card: "account-090" } }));
    expect([planned.state, planned.reason?.code, types(planned).includes("push")]).toEqual(["waiting", "bank_account_missing", false]);
  });

  test("a payment finds its account by its method", () => {
    const planned = plan(withRules(only(testPayment({ accountId: null, method: "Card" }), "payment"), { paymentAccounts: { card: "account-090" } }));
    expect(find(planned, "push").body).toMatchObject({ accountId: "account-090" });
  });
});

describe("a record of Xero's that is not here", () => {
  const input = testInput("invoice", { base: null, xero: posted });
  test("is taken in whole", () => {
    const planned = plan(input);
    expect(find(planned, "adopt")).toMatchObject({ created: true, body: { number: "INV-1", status: "authorised" } });
    expect(planned.nextBase).toBe(input.xero!.body);
    expect(planned.state).toBe("in_step");
  });
  test("a deleted draft that was never here is not worth taking; a voided invoice is", () => {
    expect(plan(testInput("invoice", { base: null, xero: { ...draft, status: "deleted" } }))).toMatchObject({ actions: [], state: "unlinked" });
    expect(plan(testInput("invoice", { base: null, xero: { ...posted, status: "voided" } }))).toMatchObject({ state: "ended", actions: [{ type: "adopt" }] });
  });
  test("what cannot be mapped goes to quarantine and changes nothing", () => {
    const planned = plan({ ...testInput("invoice", { base: draft, ours: line(draft, { description: "x" }) }), unmappable: "Status PARKED is not known" });
    expect([types(planned), planned.state]).toEqual([["quarantine"], "quarantined"]);
  });
});

promise(["HP-08", "AX-10"], "first link of two contacts", "two contacts that turn out to be one are joined: what only one side knows is kept, what differs is asked", () => {
  const ours = testContact({ taxNumber: "51 824 753 556", email: "a@acme.example", phones: { ...testContact().phones, mobile: { country: null, area: null, number: "1" } } });
  const xero = testContact({ email: "b@acme.example", accountNumber: "A-7" });
  const planned = plan(testInput("contact", { base: null, ours, xero }));
  expect(find(planned, "adopt").changes.map(({ group }) => group)).toEqual(["accountNumber"]);
  expect(find(planned, "openConflict")).toMatchObject({ group: "email", base: null });
  expect(find(planned, "push").groups.map(({ group }) => group)).toEqual(["taxNumber", "phone:mobile"]);
});

describe("a conflict", () => {
  const ours = line(draft, { quantityE4: 20_000, amountMinor: 20_000 });
  const xero = line(draft, { quantityE4: 30_000, amountMinor: 30_000 });
  const input = testInput("invoice", { base: draft, ours, xero });
  const opened = find(plan(input), "openConflict");
  const after: PlanInput = { ...input, base: plan(input).nextBase, equalAt: plan(input).nextEqualAt, conflicts: [opened] };

  test("carries base, ours and Xero's, and stays as it is until something moves", () => {
    expect([opened.base, opened.ours, opened.xero].map((value) => (value as unknown as { lines: { quantityE4: number }[] }).lines[0]!.quantityE4)).toEqual([10_000, 20_000, 30_000]);
    expect(plan(after)).toMatchObject({ actions: [], state: "conflict" });
  });

  promise(["OP-26"], "a conflict kept open", "a conflict blocks its own fields, and the rest of the document goes on syncing", () => {
    const planned = plan({ ...after, ours: { ...after.ours!, body: { ...ours, reference: "PO 7" } } });
    expect(find(planned, "push").groups.map(({ group }) => group)).toEqual(["reference"]);
    expect((find(planned, "push").body as Document).lines[0]!.quantityE4).toBe(30_000);
  });

  test("ours kept: it is sent, and the conflict closes as decided", () => {
    const planned = plan(decidedOver(after, "money"));
    expect(types(planned)).toEqual(["closeConflict", "push"]);
    expect(find(planned, "push").groups[0]).toMatchObject({ group: "money", rule: "person-decided" });
  });

  test("ours kept, but Xero moved on before it was sent: asked again with the new value", () => {
    const decided = { ...after, ours: { ...after.ours!, edits: { money: { at: NOW, by: ANNA, revision: 6, resolves: { id: "c1", over: opened.xero } } } } };
    const newer = asXero(line(draft, { quantityE4: 40_000, amountMinor: 40_000 }));
    const planned = plan({ ...decided, xero: { ...after.xero!, body: newer } });
    expect(types(planned)).toEqual(["openConflict"]);
    expect(find(planned, "openConflict").replaces).toBe(true);
  });

  test("Xero's kept: nothing to send, the conflict closes", () => {
    const planned = plan({ ...after, ours: { ...after.ours!, body: xero } });
    expect(types(planned)).toEqual(["closeConflict"]);
    expect(planned.state).toBe("in_step");
  });
});

describe("a proposal on a posted document", () => {
  const ours = line(posted, { accountCode: "260" });
  const input = { ...testInput("invoice", { base: posted, ours }), ours: { body: ours, revision: 5, edits: editedAt(NOW - 60_000, "coding:a") } };
  const proposed = find(plan(input), "propose");
  const after: PlanInput = { ...input, proposals: [{ group: proposed.group, before: proposed.before, after: proposed.after }] };

  test("says what was before and after, and by whom; once is enough", () => {
    expect(proposed).toMatchObject({ before: { accountCode: "200" }, after: { accountCode: "260" }, by: ANNA });
    expect(plan(after)).toMatchObject({ actions: [], state: "proposal" });
  });
  test("applied, it is sent", () => {
    const planned = plan(decidedOver(after, "coding:a"));
    expect(types(planned)).toEqual(["withdrawProposal", "push"]);
  });
  test("declined, our side takes Xero's value and it is gone", () => {
    expect(types(plan({ ...after, ours: { ...after.ours!, body: posted } }))).toEqual(["withdrawProposal"]);
  });
  test("a newer edit of ours replaces it", () => {
    const again = line(posted, { accountCode: "260", tracking: [{ categoryId: "category", optionId: "option-p1" }] });
    expect(types(plan({ ...after, ours: { ...after.ours!, body: again } }))).toEqual(["withdrawProposal", "propose"]);
  });
  test("an applied retag of a paid bill is sent; its amount stays locked", () => {
    const bill = testDocument({ side: "purchases", status: "paid", lines: [testLine("a", { accountCode: "400", taxType: "INPUT" })], amountPaidMinor: 11_000 });
    const retagged = line(bill, { accountCode: "404", taxType: "FREE", taxMinor: 0 });
    const planned = plan(decidedOver(testInput("bill", { base: bill, ours: { ...retagged, taxMinor: 0, totalMinor: 10_000, subtotalMinor: 10_000 } }), "coding:a", "money"));
    expect(find(planned, "push").groups.map(({ group }) => group)).toEqual(["coding:a"]);
    expect([planned.state, planned.reason?.code]).toEqual(["waiting", "paid_locked"]);
  });
});

describe("the end of a record", () => {
  test("voided in Xero: a tombstone with a reason, and our unsent change is in the audit", () => {
    const planned = plan(testInput("invoice", { base: posted, ours: { ...posted, dueDate: "2027-01-01" }, xero: { ...posted, status: "voided" } }));
    expect(types(planned)).toEqual(["adopt", "tombstone"]);
    expect(find(planned, "adopt").changes.find(({ group }) => group === "dueDate")).toMatchObject({ before: { dueDate: "2027-01-01" } });
    expect([planned.state, planned.reason?.code]).toEqual(["ended", "voided_in_xero"]);
  });
  test.each([
    ["a draft is deleted", draft, "deleted", "delete", "deleted"],
    ["a draft that was voided here is deleted there: Xero voids no drafts", draft, "voided", "delete", "deleted"],
  ])("deleted here: %s", (_, base, here, operation, there) => {
    const push = find(plan(testInput("invoice", { base, ours: { ...base, status: here as "deleted" } })), "push");
    expect([push.operation, push.body.status]).toEqual([operation, there]);
  });
  test("a posted one is voided once a bookkeeper applies it", () => {
    const planned = plan(decidedOver(testInput("invoice", { base: posted, ours: { ...posted, status: "deleted" } }), "status"));
    expect(find(planned, "push")).toMatchObject({ operation: "void", body: { status: "voided" } });
  });
  promise(["OP-29"], "delete against edit", "a record deleted here that someone edited in Xero meanwhile is a person's decision, and stays one", () => {
    const input = testInput("invoice", { base: draft, ours: { ...draft, status: "deleted" }, xero: line(draft, { description: "Newer" }) });
    const planned = plan(input);
    expect(find(planned, "openConflict")).toMatchObject({ group: "status", rule: "edit-against-removal" });
    expect(types(planned)).not.toContain("push");
    const adopted = find(planned, "adopt");
    const again = plan({ ...input, ours: { ...input.ours!, body: adopted.body }, base: planned.nextBase, conflicts: [find(planned, "openConflict")] });
    expect(again).toMatchObject({ actions: [], state: "conflict" });
  });
  test("a line removed here that was recoded in Xero: asked, on a draft", () => {
    const ours = testDocument({ lines: [testLine("b")] });
    const planned = plan(testInput("invoice", { base: draft, ours, xero: line(draft, { accountCode: "260" }) }));
    expect(find(planned, "openConflict")).toMatchObject({ group: "money", rule: "edit-against-removal" });
  });
  promise(["OP-29"], "a failed read", "what was not seen is not gone: without an observation nothing changes", () => {
    const unseen = { ...testInput("invoice", { base: posted, ours: { ...posted, reference: "R" } }), xero: null };
    expect(plan(unseen)).toMatchObject({ actions: [], state: "pending", reason: { code: "not_read_yet" } });
    expect(plan({ ...unseen, gone: true })).toMatchObject({ state: "waiting", reason: { code: "gone_in_xero" } });
  });
});

promise(["AX-10"], "merged contacts", "a contact merged away in Xero names its winner, and nothing of it is sent any more", () => {
  const base = testContact();
  const lost = testContact({ status: "archived", mergedIntoId: "winner" });
  const input = testInput("contact", { base, ours: testContact({ email: "new@acme.example" }), xero: lost });
  const planned = plan({ ...input, xero: { ...input.xero!, mergedToXeroId: "x-winner" } });
  expect((find(planned, "adopt").body as Contact).mergedIntoId).toBe("winner");
  expect([planned.state, planned.reason?.code, types(planned)]).toEqual(["ended", "merged_in_xero", ["adopt"]]);
  const unread = plan({ ...input, xero: { ...input.xero!, body: { ...lost, mergedIntoId: null }, mergedToXeroId: "x-winner" } });
  expect(find(unread, "relink")).toEqual({ type: "relink", toXeroId: "x-winner" });
});

describe("payments", () => {
  const base = testPayment();
  test("a changed one is deleted in Xero and made anew: Xero edits none", () => {
    expect(plan(testInput("payment", { base, ours: testPayment({ amountMinor: 6_000 }) })).actions).toEqual([{ type: "recreate", body: testPayment({ amountMinor: 6_000 }) }]);
  });
  test("a reconciled one is left to the bookkeeper", () => {
    const reconciled = testPayment({ isReconciled: true });
    expect(plan(testInput("payment", { base: reconciled, ours: { ...reconciled, amountMinor: 6_000 } }))).toMatchObject({ state: "waiting", reason: { code: "reconciled" } });
  });
  test("deleted here: deleted there; deleted there: ended here", () => {
    expect(find(plan(testInput("payment", { base, ours: testPayment({ status: "deleted" }) })), "push").operation).toBe("delete");
    expect(plan(testInput("payment", { base, xero: testPayment({ status: "deleted" }) }))).toMatchObject({ state: "ended", reason: { code: "deleted_in_xero" } });
  });
});

describe("allocations of a credit", () => {
  const at = (xeroId: string | null, documentId: string) => ({ xeroId, documentId, amountMinor: 500, date: "2026-11-20" });
  const note = (...allocations: ReturnType<typeof at>[]) => testDocument({ status: "authorised", allocations });
  test.each([
    ["made here: allocated there", note(), note(at(null, "i1")), note(), "allocate"],
    ["taken away here: taken away there", note(at("x1", "i1")), note(), note(at("x1", "i1")), "unallocate"],
    ["made there: taken in", note(), note(), note(at("x1", "i1")), "adopt"],
    ["taken away there: gone here", note(at("x1", "i1")), note(at("x1", "i1")), note(), "adopt"],
    ["ours, found again with its id", note(), note(at(null, "i1")), note(at("x1", "i1")), "adopt"],
  ])("%s", (_, base, ours, xero, becomes) => {
    const [action] = plan(testInput("credit_note", { base, ours, xero })).actions;
    expect(action!.type === "push" ? action!.operation : action!.type).toBe(becomes);
  });
});

describe("directions of a linked record", () => {
  const ours = testContact({ email: "o@x.y" });
  const xero = testContact({ accountNumber: "A" });
  const input = testInput("contact", { base: testContact(), ours, xero });
  const going = (direction: "fromXero" | "toXero" | "off") => plan(withRules(input, { directions: { ...input.rules.directions, contact: direction } }));
  test("from Xero only: ours stays here and says so", () => expect([types(going("fromXero")), going("fromXero").reason?.code]).toEqual([["adopt", "wait"], "flows_from_xero_only"]));
  test("to Xero only: Xero's is not taken and says so", () => expect([types(going("toXero")), going("toXero").reason?.code]).toEqual([["push", "wait"], "flows_to_xero_only"]));
  test("off: nothing", () => expect(going("off")).toMatchObject({ actions: [], state: "unlinked" }));
});

describe("projects as tracking options", () => {
  const mapped = (input: PlanInput) => withRules(input, { projectTrackingCategoryId: "category" });
  const option = { categoryId: "category", optionId: "option-p1" };
  test("a project set here is sent as its option", () => {
    const push = find(plan(mapped(testInput("invoice", { base: draft, ours: line(draft, { projectId: "p1" }) }))), "push");
    expect((push.body as Document).lines[0]!.tracking).toEqual([option]);
  });
  test("an option set in Xero sets the project", () => {
    const adopted = find(plan(mapped(testInput("invoice", { base: draft, xero: line(draft, { tracking: [option] }) }))), "adopt") as Adopt;
    expect((adopted.body as Document).lines[0]).toMatchObject({ projectId: "p1", tracking: [option] });
  });
  test("without the mapping a project never leaves our side", () => {
    expect(plan(testInput("invoice", { base: draft, ours: line(draft, { projectId: "p1" }) })).actions).toEqual([]);
  });
  test("switching the mapping on strips no options off older lines; it reads them", () => {
    const older = line(draft, { tracking: [option] });
    const planned = plan(mapped(testInput("invoice", { base: older, ours: older })));
    expect(types(planned)).not.toContain("push");
  });
});

describe("the answer to a write", () => {
  const ours = line(draft, { quantityE4: 20_000, amountMinor: 20_000 });
  const input = testInput("invoice", { base: draft, ours });
  const push = find(plan(input), "push") as Push;
  const rounded = asXero(line({ ...(push.body as Document), totalMinor: 33_001 }, { taxMinor: 2_001 }));
  const answer = { body: rounded, updatedAt: NOW, mergedToXeroId: null };
  const settled = (edits: PlanInput["ours"] extends infer S ? NonNullable<S> : never) =>
    settle({ kind: "invoice", ours: edits, push, recordRevision: 5, answer, base: input.base, equalAt: input.equalAt });

  promise(["AX-03", "OP-30"], "an answer that differs", "base becomes what Xero answered, our side takes its rounding, and the difference is reported with both values", () => {
    const { body, base, differences } = settled(input.ours!);
    expect((body as Document).totalMinor).toBe(33_001);
    expect(differences.map(({ group }) => group)).toEqual(["money"]);
    expect(plan({ ...input, ours: { ...input.ours!, body }, xero: answer, base })).toMatchObject({ actions: [], state: "in_step" });
  });

  test("an edit made while it was on its way is kept and sent next", () => {
    const newer = line(draft, { quantityE4: 50_000, amountMinor: 50_000 });
    const { body, base, equalAt } = settled({ body: newer, revision: 6, edits: { money: { at: NOW, by: ANNA, revision: 6 } } });
    const planned = plan({ ...input, ours: { body, revision: 7, edits: {} }, xero: answer, base, equalAt });
    expect(types(planned)).toEqual(["push"]);
  });

  test("a change of Xero's in the same answer is seen as Xero's", () => {
    const recoded = { ...answer, body: line(rounded, { accountCode: "260" }) };
    const { body, base, equalAt } = settle({ kind: "invoice", ours: input.ours!, push, recordRevision: 5, answer: recoded, base: input.base, equalAt: input.equalAt });
    const planned = plan({ ...input, ours: { ...input.ours!, body }, xero: recoded, base, equalAt });
    expect(find(planned, "adopt").changes).toMatchObject([{ group: "coding:a", rule: "only-xero-changed" }]);
  });

  test("a created document's lines learn their ids by their place", () => {
    const fresh = testDocument({ lines: [testLine("a", { xeroLineId: null }), testLine("b", { xeroLineId: null })] });
    const create = find(plan(only(fresh)), "push") as Push;
    const named = asXero(testDocument({ number: "INV-9", lines: [testLine("a", { xeroLineId: "x1" }), testLine("b", { xeroLineId: "x2" })] }));
    const { body } = settle({ kind: "invoice", ours: { body: { ...fresh, number: null }, revision: 5, edits: {} }, push: create, recordRevision: 5, answer: { ...answer, body: named }, base: null, equalAt: {} });
    expect((body as Document).lines.map((one) => [one.id, one.xeroLineId])).toEqual([["a", "x1"], ["b", "x2"]]);
    expect((body as Document).number).toBe("INV-9");
  });
});

test("lines that another app gave new ids keep their project", () => {
  const ours = line(draft, { projectId: "p9" });
  const renumbered = { ...draft, lines: draft.lines.map((one) => ({ ...one, xeroLineId: `new-${one.id}` })) };
  const planned = plan(testInput("invoice", { base: draft, ours, xero: renumbered }));
  expect(types(planned)).toEqual(["adopt"]);
  expect((find(planned, "adopt").body as Document).lines[0]).toMatchObject({ id: "a", xeroLineId: "new-a", projectId: "p9" });
});

test("nothing is decided on half a write: while one is under way everything rests", () => {
  const input = testInput("invoice", { base: draft, ours: line(draft, { quantityE4: 20_000 }), xero: line(draft, { quantityE4: 30_000 }) });
  expect(plan({ ...input, writeUnderWay: true })).toMatchObject({ actions: [], state: "pending", nextBase: input.base });
});
