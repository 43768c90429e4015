import type { MonthListView, MonthReportView } from "../../shared/api/reportShapes.ts";
import { changedSince } from "../../shared/profit/changedSince.ts";
import type { AtEnds, MonthRows } from "../../shared/profit/monthRows.ts";
import { monthSentence } from "../../shared/profit/monthSentence.ts";
import { monthSummary } from "../../shared/profit/monthSummary.ts";
import type { Project } from "../../shared/records/project.ts";

/** October of the made-up firm: amounts as they stood at the ends of October, September and August. Added up by the real thing. */

const PROJECT: Project = {
  name: "", code: null, clientId: null, status: "active", startsOn: null, endsOn: null, budgetMinor: null, labourBudgetMinor: null, budgetMinutes: null, targetMarginPercent: null, billing: "fixed_price",
  retainerMinutesPerMonth: null, trackingOptionId: null,
};
const project = (id: string, name: string, more: Partial<Project> = {}): MonthRows["projects"][number] => ({ id, body: { ...PROJECT, name, ...more } });
const sum = (projectId: string, type: MonthRows["sums"][number]["type"], amounts: AtEnds, minutes: AtEnds = [0, 0, 0]): MonthRows["sums"][number] => ({ projectId, type, amounts, minutes });

const rows: MonthRows = {
  projects: [
    project("prj_quay", "Quay Street fit-out", { code: "PRJ-118", budgetMinor: 4_800_000, targetMarginPercent: 35 }),
    project("prj_kitchen", "Petone café kitchen", { code: "PRJ-124", budgetMinor: 1_200_000, labourBudgetMinor: 767_000 }),
    project("prj_signs", "Harbour wayfinding signs", { code: "PRJ-129", budgetMinor: 950_000 }),
    project("prj_marlow", "Marlow Dental maintenance", { code: "PRJ-101", billing: "retainer", retainerMinutesPerMonth: 600 }),
    project("prj_old", "Tī Street bathrooms", { code: "PRJ-090", status: "closed" }),
    project("prj_older", "Cuba Street awning", { code: "PRJ-084", status: "closed" }),
  ],
  sums: [
    sum("prj_quay", "revenue", [3_561_200, 2_214_000, 1_180_000]), sum("prj_quay", "collected", [2_742_900, 1_180_000, 620_000]),
    sum("prj_quay", "labour", [1_801_800, 1_236_000, 700_000], [12_870, 8_828, 5_000]), sum("prj_quay", "cost", [648_230, 402_000, 220_000]), sum("prj_quay", "unbilled", [164_500, 92_000, 0]),
    sum("prj_kitchen", "revenue", [1_080_000, 720_000, 720_000]), sum("prj_kitchen", "collected", [540_000, 540_000, 0]),
    sum("prj_kitchen", "labour", [882_000, 551_000, 300_000], [6_300, 3_935, 2_140]), sum("prj_kitchen", "cost", [249_200, 163_000, 90_000]),
    sum("prj_signs", "revenue", [418_000, 0, 0]), sum("prj_signs", "labour", [126_400, 18_000, 0], [903, 129, 0]), sum("prj_signs", "cost", [88_650, 0, 0]), sum("prj_signs", "unbilled", [54_000, 24_000, 0]),
    sum("prj_marlow", "revenue", [1_440_000, 1_260_000, 1_080_000]), sum("prj_marlow", "collected", [1_440_000, 1_260_000, 1_080_000]), sum("prj_marlow", "labour", [811_000, 689_000, 598_000], [5_793, 4_921, 4_271]),
    sum("prj_old", "revenue", [880_000, 880_000, 880_000]), sum("prj_old", "collected", [880_000, 880_000, 880_000]),
    sum("", "revenue", [62_400, 41_000, 18_200]), sum("", "collected", [62_400, 41_000, 18_200]), sum("", "cost", [1_318_700, 914_300, 502_900]),
  ],
  worked: [],
  billedLater: [],
  due: [
    { side: "sales", bucket: "current", documents: 4, dueMinor: 612_480, beforeMinor: 440_000 }, { side: "sales", bucket: "to30", documents: 2, dueMinor: 287_650, beforeMinor: 198_000 },
    { side: "sales", bucket: "to60", documents: 1, dueMinor: 352_000, beforeMinor: 352_000 }, { side: "sales", bucket: "to90", documents: 1, dueMinor: 242_000, beforeMinor: 242_000 },
    { side: "sales", bucket: "over90", documents: 1, dueMinor: 93_500, beforeMinor: 93_500 },
    { side: "purchases", bucket: "current", documents: 7, dueMinor: 418_220, beforeMinor: 377_410 }, { side: "purchases", bucket: "to30", documents: 1, dueMinor: 36_300, beforeMinor: 0 },
  ],
  credits: [{ side: "sales", leftMinor: 44_000 }],
  money: [{ direction: "in", back: 0, amountMinor: 1_941_720 }, { direction: "out", back: 0, amountMinor: 1_408_330 }, { direction: "in", back: 1, amountMinor: 1_402_500 }, { direction: "out", back: 1, amountMinor: 1_512_880 }],
  open: [{ kind: "invoice", status: "draft", count: 2, totalMinor: 508_530 }, { kind: "bill", status: "submitted", count: 3, totalMinor: 127_985 }],
  states: [{ state: "in_step", count: 4_812 }, { state: "waiting", count: 2 }, { state: "conflict", count: 1 }],
  notWorkedOut: 0,
};
const about = { month: "2026-10", currency: "AUD", asOf: Date.UTC(2026, 9, 31, 13, 6), xeroReadAt: Date.UTC(2026, 9, 31, 13, 4) };
const october = monthSummary(rows, about);
/** In November a bill of October was approved late, and an invoice of October voided and made anew. */
const today = monthSummary(
  { ...rows, sums: [...rows.sums, sum("prj_quay", "revenue", [-86_000, 0, 0]), sum("prj_kitchen", "cost", [31_400, 0, 0])], due: rows.due.map((row) => (row.bucket === "current" && row.side === "sales" ? { ...row, dueMinor: row.dueMinor - 94_600 } : row)) },
  about,
);
const NO_ROWS: MonthRows = { sums: [], worked: [], billedLater: [], projects: rows.projects, due: [], credits: [], money: [], open: [], states: [], notWorkedOut: 0 };

export const months: MonthListView = {
  items: [
    { month: "2026-11", state: "running", closedAt: null, sentence: null },
    { month: "2026-10", state: "closed", closedAt: about.asOf, sentence: monthSentence(october) },
    { month: "2026-09", state: "counted", closedAt: null, sentence: null },
  ],
};

/** September is the firm's first month, with nothing in it; November has only begun, so October's figures stand in it as the month before. */
export const reports: Readonly<Record<string, MonthReportView>> = {
  "2026-11": {
    month: "2026-11", state: "running", closedAt: null, changes: [],
    summary: monthSummary({ ...rows, sums: rows.sums.map(({ amounts: [a, b], minutes: [c, d], ...row }) => ({ ...row, amounts: [a, a, b], minutes: [c, c, d] })), open: [], states: [] }, { ...about, month: "2026-11" }),
  },
  "2026-10": { month: "2026-10", state: "closed", closedAt: about.asOf, summary: october, changes: changedSince(october, today) },
  "2026-09": { month: "2026-09", state: "counted", closedAt: null, summary: monthSummary(NO_ROWS, { ...about, month: "2026-09" }), changes: [] },
};
