import type { BulkLineView } from "../../shared/api/bulkShapes.ts";
import type { SplitWaysView } from "../../shared/api/splitShapes.ts";
import type { SplitView, SuggestionSettingsView, UnusualView } from "../../shared/api/suggestionShapes.ts";
import type { Accuracy } from "../../shared/suggest/accuracy.ts";

/** What the made-up firm's Worker says of suggestions. */

/** Of a bill among the captured pages. */
const HREF = "https://go.xero.com/app/!DmO1!/bills/view/bill?id=6cf2eadf-83b4-4fae-9c92-13d45e7f809a";

const partOf = (value: string, label: string) => ({ value, label });

export const split: SplitView = {
  lineId: "ln_rent",
  shares: [
    { account: partOf("469", "469 Rent"), tax: partOf("INPUT", "GST on Expenses"), project: partOf("prj_quay", "Quay Street fit-out"), amountMinor: 66_660, shareE2: 6667 },
    { account: partOf("469", "469 Rent"), tax: partOf("INPUT", "GST on Expenses"), project: partOf("prj_kitchen", "Petone café kitchen"), amountMinor: 33_340, shareE2: 3333 },
  ],
  count: 6,
  of: 7,
  earlier: ["2026-10-01", "2026-09-01"].map((date, i) => ({
    title: `Bill RENT-${10 - i}`,
    date,
    totalMinor: 110_000,
    currency: "AUD",
    href: HREF,
    parts: [
      { label: "Quay Street fit-out, 469 Rent", amountMinor: 66_667 },
      { label: "Petone café kitchen, 469 Rent", amountMinor: 33_333 },
    ],
  })),
  taxBeforeMinor: 10_000,
  taxAfterMinor: 10_000,
  hindrance: null,
};

export const unusual: UnusualView = {
  items: [
    {
      recordId: "rec_odd",
      lineId: "ln_odd",
      field: "account",
      supplier: "Linkway Tolls",
      title: "Bill 54890",
      date: "2026-11-04",
      href: HREF,
      description: "Road tolls, October",
      amountMinor: 3_960,
      currency: "AUD",
      booked: partOf("429", "429 General Expenses"),
      expected: partOf("493", "493 Travel"),
      confidenceE2: 9800,
      agreeCount: 11,
      ofCount: 11,
      reasons: [
        { text: "11 of 11 earlier lines from this supplier", count: 11, of: 11 },
        { text: "11 of 11 earlier lines from this supplier with “tolls”", count: 11, of: 11 },
      ],
      evidence: [{ lineId: "e9", date: "2026-10-03", supplier: "Linkway Tolls", description: "Road tolls, September", amountMinor: 4_020, currency: "AUD", account: "493 Travel", tax: "GST on Expenses", project: null, href: HREF }],
      recode: { accountCode: "493", taxType: null, projectId: null },
      hindrance: null,
    },
  ],
  looked: 1_204,
  waiting: 0,
  judgedRight: 3,
  recoded: 5,
};

export const suggestionSettings: SuggestionSettingsView = {
  shippedThresholdE2: 4500,
  thresholdE2: 4500,
  languageModel: { available: true, provider: "models.example.com, small-1", consentedBy: null, consentedAt: null, askedToday: 0, dailyBudget: 200 },
};

export const byConfidence = (["account", "tax", "project"] as const).flatMap((target, i) => [
  { target, fromE2: 3000, toE2: 4000, right: 12 - i, wrong: 21 },
  { target, fromE2: 6000, toE2: 7000, right: 40, wrong: 19 + i },
  { target, fromE2: 8500, toE2: 9000, right: 88, wrong: 9 },
  { target, fromE2: 9850, toE2: 10_000, right: 310, wrong: 4 },
]);

export const accuracy: readonly Accuracy[] = [
  { target: "account", band: "high", accepted: 212, corrected: 3, ignored: 8, changedInXero: 1, bulkConfirmed: 40, precision: 0.9815 },
  { target: "account", band: "medium", accepted: 51, corrected: 9, ignored: 4, changedInXero: 2, bulkConfirmed: 0, precision: 0.8226 },
  { target: "project", band: "medium", accepted: 64, corrected: 14, ignored: 20, changedInXero: 0, bulkConfirmed: 0, precision: 0.8205 },
];

const bulkLine = (recordId: string, lineId: string, supplier: string, title: string, description: string, amountMinor: number, more: Partial<BulkLineView> = {}): BulkLineView => ({
  recordId,
  lineId,
  supplier,
  title,
  date: "2026-11-18",
  href: HREF,
  posted: false,
  description,
  amountMinor,
  currency: "AUD",
  account: { value: "310", label: "310 Cost of Goods Sold" },
  tax: { value: "INPUT", label: "GST on Expenses" },
  project: { value: "prj_quay", label: "Quay Street fit-out" },
  confidenceE2: 9700,
  agreeCount: 23,
  ofCount: 24,
  ...more,
});

export const bulkLines: readonly BulkLineView[] = [
  bulkLine("rec_bulk", "ln_fibre", "Northline Timber Supplies", "Bill NT-88240", "Fibre cement sheet", 48_200),
  bulkLine("rec_bulk", "ln_screws", "Northline Timber Supplies", "Bill NT-88240", "Screws, box of 500", 6_450, { project: null, confidenceE2: 9400, agreeCount: 19, ofCount: 21 }),
  bulkLine("rec_bulk2", "ln_ply", "Northline Timber Supplies", "Bill NT-88251", "Structural ply", 76_310),
  bulkLine("rec_bulk3", "ln_tolls", "Linkway Tolls", "Bill 55102", "Road tolls, November", 4_180, { account: { value: "493", label: "493 Travel" }, project: null, confidenceE2: 9900, agreeCount: 11, ofCount: 11, posted: true }),
];

const over = (projectId: string, label: string, weight: number, basis: string) => ({ projectId, label, accountCode: null, taxType: null, weight, basis, chosen: true });

export const splitWays: SplitWaysView = {
  recordId: "rec_rent",
  lineAmountTypes: "exclusive",
  lines: [{ lineId: "ln_rent", description: "Workshop rent, November", amountMinor: 100_000, taxMinor: 10_000, accountCode: "469", taxType: "INPUT", projectId: null }],
  ways: [
    { way: "last", says: "As bill RENT-10 of 1 October 2026 was divided", candidates: [over("prj_quay", "Quay Street fit-out", 66_667, "666.67"), over("prj_kitchen", "Petone café kitchen", 33_333, "333.33")] },
    { way: "hours", says: "By the approved hours of November 2026", candidates: [over("prj_quay", "Quay Street fit-out", 3_150, "52 h 30 min"), over("prj_kitchen", "Petone café kitchen", 1_230, "20 h 30 min"), over("prj_site", "Karori site office", 420, "7 h")] },
    { way: "budgets", says: "By the budgets of the projects", candidates: [over("prj_quay", "Quay Street fit-out", 4_800_000, "48,000.00"), over("prj_kitchen", "Petone café kitchen", 2_150_000, "21,500.00")] },
  ],
  taxRates: [{ taxType: "INPUT", rateE4: 100_000 }, { taxType: "EXEMPTEXPENSES", rateE4: 0 }],
  hindrance: null,
};
