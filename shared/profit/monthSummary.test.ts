import { describe, expect, test } from "vitest";
import type { Project } from "../records/project.ts";
import { appliedAt } from "./appliedAt.ts";
import { changedSince } from "./changedSince.ts";
import type { MonthRows } from "./monthRows.ts";
import { monthSentence } from "./monthSentence.ts";
import { monthSummary } from "./monthSummary.ts";

const PROJECT: Project = {
  name: "Website", code: null, clientId: null, status: "active", startsOn: null, endsOn: null, budgetMinor: null, labourBudgetMinor: null, budgetMinutes: null, targetMarginPercent: null, billing: "fixed_price",
  retainerMinutesPerMonth: null, trackingOptionId: null,
};
const NO_ROWS: MonthRows = { sums: [], worked: [], billedLater: [], projects: [], due: [], credits: [], money: [], open: [], states: [], notWorkedOut: 0 };
const sum = (projectId: string, type: MonthRows["sums"][number]["type"], amounts: readonly [number, number, number], minutes: readonly [number, number, number] = [0, 0, 0]) => ({ projectId, type, amounts, minutes });
const summaryOf = (rows: Partial<MonthRows>) => monthSummary({ ...NO_ROWS, ...rows }, { month: "2026-10", currency: "AUD", asOf: 1, xeroReadAt: null });

describe("what was applied to a document at the end of a day", () => {
  const paid = { date: "2026-09-10", appliedMinor: 10_000, fullyPaidOn: "2026-11-05" };
  test.each<[string, Parameters<typeof appliedAt>[0], string, number, number]>([
    ["nothing before its own date", paid, "2026-09-09", 0, 0],
    ["all but what is dated later", paid, "2026-10-31", 4_000, 6_000],
    ["all, once nothing is later", paid, "2026-11-05", 0, 10_000],
    ["nothing, where no payment is known and Xero says it was paid later", paid, "2026-10-31", 0, 0],
    ["what there is, where it is not paid in full", { ...paid, fullyPaidOn: null }, "2026-10-31", 0, 10_000],
    ["never less than nothing, where payments are ahead of their document", paid, "2026-10-31", 12_000, 0],
  ])("%s", (_, document, day, later, expected) => expect(appliedAt(document, day, later)).toBe(expected));
});

describe("a month", () => {
  test("is the difference of two ends, beside the month before; what nobody has to be told of is one row", () => {
    const summary = summaryOf({
      projects: [{ id: "p", body: PROJECT }, { id: "old", body: { ...PROJECT, name: "Old", status: "closed" } }],
      sums: [sum("p", "revenue", [90_000, 50_000, 20_000]), sum("p", "labour", [30_000, 12_000, 0], [600, 240, 0]), sum("", "cost", [7_000, 7_000, 0]), sum("old", "revenue", [4_000, 4_000, 4_000]), sum("old", "collected", [4_000, 4_000, 4_000])],
    });
    expect(summary.projects).toMatchObject([{ id: "p", now: { invoicedMinor: 40_000, labourMinor: 18_000, marginMinor: 22_000, marginE2: 5_500, minutes: 360, outstandingMinor: 90_000 }, before: { invoicedMinor: 30_000, otherCostsMinor: 0 } }]);
    expect(summary.withoutProject).toMatchObject({ now: { otherCostsMinor: 0 }, before: { otherCostsMinor: 7_000 } });
    expect(summary.others).toMatchObject({ count: 1, now: { invoicedMinor: 0, outstandingMinor: 0 } });
    expect(summary.organisation.now).toMatchObject({ invoicedMinor: 40_000, outstandingMinor: 90_000 });
  });

  test("of more projects than a table should have shows the largest, and adds the rest up", () => {
    const projects = Array.from({ length: 1_003 }, (_, index) => ({ id: `p${index}`, body: { ...PROJECT, name: `P${index}` } }));
    const summary = summaryOf({ projects, sums: projects.map(({ id }, index) => sum(id, "revenue", [index + 1, 0, 0])) });
    expect([summary.projects.length, summary.others.count, summary.others.now.invoicedMinor]).toEqual([1_000, 3, 6]);
    expect(summary.projects[0]!.id).toBe("p1002");
  });

  test("warns of what is most urgent first, and of nothing that is closed", () => {
    const over = { ...PROJECT, labourBudgetMinor: 10_000, budgetMinor: 50_000 };
    const labour = (id: string) => sum(id, "labour", [60_000, 0, 0], [60, 0, 0]);
    const summary = summaryOf({ projects: [{ id: "a", body: over }, { id: "b", body: { ...over, name: "Also" } }, { id: "c", body: { ...over, status: "closed" } }], sums: [labour("a"), labour("b"), labour("c")] });
    expect(summary.warnings.map(({ projectName, code }) => `${projectName} ${code}`)).toEqual(["Also labour_over_budget", "Website labour_over_budget", "Also costs_over_budget", "Website costs_over_budget"]);
  });

  test("in one breath", () => {
    const due = { side: "sales" as const, documents: 1, beforeMinor: 0 };
    expect(monthSentence(summaryOf({}))).toBe("October 2026: invoiced AUD 0.00, collected AUD 0.00, margin AUD 0.00. Nobody owes anything.");
    expect(monthSentence(summaryOf({ sums: [sum("", "revenue", [150_000, 50_000, 0]), sum("", "cost", [55_000, 0, 0])], due: [{ ...due, bucket: "current", dueMinor: 1_100 }, { ...due, bucket: "over90", dueMinor: 990 }] }))).toBe(
      "October 2026: invoiced AUD 1,000.00, collected AUD 0.00, margin AUD 450.00 (45.0 %). Clients owe AUD 20.90, of which AUD 9.90 is overdue.",
    );
  });
});

describe("changed since it was closed", () => {
  const rows: Partial<MonthRows> = { projects: [{ id: "p", body: PROJECT }], sums: [sum("p", "revenue", [90_000, 50_000, 0])], open: [{ kind: "bill", status: "draft", count: 3, totalMinor: 9 }], states: [{ state: "waiting", count: 2 }] };

  test("nothing, also when drafts were approved elsewhere and waiting records went through", () => expect(changedSince(summaryOf(rows), summaryOf({ ...rows, open: [], states: [] }))).toEqual([]));

  test("what each figure was and is, of the whole and of each project, also one that is new to the month", () => {
    const now = summaryOf({ ...rows, projects: [...rows.projects!, { id: "q", body: { ...PROJECT, name: "Shop" } }], sums: [sum("p", "revenue", [80_000, 50_000, 0]), sum("q", "labour", [500, 0, 0])] });
    expect(changedSince(summaryOf(rows), now).map(({ project, figure, thenMinor, nowMinor }) => [project?.name ?? "", figure, thenMinor, nowMinor])).toEqual([
      ["", "invoiced", 40_000, 30_000], ["", "labour", 0, 500], ["", "margin", 40_000, 29_500], ["", "outstanding", 90_000, 80_000],
      ["Website", "invoiced", 40_000, 30_000], ["Website", "margin", 40_000, 30_000], ["Website", "outstanding", 90_000, 80_000], ["Shop", "labour", 0, 500], ["Shop", "margin", 0, -500],
    ]);
  });
});
