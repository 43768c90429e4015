import { describe, expect, test } from "vitest";
import type { SyncedBody } from "../merge/groups.ts";
import type { Document, Line } from "../records/document.ts";
import type { SyncedKind } from "../records/kinds.ts";
import type { PlanAction } from "./actions.ts";
import { plan } from "./plan.ts";
import type { PlanInput } from "./planInput.ts";
import { editedAt, HOUR, NOW, testContact, testDocument, testInput } from "./testFirm.ts";

const line = (document: Document, index: number, change: Partial<Line>): Document => ({
  ...document,
  lines: document.lines.map((one, at) => (at === index ? { ...one, ...change } : one)),
});
const draft = testDocument();
const posted = testDocument({ status: "authorised" });
const contact = testContact();
const quantity = (document: Document, times: number) => {
  const changed = line(document, 0, { quantityE4: times * 10_000, amountMinor: times * 10_000, taxMinor: times * 1_000 });
  const extra = (times - 1) * 10_000;
  const totals = { subtotalMinor: 20_000 + extra, taxMinor: 2_000 + extra / 10, totalMinor: 22_000 + extra * 1.1 };
  return { ...changed, ...totals, amountDueMinor: totals.totalMinor };
};
const phone = (number: string) => testContact({ phones: { ...contact.phones, default: { country: null, area: null, number } } });

/** Our edit before the last time that Xero's group was seen equal; after everything; or in between. */
const EARLIER = NOW - 2 * HOUR;
const LATER = NOW - 30_000;
const BETWEEN = NOW - HOUR / 2;

interface Row {
  says: string;
  kind: SyncedKind;
  base: SyncedBody;
  ours?: SyncedBody;
  xero?: SyncedBody;
  group: string;
  at?: number;
  becomes: "nothing" | "adopt" | "push" | "propose" | "openConflict";
  more?: Partial<PlanInput>;
}

// The table of docs/01-model.md, "Who wins": one row here for each of its rows, and for each group.
const rows: Row[] = [
  { says: "equal values on both sides", kind: "contact", base: contact, ours: phone("1"), xero: phone("1"), group: "phone:default", becomes: "nothing" },
  { says: "only ours: a phone", kind: "contact", base: contact, ours: phone("1"), group: "phone:default", becomes: "push" },
  { says: "only Xero: a phone", kind: "contact", base: contact, xero: phone("1"), group: "phone:default", becomes: "adopt" },
  { says: "both a phone, ours later than Xero's record", kind: "contact", base: contact, ours: phone("1"), xero: phone("2"), group: "phone:default", at: LATER, becomes: "push" },
  { says: "both a phone, ours before Xero's was last equal", kind: "contact", base: contact, ours: phone("1"), xero: phone("2"), group: "phone:default", at: EARLIER, becomes: "adopt" },
  { says: "both a phone, times overlap", kind: "contact", base: contact, ours: phone("1"), xero: phone("2"), group: "phone:default", at: BETWEEN, becomes: "openConflict" },
  { says: "both an e-mail, no time of ours", kind: "contact", base: contact, ours: testContact({ email: "a@x.y" }), xero: testContact({ email: "b@x.y" }), group: "email", becomes: "openConflict" },
  { says: "only ours: status archived", kind: "contact", base: contact, ours: testContact({ status: "archived" }), group: "status", becomes: "push" },
  { says: "only Xero: archived", kind: "contact", base: contact, xero: testContact({ status: "archived" }), group: "status", becomes: "adopt" },
  { says: "a tax number with other spaces is the same", kind: "contact", base: testContact({ taxNumber: "51824753556" }), ours: testContact({ taxNumber: "51 824 753 556" }), group: "taxNumber", becomes: "nothing" },

  { says: "draft, only ours: account", kind: "invoice", base: draft, ours: line(draft, 0, { accountCode: "260" }), group: "coding:a", becomes: "push" },
  { says: "draft, both the account of a line: Xero", kind: "invoice", base: draft, ours: line(draft, 0, { accountCode: "260" }), xero: line(draft, 0, { accountCode: "400" }), group: "coding:a", at: LATER, becomes: "adopt" },
  { says: "draft, both the money", kind: "invoice", base: draft, ours: quantity(draft, 2), xero: quantity(draft, 3), group: "money", at: LATER, becomes: "openConflict" },
  { says: "draft, only ours: a quantity", kind: "invoice", base: draft, ours: quantity(draft, 2), group: "money", becomes: "push" },
  { says: "draft, both a text, ours later", kind: "invoice", base: draft, ours: line(draft, 0, { description: "Ours" }), xero: line(draft, 0, { description: "Xero" }), group: "text:a", at: LATER, becomes: "push" },
  { says: "draft, both a text, times overlap", kind: "invoice", base: draft, ours: line(draft, 0, { description: "Ours" }), xero: line(draft, 0, { description: "Xero" }), group: "text:a", at: BETWEEN, becomes: "openConflict" },
  { says: "draft, both the date: Xero", kind: "invoice", base: draft, ours: testDocument({ date: "2026-11-21" }), xero: testDocument({ date: "2026-11-22" }), group: "identity", at: LATER, becomes: "adopt" },
  { says: "draft, both the reference, ours later", kind: "invoice", base: draft, ours: testDocument({ reference: "O" }), xero: testDocument({ reference: "X" }), group: "reference", at: LATER, becomes: "push" },
  { says: "draft, both the due date, Xero's later", kind: "invoice", base: draft, ours: testDocument({ dueDate: "2026-12-05" }), xero: testDocument({ dueDate: "2026-12-06" }), group: "dueDate", at: EARLIER, becomes: "adopt" },
  { says: "draft, both the status: Xero", kind: "invoice", base: draft, ours: testDocument({ status: "submitted" }), xero: testDocument({ status: "authorised" }), group: "status", at: LATER, becomes: "adopt" },

  { says: "posted, only ours: account", kind: "invoice", base: posted, ours: line(posted, 0, { accountCode: "260" }), group: "coding:a", becomes: "propose" },
  { says: "posted, only ours: quantity", kind: "invoice", base: posted, ours: quantity(posted, 2), group: "money", becomes: "propose" },
  { says: "posted, only ours: a line's text", kind: "invoice", base: posted, ours: line(posted, 0, { description: "Ours" }), group: "text:a", becomes: "propose" },
  { says: "posted, only ours: date", kind: "invoice", base: posted, ours: { ...posted, date: "2026-11-21" }, group: "identity", becomes: "propose" },
  { says: "posted, only ours: due date", kind: "invoice", base: posted, ours: { ...posted, dueDate: "2026-12-24" }, group: "dueDate", becomes: "propose" },
  { says: "posted, only ours: void", kind: "invoice", base: posted, ours: { ...posted, status: "voided" }, group: "status", becomes: "propose" },
  { says: "posted, only ours: reference flows", kind: "invoice", base: posted, ours: { ...posted, reference: "PO 7" }, group: "reference", becomes: "push" },
  { says: "posted, both the money: Xero", kind: "invoice", base: posted, ours: quantity(posted, 2), xero: quantity(posted, 3), group: "money", at: LATER, becomes: "adopt" },
  { says: "posted, both the account: Xero", kind: "invoice", base: posted, ours: line(posted, 0, { accountCode: "260" }), xero: line(posted, 0, { accountCode: "400" }), group: "coding:a", at: LATER, becomes: "adopt" },
];

