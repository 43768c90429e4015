import { split } from "./demoSuggestions.ts";
import type { EvidenceLineView, FieldSuggestionView } from "../../shared/api/suggestionShapes.ts";
import type { ContextView, LineView, MarkView } from "../../shared/api/views.ts";
import { BILL_ID, CONFLICT_BILL_ID, CONTACT_ID, DRAFT_ID, INVOICE_ID, MARKUP, MARKUP_BILL_ID, NEWCOMER_BILL_ID, PLAIN_BILL_ID, SHORT_CODE, SPLIT_BILL_ID, kitchen, organisation, quayStreet } from "./demoFirm.ts";

/** What the card shows about each document of the made-up firm, by its id in Xero. */

const NOW = Date.UTC(2026, 10, 23, 4, 12);
const HOUR = 3_600_000;

const field = (value: string, label: string, confidenceE2: number, more: Partial<FieldSuggestionView> = {}): FieldSuggestionView => ({
  value,
  label,
  confidenceE2,
  band: confidenceE2 >= 9000 ? "sure" : confidenceE2 >= 7000 ? "likely" : "a guess",
  abstained: null,
  alternatives: [],
  reasons: [],
  agreeCount: 23,
  ofCount: 24,
  evidence: [],
  counterExample: null,
  wouldChange: null,
  ...more,
});

const evidence = (lineId: string, date: string, description: string, amountMinor: number): EvidenceLineView => ({
  lineId,
  date,
  supplier: "Northline Timber Supplies",
  description,
  amountMinor,
  currency: "AUD",
  account: "310 Cost of Goods Sold",
  tax: "GST on Expenses",
  project: "Quay Street fit-out",
  href: `https://go.xero.com/app/${SHORT_CODE}/bills/view/bill?id=${PLAIN_BILL_ID}`,
});

const line = (id: string, description: string, amountMinor: number, more: Partial<LineView> = {}): LineView => ({
  id,
  description,
  amountMinor,
  quantityE4: 10_000,
  unitAmountE4: amountMinor * 100,
  accountCode: null,
  accountName: null,
  taxType: null,
  taxName: null,
  projectId: null,
  projectName: null,
  ...more,
});

const choices: ContextView["choices"] = {
  accounts: [
    { value: "310", label: "310 Cost of Goods Sold" },
    { value: "425", label: "425 Freight & Courier" },
    { value: "429", label: "429 General Expenses" },
    { value: "469", label: "469 Rent" },
  ],
  taxRates: [
    { value: "INPUT", label: "GST on Expenses" },
    { value: "EXEMPTEXPENSES", label: "GST Free Expenses" },
  ],
  projects: [
    { value: "prj_quay", label: "Quay Street fit-out" },
    { value: "prj_kitchen", label: "Petone café kitchen" },
    { value: "prj_site", label: "Karori site office" },
  ],
};

function context(kind: string, xeroId: string, title: string, more: Partial<ContextView> & { totalMinor?: number; status?: string; posted?: boolean }): ContextView {
  const { totalMinor = null, status = "Awaiting payment", posted = true, ...rest } = more;
  return {
    organisation: { id: organisation.id, name: organisation.name, shortCode: SHORT_CODE, currency: "AUD" },
    record: { id: `rec_${xeroId.slice(0, 8)}`, kind, xeroId, title, status, posted, totalMinor, currency: "AUD", homeTotalMinor: null },
    state: "in-step",
    reason: null,
    agreedAt: NOW - HOUR,
    projects: [],
    lines: [],
    suggestions: [],
    split: null,
    conflicts: [],
    proposals: [],
    payment: null,
    history: [],
    undoable: null,
    choices,
    ...rest,
  };
}

const billLines = [line("ln_beams", "LVL beams 300x45", 134_680), line("ln_delivery", "Delivery, Petone site", 14_000, { accountCode: "429", accountName: "General Expenses" })];

