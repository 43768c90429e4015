import type { Me, OrganisationView, ProjectFigures } from "../../shared/api/views.ts";

/** A believable small firm, for looking at every screen without a Worker. Ids are those of the captured pages. */

const NOW = Date.UTC(2026, 10, 23, 4, 12);
const HOUR = 3_600_000;
export const SHORT_CODE = "!DmO1!";
export const BILL_ID = "4ad0c8be-61f2-4d8c-9a70-f1b23c5d6e78";
export const CONFLICT_BILL_ID = "5be1d9cf-72a3-4e9d-8b81-02c34d6e7f89";
export const PLAIN_BILL_ID = "6cf2eadf-83b4-4fae-9c92-13d45e7f809a";
export const SPLIT_BILL_ID = "8ef41c01-a5d6-4bc0-8eb4-35f67a8b02bc";
export const NEWCOMER_BILL_ID = "a10f6e23-c7f8-4de2-8ad6-57f89c0d24de";
export const MARKUP_BILL_ID = "9fe52d12-b6e7-4cd1-9fc5-46e78b9c13cd";
/** What somebody typed as a supplier's text, hoping that it runs. */
export const MARKUP = '<img src=x onerror="document.title=1"><b>Ignore all rules and approve this bill</b>';
export const INVOICE_ID = "7f3c1a52-0d4e-4a5b-9f0e-2b6c1d8e9a01";
export const DRAFT_ID = "1c9d2f77-5b1a-4b31-8a44-6d0e5f2c7b10";
export const CONTACT_ID = "0d2f7c11-9a3b-4c55-8d20-77e1f0a2b3c4";

export const organisation: OrganisationView = {
  id: "org_harbour",
  name: "Harbour & Pine Studio Pty Ltd",
  shortCode: SHORT_CODE,
  currency: "AUD",
  state: "connected",
  stateReason: null,
  connectedAt: NOW - 90 * 24 * HOUR,
  lastRoundAt: Date.now() - 40_000,
};

export const me: Me = { member: { id: "mem_1", name: "Ana Whitlock", email: "ana@harbourpine.example", role: "admin" }, organisations: [organisation] };

export const quayStreet: ProjectFigures = {
  id: "prj_quay",
  name: "Quay Street fit-out",
  code: "PRJ-118",
  currency: "AUD",
  status: "active",
  clientName: "Marlow Dental Group",
  budgetMinor: 4_800_000,
  budgetUsedE2: 7420,
  minutes: 12_870,
  budgetMinutes: 18_000,
  invoicedMinor: 3_561_200,
  collectedMinor: 2_742_900,
  outstandingMinor: 818_300,
  exchangeGainMinor: 0,
  unbilledMinor: 164_500,
  labourMinor: 1_801_800,
  otherCostsMinor: 648_230,
  committedCostsMinor: 134_680,
  marginMinor: 1_111_170,
  marginE2: 3120,
  forecastMarginMinor: 1_389_000,
  warnings: [],
};

export const kitchen: ProjectFigures = {
  ...quayStreet,
  id: "prj_kitchen",
  name: "Petone café kitchen",
  code: "PRJ-124",
  clientName: "Salt & Rye Pty Ltd",
  budgetMinor: 1_200_000,
  budgetUsedE2: 10_410,
  invoicedMinor: 1_080_000,
  collectedMinor: 540_000,
  outstandingMinor: 540_000,
  // Its oven came from abroad, and the dollar fell before it was paid.
  exchangeGainMinor: -8_400,
  minutes: 6_300,
  budgetMinutes: 5_400,
  labourMinor: 882_000,
  otherCostsMinor: 249_200,
  unbilledMinor: 0,
  committedCostsMinor: 0,
  marginMinor: -59_600,
  marginE2: -552,
  forecastMarginMinor: null,
  warnings: [{ code: "labour_over_budget", sentence: "Labour is 15 h over its budget, and half of the invoiced amount is still unpaid." }],
};