describe("who wins", () => {
  test.each(rows)("$says → $becomes", (row) => {
    const input = testInput(row.kind, row, row.more);
    const edits = row.at === undefined ? {} : editedAt(row.at, row.group);
    const planned = plan({ ...input, ours: { ...input.ours!, edits } });
    expect(outcomeOf(planned.actions, row.group)).toBe(row.becomes);
    // Nobody else's group is touched.
    expect(planned.actions.flatMap(groupsIn).filter((group) => group !== row.group && group !== "observed")).toEqual([]);
  });

  test("a sync rule lets our change to an unpaid, unsent document flow", () => {
    const input = testInput("invoice", { base: posted, ours: quantity(posted, 2) });
    const flowing = plan({ ...input, rules: { ...input.rules, unpaidUnsentFlow: true } });
    expect(outcomeOf(flowing.actions, "money")).toBe("push");
    const sent = testDocument({ status: "authorised", sentToContact: true });
    const held = testInput("invoice", { base: sent, ours: { ...quantity(sent, 2), sentToContact: true } });
    expect(outcomeOf(plan({ ...held, rules: { ...held.rules, unpaidUnsentFlow: true } }).actions, "money")).toBe("propose");
  });

  test("the organisation may turn a cell of the table", () => {
    const input = testInput("invoice", { base: draft, ours: quantity(draft, 2), xero: quantity(draft, 3) });
    const turned = plan({ ...input, rules: { ...input.rules, policy: { invoice: { money: { draft: "ours" } } } } });
    expect(outcomeOf(turned.actions, "money")).toBe("push");
  });

  test("different groups of one document go different ways in one plan", () => {
    const ours = { ...quantity(line(draft, 1, { description: "Ours" }), 2), reference: "O" };
    const xero = line({ ...quantity(draft, 3), dueDate: "2026-12-09" }, 1, { accountCode: "260" });
    const planned = plan(testInput("invoice", { base: draft, ours, xero }));
    expect(outcomeOf(planned.actions, "money")).toBe("openConflict");
    expect(outcomeOf(planned.actions, "text:b")).toBe("push");
    expect(outcomeOf(planned.actions, "reference")).toBe("push");
    expect(outcomeOf(planned.actions, "dueDate")).toBe("adopt");
    expect(outcomeOf(planned.actions, "coding:b")).toBe("adopt");
    expect(planned.state).toBe("conflict");
    const push = planned.actions.find((action) => action.type === "push")!;
    // The write carries Xero's quantity: the conflict must not be decided by accident.
    expect((push.body as Document).lines.map((one) => [one.quantityE4, one.accountCode, one.description])).toEqual([
      [30_000, "200", "Work a"],
      [10_000, "260", "Ours"],
    ]);
  });
});

function groupsIn(action: PlanAction): string[] {
  if (action.type === "adopt") return action.changes.map((change) => change.group);
  if (action.type === "push") return action.groups.map(({ group }) => group);
  return "group" in action ? [action.group] : [];
}

function outcomeOf(actions: readonly PlanAction[], group: string): string {
  return actions.find((action) => groupsIn(action).includes(group))?.type ?? "nothing";
}
