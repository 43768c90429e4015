import type { Contact } from "../records/contact.ts";
import type { Document, Line } from "../records/document.ts";
import type { Account, OrganisationFacts, TaxRate } from "../records/organisation.ts";
import type { Payment } from "../records/payment.ts";
import type { Actor } from "../records/record.ts";
import type { SyncedKind } from "../records/kinds.ts";
import type { SyncedBody } from "../merge/groups.ts";
import { groupValue } from "../merge/recordGroups.ts";
import { align } from "./align.ts";
import type { PlanInput } from "./planInput.ts";
import type { References } from "./references.ts";
import { defaultRules } from "./rules.ts";

/** A small made-up firm for tests of planning: two accounts, GST, one contact. */

export const ANNA: Actor = { type: "member", id: "anna", name: "Anna" };
export const NOW = Date.UTC(2026, 10, 23, 3);

export const FIRM: OrganisationFacts = {
  xeroTenantId: "tenant",
  name: "Northwind Studio",
  shortCode: "!abc",
  baseCurrency: "AUD",
  countryCode: "AU",
  timeZone: "Australia/Sydney",
  periodLockDate: null,
  yearEndLockDate: null,
  plan: "GROW",
  isDemo: false,
};

export function testAccount(code: string, accountClass: string, more: Partial<Account> = {}): Account {
  return { id: `account-${code}`, code, name: `Account ${code}`, type: accountClass, class: accountClass, taxType: null, systemAccount: null, enablePayments: false, status: "active", ...more };
}

const EVERYWHERE = { revenue: true, expenses: true, assets: true, liabilities: true, equity: true };

export const ACCOUNTS: readonly Account[] = [
  testAccount("200", "REVENUE"),
  testAccount("260", "REVENUE"),
  testAccount("400", "EXPENSE"),
  testAccount("404", "EXPENSE"),
  testAccount("499", "EXPENSE", { status: "archived" }),
  testAccount("610", "ASSET", { systemAccount: "DEBTORS" }),
  testAccount("090", "ASSET", { type: "BANK" }),
];

export const TAX_RATES: readonly TaxRate[] = [
  { taxType: "OUTPUT", name: "GST on Income", rateE4: 100_000, appliesTo: { ...EVERYWHERE, expenses: false }, status: "active" },
  { taxType: "INPUT", name: "GST on Expenses", rateE4: 100_000, appliesTo: { ...EVERYWHERE, revenue: false }, status: "active" },
  { taxType: "FREE", name: "GST Free", rateE4: 0, appliesTo: EVERYWHERE, status: "active" },
  { taxType: "OLD", name: "Old Rate", rateE4: 50_000, appliesTo: EVERYWHERE, status: "archived" },
];

export const REFERENCES: References = {
  accountByCode: (code) => ACCOUNTS.find((account) => account.code === code) ?? null,
  accountById: (id) => ACCOUNTS.find((account) => account.id === id) ?? null,
  taxRate: (taxType) => TAX_RATES.find((rate) => rate.taxType === taxType) ?? null,
  trackingCategory: (id) =>
    id === "category" ? { id, name: "Project", status: "active", options: ["p1", "p2"].map((name) => ({ id: `option-${name}`, name, status: "active" as const })) } : null,
  xeroIdOf: (_, recordId) => (recordId.startsWith("unlinked") ? null : `x-${recordId}`),
  service: (id) => (id === "design" ? { accountCode: "200", taxType: "OUTPUT" } : null),
  optionOfProject: (projectId) => (projectId === "p1" || projectId === "p2" ? `option-${projectId}` : null),
  projectOfOption: (optionId) => (optionId === "option-p1" || optionId === "option-p2" ? optionId.slice(7) : null),
  amountDueMinor: () => null,
  barredActions: new Set(),
};

export function testContact(more: Partial<Contact> = {}): Contact {
  return {
    name: "Acme",
    firstName: null,
    lastName: null,
    email: "hello@acme.example",
    taxNumber: null,
    accountNumber: null,
    phones: { default: { country: null, area: null, number: "555 0100" }, mobile: null, direct: null, fax: null },
    addresses: { postal: null, street: null },
    persons: [],
    salesTerms: null,
    billTerms: null,
    status: "active",
    mergedIntoId: null,
    isCustomer: true,
    isSupplier: false,
    ...more,
  };
}

