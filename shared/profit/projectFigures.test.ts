import { describe, expect, test } from "vitest";
import { promise } from "../../test/promise.ts";
import type { Project } from "../records/project.ts";
import { NO_SUMS, projectFigures, type ProjectSums, shareE2 } from "./projectFigures.ts";

const PROJECT: Project = {
  name: "Website", code: null, clientId: null, status: "active", startsOn: null, endsOn: null, budgetMinor: null, labourBudgetMinor: null, budgetMinutes: null,
  targetMarginPercent: null, billing: "fixed_price", retainerMinutesPerMonth: null, trackingOptionId: null,
};
const figures = (project: Partial<Project>, amounts: ProjectSums["amounts"], more: Partial<ProjectSums> = {}) =>
  projectFigures({ ...PROJECT, ...project }, { ...NO_SUMS, amounts, ...more }, { id: "p", currency: "AUD", clientName: null });

describe("figures tie with each other", () => {
  test("margin is what was invoiced less labour and costs; what was not collected is outstanding", () => {
    expect(figures({}, { revenue: 100_000, collected: 40_000, labour: 30_000, cost: 20_000, committed_cost: 5_000 })).toMatchObject({
      invoicedMinor: 100_000, collectedMinor: 40_000, outstandingMinor: 60_000, marginMinor: 50_000, marginE2: 5_000, committedCostsMinor: 5_000,
    });
  });
  test("before anything is invoiced there is no margin in percent", () => expect(figures({}, { labour: 1 })).toMatchObject({ marginMinor: -1, marginE2: null }));
  test("the forecast takes the budget, or more where more is billed or waits to be", () => {
    expect(figures({ budgetMinor: 100_000 }, { revenue: 20_000, labour: 30_000, committed_cost: 10_000 }).forecastMarginMinor).toBe(60_000);
    expect(figures({ budgetMinor: 100_000 }, { revenue: 90_000, unbilled: 20_000, committed_revenue: 10_000, labour: 30_000 }).forecastMarginMinor).toBe(90_000);
    expect(figures({}, { labour: 5 }).forecastMarginMinor).toBeNull();
  });
  test("no figure is ever minus nothing", () => expect(Object.is(shareE2(0, 5), 0)).toBe(true));
});

describe("warnings come before the final invoice", () => {
  promise(["OP-22", "OP-23"], "pure figures", "a project that goes wrong in hours, price, retainer or margin says each of them at once", () => {
    const wrong = figures({ billing: "retainer", retainerMinutesPerMonth: 60, labourBudgetMinor: 1, budgetMinutes: 1, budgetMinor: 100, targetMarginPercent: 90 }, { labour: 200, revenue: 90, unbilled: 20 }, { minutes: 120, minutesThisMonth: 120 });
    expect(wrong.warnings.map(({ code }) => code)).toEqual(["labour_over_budget", "hours_over_budget", "costs_over_budget", "scope_creep", "retainer_over_served", "margin_below_target"]);
  });
  test.each([
    { code: "labour_over_budget", project: { labourBudgetMinor: 10_000 }, amounts: { labour: 11_000 }, says: "Labour is over its budget by 10 %." },
    { code: "hours_over_budget", project: { budgetMinutes: 600 }, amounts: {}, more: { minutes: 690 }, says: "1.5 hours more than planned were worked." },
    { code: "costs_over_budget", project: { budgetMinor: 10_000 }, amounts: { cost: 12_500 }, says: "Costs are above what the client was promised to pay (125 % of it)." },
    { code: "scope_creep", project: { budgetMinor: 10_000 }, amounts: { revenue: 8_000, unbilled: 3_000 }, says: "More work was done than was agreed: 110 % of the budget is billed or waits to be." },
    { code: "retainer_over_served", project: { billing: "retainer", retainerMinutesPerMonth: 600 }, amounts: {}, more: { minutesThisMonth: 660 }, says: "1 hour more than the retainer covers were worked this month." },
    { code: "margin_below_target", project: { targetMarginPercent: 40 }, amounts: { revenue: 10_000, cost: 7_000 }, says: "The margin is 30 %, below its target of 40 %." },
  ] as const)("$code", ({ code, project, amounts, says, ...rest }) => {
    expect(figures(project, amounts, "more" in rest ? rest.more : {}).warnings).toEqual([{ code, sentence: says }]);
  });
  test("exactly at the limit nothing is wrong", () => {
    expect(figures({ labourBudgetMinor: 10, budgetMinutes: 60, budgetMinor: 100, targetMarginPercent: 90 }, { labour: 10, revenue: 100 }, { minutes: 60 }).warnings).toEqual([]);
  });
  test("an hours limit of another kind of project says nothing", () => expect(figures({ retainerMinutesPerMonth: 1 }, {}, { minutesThisMonth: 5 }).warnings).toEqual([]));
});
