import { describe, expect, test } from "vitest";
import { promise } from "../../test/promise.ts";
import type { Document } from "../records/document.ts";
import { preflight, type PreflightInput } from "./preflight.ts";
import { defaultRules } from "./rules.ts";
import { asXero, FIRM, REFERENCES, testContact, testDocument, testLine, testPayment } from "./testFirm.ts";

const posted = testDocument({ status: "authorised" });
const bill = testDocument({ side: "purchases", status: "authorised", lines: [testLine("a", { accountCode: "400", taxType: "INPUT" })] });
const paidBill = { ...bill, status: "paid" as const, amountPaidMinor: bill.totalMinor, amountDueMinor: 0 };

function ask(kind: PreflightInput["kind"], body: PreflightInput["body"], more: Partial<PreflightInput> = {}): string | null {
  const input: PreflightInput = { kind, operation: "create", body, groups: ["money"], xero: null, rules: defaultRules(), organisation: FIRM, references: REFERENCES, ...more };
  return preflight(input)?.code ?? null;
}

const oneLine = (more: Parameters<typeof testLine>[1]): Document => testDocument({ status: "authorised", lines: [testLine("a", more)] });
const locked = { ...FIRM, periodLockDate: "2026-11-20" };

describe("what would be refused is not sent, and says why", () => {
  const cases: [string, string | null, () => string | null][] = [
    ["a good invoice", null, () => ask("invoice", posted)],
    ["its contact is not in Xero", "contact_first", () => ask("invoice", { ...posted, contactId: "unlinked" })],
    ["an account nobody knows", "account_unusable", () => ask("invoice", oneLine({ accountCode: "999" }))],
    ["an archived account", "account_unusable", () => ask("invoice", oneLine({ accountCode: "499", taxType: "FREE" }))],
    ["a system account", "account_unusable", () => ask("invoice", oneLine({ accountCode: "610" }))],
    ["a bank account", "account_unusable", () => ask("invoice", oneLine({ accountCode: "090" }))],
    ["no account, to be approved", "account_missing", () => ask("invoice", oneLine({ accountCode: null }))],
    ["no account in a draft is fine", null, () => ask("invoice", { ...oneLine({ accountCode: null }), status: "draft" })],
    ["no tax rate, to be approved", "tax_missing", () => ask("invoice", oneLine({ taxType: null }))],
    ["an archived tax rate", "tax_unusable", () => ask("invoice", oneLine({ taxType: "OLD" }))],
    ["no lines, to be approved", "field_invalid", () => ask("invoice", { ...posted, lines: [] })],
    ["a line without a text", "field_invalid", () => ask("invoice", oneLine({ description: null }))],
    ["tracking that is not known", "tracking_unusable", () => ask("invoice", oneLine({ tracking: [{ categoryId: "category", optionId: "gone" }] }))],
    ["the day before the lock is locked", "locked_period", () => ask("invoice", { ...posted, date: "2026-11-19" }, { organisation: locked })],
    ["the lock's own day is locked", "locked_period", () => ask("invoice", posted, { organisation: locked })],
    ["the day after is open", null, () => ask("invoice", { ...posted, date: "2026-11-21" }, { organisation: locked })],
    ["a draft may lie in a locked period", null, () => ask("invoice", testDocument(), { organisation: locked })],
    ["moving a posted one out of a locked period", "locked_period", () => ask("invoice", { ...posted, date: "2026-11-30" }, { operation: "update", groups: ["identity"], xero: posted, organisation: locked })],
    ["a reference in a locked period is no posting", null, () => ask("invoice", { ...posted, reference: "R" }, { operation: "update", groups: ["reference"], xero: posted, organisation: locked })],
    ["the plan's limit", "plan_cap", () => ask("invoice", posted, { references: { ...REFERENCES, barredActions: new Set(["CreateApprovedInvoice"]) } })],
    ["the plan's limit of bills does not stop an invoice", null, () => ask("invoice", posted, { references: { ...REFERENCES, barredActions: new Set(["CreateApprovedBill"]) } })],
    ["the plan's limit does not stop a draft", null, () => ask("invoice", testDocument(), { references: { ...REFERENCES, barredActions: new Set(["CreateApprovedInvoice"]) } })],
    ["voiding what is paid", "payments_applied", () => ask("bill", { ...paidBill, status: "voided" }, { operation: "void", groups: ["status"], xero: { ...paidBill, status: "authorised" } })],
    ["the amount of a paid bill", "paid_locked", () => ask("bill", paidBill, { operation: "update", groups: ["money"], xero: paidBill })],
    ["the coding of a paid bill may change", null, () => ask("bill", paidBill, { operation: "update", groups: ["coding:a"], xero: paidBill })],
    ["the coding of a paid sales invoice may not", "paid_locked", () => ask("invoice", paidBill, { operation: "update", groups: ["coding:a"], xero: paidBill })],
    ["back from approved to draft", "not_allowed_by_status", () => ask("invoice", testDocument(), { operation: "update", groups: ["status"], xero: posted })],
    ["a reconciled bank transaction", "reconciled", () => ask("bank_transaction", bill, { operation: "update", groups: ["coding:a"], xero: { ...bill, isReconciled: true } })],
    ["a contact with < in its name", "field_invalid", () => ask("contact", testContact({ name: "a<b" }))],
    ["a payment without an account", "bank_account_missing", () => ask("payment", testPayment({ accountId: null, method: "card" }))],
    ["a payment into an expense account", "account_unusable", () => ask("payment", testPayment({ accountId: "account-400" }))],
    ["a payment of an invoice that is not in Xero", "document_first", () => ask("payment", testPayment({ documentId: "unlinked" }))],
    ["a payment of more than is due", "more_than_due", () => ask("payment", testPayment(), { references: { ...REFERENCES, amountDueMinor: () => 4_999 } })],
    ["a payment in a locked period", "locked_period", () => ask("payment", testPayment(), { organisation: { ...FIRM, yearEndLockDate: "2026-11-30" } })],
    ["deleting a reconciled payment", "reconciled", () => ask("payment", testPayment({ status: "deleted" }), { operation: "delete", xero: testPayment({ isReconciled: true }) })],
  ];
  test.each(cases)("%s → %s", (_, code, asked) => expect(asked()).toBe(code));

  promise(["OP-24"], "pre-flight", "an account and a tax rate that Xero refuses together are not sent, and the sentence names both", () => {
    const body = oneLine({ accountCode: "400", taxType: "OUTPUT" });
    const problem = preflight({ kind: "invoice", operation: "create", body, groups: ["money"], xero: null, rules: defaultRules(), organisation: FIRM, references: REFERENCES });
    expect(problem).toEqual({
      code: "tax_not_for_account",
      sentence: "Line 1: GST on Income cannot be used with account 400 in Xero.",
      remedy: "Choose a tax rate that Xero allows for this account.",
    });
  });

  test("every reason says what can be done", () => {
    for (const body of [oneLine({ accountCode: "999" }), oneLine({ taxType: "OLD" }), oneLine({ description: null })]) {
      const problem = preflight({ kind: "invoice", operation: "create", body: asXero(body), groups: ["money"], xero: null, rules: defaultRules(), organisation: FIRM, references: REFERENCES })!;
      expect(problem.sentence).toMatch(/^[A-Z].*\.$/);
      expect(problem.remedy).toMatch(/^[A-Z].*\.$/);
    }
  });
});