export function testLine(id: string, more: Partial<Line> = {}): Line {
  return {
    id,
    xeroLineId: `x-${id}`,
    description: `Work ${id}`,
    quantityE4: 10_000,
    unitAmountE4: 1_000_000,
    discountRateE4: null,
    discountMinor: null,
    itemCode: null,
    accountCode: "200",
    taxType: "OUTPUT",
    taxMinor: 1_000,
    amountMinor: 10_000,
    tracking: [],
    projectId: null,
    serviceId: null,
    timeEntryIds: [],
    ...more,
  };
}

export function testDocument(more: Partial<Document> = {}): Document {
  const lines = more.lines ?? [testLine("a"), testLine("b")];
  const amounts = lines.reduce((sum, line) => sum + line.amountMinor, 0);
  const taxMinor = lines.reduce((sum, line) => sum + line.taxMinor, 0);
  const totalMinor = amounts + taxMinor;
  return {
    side: "sales",
    contactId: "acme",
    number: "INV-1",
    reference: null,
    date: "2026-11-20",
    dueDate: "2026-12-04",
    status: "draft",
    currency: "AUD",
    currencyRateE6: null,
    lineAmountTypes: "exclusive",
    lines,
    subtotalMinor: amounts,
    taxMinor,
    totalMinor,
    amountDueMinor: totalMinor - (more.amountPaidMinor ?? 0) - (more.amountCreditedMinor ?? 0),
    amountPaidMinor: 0,
    amountCreditedMinor: 0,
    fullyPaidOn: null,
    sentToContact: false,
    allocations: [],
    bankAccountId: null,
    isReconciled: false,
    title: null,
    summary: null,
    terms: null,
    ...more,
  };
}

export function testPayment(more: Partial<Payment> = {}): Payment {
  return {
    documentId: "invoice",
    accountId: "account-090",
    method: null,
    date: "2026-11-21",
    amountMinor: 5_000,
    currency: "AUD",
    currencyRateE6: null,
    reference: null,
    status: "authorised",
    isReconciled: false,
    ...more,
  };
}

/** Our body as Xero answers it: line ids are Xero's, and what is ours alone is absent. */
export function asXero<Body extends SyncedBody>(body: Body): Body {
  if (!("lines" in body)) return body;
  const lines = (body as Document).lines.map((line) => ({ ...line, id: line.xeroLineId ?? line.id, projectId: null, serviceId: null, timeEntryIds: [] }));
  return { ...body, lines };
}

export const HOUR = 3_600_000;

/** Three sides of one record: base was agreed on an hour ago, our edits are half an hour old, Xero's snapshot is a minute old. */
export function testInput(kind: SyncedKind, sides: { base: SyncedBody | null; ours?: SyncedBody; xero?: SyncedBody }, more: Partial<PlanInput> = {}): PlanInput {
  const ours = sides.ours ?? sides.base;
  const xero = sides.xero ?? sides.base;
  return {
    kind,
    xeroId: xero ? "x-record" : null,
    ours: ours && { body: ours, revision: 5, edits: {} },
    xero: xero && { body: asXero(xero), updatedAt: NOW - 60_000, mergedToXeroId: null },
    base: sides.base && asXero(sides.base),
    equalAt: sides.base ? { "*": NOW - HOUR } : {},
    conflicts: [],
    proposals: [],
    writeUnderWay: false,
    refusal: null,
    rules: defaultRules(),
    organisation: FIRM,
    references: REFERENCES,
    now: NOW,
    ...more,
  };
}

/** Edits of these groups, made at one time by Anna. */
export function editedAt(at: number, ...groups: readonly string[]): NonNullable<PlanInput["ours"]>["edits"] {
  return Object.fromEntries(groups.map((group) => [group, { at, by: ANNA, revision: 5 }]));
}

/** A person decided for our side of these groups, over exactly what Xero has (worker/engine/people.ts stores such edits). */
export function decidedOver(input: PlanInput, ...groups: readonly string[]): PlanInput {
  const { kind, ours, xero, base, references } = input;
  const sides = align({ kind, ours: ours!.body, xero: xero!.body, base, projectCategoryId: null, references });
  const decided = groups.map((group) => [group, { at: NOW, by: ANNA, revision: ours!.revision, resolves: { id: group, over: groupValue(kind, group, sides.xero) } }] as const);
  return { ...input, ours: { ...ours!, edits: { ...ours!.edits, ...Object.fromEntries(decided) } } };
}