export const contexts: Readonly<Record<string, ContextView>> = {
  [BILL_ID]: context("bill", BILL_ID, "Bill NT-88213", {
    state: "suggestion",
    status: "draft",
    posted: false,
    totalMinor: 163_548,
    projects: [quayStreet],
    lines: billLines,
    suggestions: [
      {
        lineId: "ln_beams",
        account: field("310", "310 Cost of Goods Sold", 9700, {
          reasons: [
            { text: "23 of 24 earlier lines from this supplier", count: 23, of: 24 },
            { text: "9 of 9 earlier lines from this supplier with “beams”", count: 9, of: 9 },
          ],
          counterExample: { ...evidence("e4", "2026-03-12", "LVL offcuts, showroom", 8_800), account: "429 General Expenses", project: null },
          wouldChange: "Wording or an amount closer to the 1 of 24 lines that had another account.",
        }),
        tax: field("INPUT", "GST on Expenses", 9900),
        project: field("prj_quay", "Quay Street fit-out", 7800, { agreeCount: 7, ofCount: 8, reasons: [{ text: "7 of 8 earlier lines from this supplier of about this amount", count: 7, of: 8 }] }),
        evidence: [
          evidence("e1", "2026-10-28", "LVL beams 240x45", 98_420),
          evidence("e2", "2026-10-02", "LVL beams 300x45", 141_200),
          evidence("e3", "2026-09-17", "Structural ply", 76_310),
        ],
        impact: { projectName: "Quay Street fit-out", marginBeforeE2: 3120, marginAfterE2: 2742, budgetUsedE2: 7700 },
        model: null,
      },
      {
        lineId: "ln_delivery",
        account: field("425", "425 Freight & Courier", 8200, { agreeCount: 6, ofCount: 8, reasons: [{ text: "6 of 8 earlier lines with “delivery” in the text", count: 6, of: 8 }] }),
        tax: field("INPUT", "GST on Expenses", 9900),
        project: field("prj_quay", "Quay Street fit-out", 7600),
        evidence: [evidence("e5", "2026-10-28", "Delivery", 12_000)],
        impact: null,
        model: null,
      },
    ],
    history: [{ at: NOW - 2 * HOUR, who: "Xero", what: "Bill arrived from Xero as a draft", rule: null }],
  }),
  [CONFLICT_BILL_ID]: context("bill", CONFLICT_BILL_ID, "Bill KE-2291", {
    state: "conflict",
    status: "draft",
    posted: false,
    totalMinor: 322_000,
    projects: [kitchen],
    lines: [line("ln_switch", "Switchboard upgrade", 280_000, { accountCode: "310", accountName: "Cost of Goods Sold", taxType: "INPUT", taxName: "GST on Expenses", projectId: "prj_kitchen", projectName: "Petone café kitchen" })],
    conflicts: [
      {
        id: "cf_1",
        fieldGroup: "money",
        title: "Line 1 differs",
        fields: [
          { field: "quantity", label: "Quantity", base: "1", ours: "2", xero: "3" },
          { field: "unitAmount", label: "Unit price", base: "$2,800.00", ours: "$2,800.00", xero: "$2,650.00" },
        ],
        oursBy: "Jonah Reid",
        oursAt: NOW - 3 * HOUR,
        xeroBy: "Priya Nair",
        xeroAt: NOW - 2 * HOUR,
        openedAt: NOW - HOUR,
      },
    ],
    history: [{ at: NOW - HOUR, who: "Marginalia", what: "Both sides changed the quantity of line 1", rule: "Draft, money: a person chooses" }],
  }),
  [SPLIT_BILL_ID]: context("bill", SPLIT_BILL_ID, "Bill RENT-11", {
    state: "suggestion",
    status: "draft",
    posted: false,
    totalMinor: 110_000,
    projects: [],
    lines: [line("ln_rent", "Workshop rent, November", 100_000)],
    split,
    suggestions: [
      {
        lineId: "ln_rent",
        account: field("469", "469 Rent", 9800, { agreeCount: 13, ofCount: 13, reasons: [{ text: "13 of 13 earlier lines from this supplier", count: 13, of: 13 }] }),
        tax: field("INPUT", "GST on Expenses", 9900, { agreeCount: 13, ofCount: 13, reasons: [{ text: "13 of 13 earlier lines from this supplier", count: 13, of: 13 }] }),
        project: field("", "", 4400, {
          value: null, label: null, band: "no suggestion", abstained: "Earlier lines of this supplier point in 2 directions (below 45 %).", agreeCount: 6, ofCount: 13,
          alternatives: [{ value: "prj_quay", label: "Quay Street fit-out", confidenceE2: 4400 }, { value: "prj_kitchen", label: "Petone café kitchen", confidenceE2: 4100 }],
        }),
        evidence: [],
        impact: null,
        model: null,
      },
    ],
  }),
  [NEWCOMER_BILL_ID]: context("bill", NEWCOMER_BILL_ID, "Bill 2041", {
    state: "suggestion",
    status: "draft",
    posted: false,
    totalMinor: 101_200,
    projects: [],
    lines: [line("ln_sign", "Signwriting, shopfront", 68_000), line("ln_wrap", "Freight, vinyl wrap", 24_000)],
    suggestions: [
      {
        lineId: "ln_sign",
        account: field("", "", 3800, { value: null, label: null, band: "no suggestion", abstained: "Nothing was bought from this supplier before, and its words do not settle it (below 45 %).", alternatives: [{ value: "310", label: "310 Cost of Goods Sold", confidenceE2: 3800 }, { value: "429", label: "429 General Expenses", confidenceE2: 2100 }], agreeCount: 0, ofCount: 0 }),
        tax: field("INPUT", "GST on Expenses", 9100, { agreeCount: 0, ofCount: 0, reasons: [{ text: "841 of 902 earlier lines in these books", count: 841, of: 902 }] }),
        project: field("", "", 2000, { value: null, label: null, band: "no suggestion", abstained: "Nothing was bought from this supplier before, and its words do not settle it (below 45 %).", agreeCount: 0, ofCount: 0 }),
        evidence: [],
        impact: null,
        model: { account: { value: "429", label: "429 General Expenses" }, tax: null, project: null },
      },
      {
        lineId: "ln_wrap",
        account: field("425", "425 Freight & Courier", 6400, { agreeCount: 0, ofCount: 0, reasons: [{ text: "8 of 11 earlier lines with “freight” in the text", count: 8, of: 11 }] }),
        tax: field("INPUT", "GST on Expenses", 5100, { band: "the account’s usual tax rate", agreeCount: 0, ofCount: 0, reasons: [{ text: "Xero’s default tax rate of the account: no earlier line tells", count: 1, of: 1 }] }),
        project: field("", "", 2000, { value: null, label: null, band: "no suggestion", abstained: "Nothing was bought from this supplier before, and its words do not settle it (below 45 %).", agreeCount: 0, ofCount: 0 }),
        evidence: [],
        impact: null,
        model: null,
      },
    ],
  }),
  [MARKUP_BILL_ID]: context("bill", MARKUP_BILL_ID, `Bill ${MARKUP}`, {
    state: "suggestion",
    status: "draft",
    posted: false,
    totalMinor: 1_000,
    projects: [],
    lines: [line("ln_markup", MARKUP, 1_000)],
    suggestions: [
      {
        lineId: "ln_markup",
        account: field("310", "310 Cost of Goods Sold", 9_300, { reasons: [{ text: `9 of 9 earlier lines from this supplier with “${MARKUP}”`, count: 9, of: 9 }], evidence: ["e_markup"] }),
        tax: field("INPUT", "GST on Expenses", 9_100, {}),
        project: field("prj_quay", MARKUP, 9_000, {}),
        evidence: [evidence("e_markup", "2026-10-01", MARKUP, 900)],
        impact: null,
        model: null,
      },
    ],
  }),
  [PLAIN_BILL_ID]: context("bill", PLAIN_BILL_ID, "Bill KE-2291", { totalMinor: 322_000, projects: [quayStreet], undoable: { kind: "split", undo: "click-0", by: "Ana Whitlock", at: NOW - HOUR } }),
  [INVOICE_ID]: context("invoice", INVOICE_ID, "Invoice INV-0042", {
    totalMinor: 443_958,
    state: "proposal",
    projects: [quayStreet],
    lines: [
      line("ln_labour", "Site labour, week 44", 272_000, { accountCode: "200", accountName: "Sales", taxType: "OUTPUT", taxName: "GST on Income", projectId: "prj_quay", projectName: "Quay Street fit-out" }),
      line("ln_join", "Joinery materials", 114_050, { accountCode: "205", accountName: "Materials on-charged", taxType: "OUTPUT", taxName: "GST on Income", projectId: "prj_quay", projectName: "Quay Street fit-out" }),
    ],
    proposals: [
      {
        id: "pp_1",
        fieldGroup: "money",
        title: "one hour less on line 1",
        fields: [{ field: "quantity", label: "Quantity of line 1", before: "32", after: "31" }],
        by: "Jonah Reid",
        openedAt: NOW - HOUR,
        advice: {
          sentence: "Something is paid or credited on it, and Xero will most likely refuse this change.",
          remedy: "Make a credit note for it and, where needed, a new document; or change it in Xero after removing the payment.",
        },
      },
    ],
    payment: {
      totalMinor: 443_958,
      paidMinor: 200_000,
      creditedMinor: 43_958,
      dueMinor: 200_000,
      parts: [
        { label: "Payment", date: "2026-11-12", amountMinor: 200_000 },
        { label: "Credit note CN-0007", date: "2026-11-14", amountMinor: 43_958 },
      ],
    },
    history: [
      { at: NOW - HOUR, who: "Jonah Reid", what: "Proposed: quantity of line 1 from 32 to 31", rule: "Posted documents get proposals" },
      { at: NOW - 24 * HOUR, who: "Priya Nair in Xero", what: "Payment of $2,000.00 recorded", rule: "Payments follow Xero" },
      { at: NOW - 48 * HOUR, who: "Marginalia", what: "Invoice sent to Xero", rule: "Sent on approval" },
    ],
  }),
  [DRAFT_ID]: context("invoice", DRAFT_ID, "Invoice INV-0043", { status: "draft", posted: false, state: "waiting", totalMinor: 462_300, projects: [quayStreet],
    reason: { code: "locked_period", sentence: "The date of this invoice lies in a locked period.", remedy: "Give it a date after 31 October 2026, or ask your adviser." } }),
  [CONTACT_ID]: context("contact", CONTACT_ID, "Kea Electrical", { status: "Supplier" }),
};

const marks: Readonly<Record<string, MarkView>> = Object.fromEntries(
  Object.entries(contexts).map(([id, view]) => [
    id,
    { state: view.state, projectName: view.projects[0]?.name ?? null, marginE2: view.projects[0]?.marginE2 ?? null, waitingCount: view.suggestions.length + view.conflicts.length + view.proposals.length },
  ]),
);

/** Made-up rows of a long list all have a suggestion. */
export function markOf(id: string): MarkView | null {
  return marks[id] ?? (id.endsWith("-72a3-4e9d-8b81-02c34d6e7f89") ? { state: "suggestion", projectName: null, marginE2: null, waitingCount: 1 } : null);
}
