import type { ProjectFigures } from "../../../shared/api/views.ts";
import type { Project } from "../../../shared/records/project.ts";
import type { LedgerType, ProjectSums } from "../../store/reads/ledger.ts";

/** One project's figures from its ledger sums. Home currency, minor units; shares in hundredths of a percent. */
export function projectFigures(id: string, project: Project, sums: ProjectSums, more: { currency: string; clientName: string | null }): ProjectFigures {
  const of = (type: LedgerType): number => sums.amounts[type] ?? 0;
  const invoicedMinor = of("revenue");
  const labourMinor = of("labour");
  const otherCostsMinor = of("cost");
  const committedCostsMinor = of("committed_cost");
  const unbilledMinor = of("unbilled");
  const spentMinor = labourMinor + otherCostsMinor;
  const marginMinor = invoicedMinor - spentMinor;
  // What the client will have paid in the end: the budget, or more where more is already billed or waiting to be.
  const expectedMinor = Math.max(project.budgetMinor ?? 0, invoicedMinor + of("committed_revenue") + unbilledMinor);
  const figures = {
    id,
    name: project.name,
    code: project.code,
    currency: more.currency,
    status: project.status,
    clientName: more.clientName,
    budgetMinor: project.budgetMinor,
    budgetUsedE2: shareE2(spentMinor, project.budgetMinor),
    minutes: sums.minutes,
    budgetMinutes: project.budgetMinutes,
    invoicedMinor,
    collectedMinor: of("collected"),
    outstandingMinor: invoicedMinor - of("collected"),
    unbilledMinor,
    labourMinor,
    otherCostsMinor,
    committedCostsMinor,
    marginMinor,
    marginE2: shareE2(marginMinor, invoicedMinor),
    forecastMarginMinor: expectedMinor === 0 ? null : expectedMinor - spentMinor - committedCostsMinor,
  };
  return { ...figures, warnings: warningsOf(figures, project) };
}

type Figures = Omit<ProjectFigures, "warnings">;

const percent = (valueE2: number): string => `${(valueE2 / 100).toLocaleString("en-AU", { maximumFractionDigits: 1 })} %`;

const WARNINGS: readonly { code: string; says: (figures: Figures, project: Project) => string | null }[] = [
  {
    code: "labour_over_budget",
    says: ({ labourMinor }, { labourBudgetMinor }) =>
      labourBudgetMinor !== null && labourMinor > labourBudgetMinor ? `Labour is over its budget by ${percent(shareE2(labourMinor - labourBudgetMinor, labourBudgetMinor) ?? 10_000)}.` : null,
  },
  {
    code: "hours_over_budget",
    says: ({ minutes, budgetMinutes }) => (budgetMinutes !== null && minutes > budgetMinutes ? `${Math.round((minutes - budgetMinutes) / 60)} hours more than planned were worked.` : null),
  },
  {
    code: "costs_over_budget",
    says: ({ budgetUsedE2 }) => (budgetUsedE2 !== null && budgetUsedE2 > 10_000 ? `Costs are above what the client was promised to pay (${percent(budgetUsedE2)}).` : null),
  },
  {
    code: "margin_below_target",
    says: ({ marginE2 }, { targetMarginPercent }) =>
      targetMarginPercent !== null && marginE2 !== null && marginE2 < targetMarginPercent * 100 ? `The margin is ${percent(marginE2)}, below its target of ${targetMarginPercent} %.` : null,
  },
];

function warningsOf(figures: Figures, project: Project): { code: string; sentence: string }[] {
  return WARNINGS.flatMap(({ code, says }) => {
    const sentence = says(figures, project);
    return sentence === null ? [] : [{ code, sentence }];
  });
}

/** part ÷ whole in hundredths of a percent, half away from zero; null of nothing. */
export function shareE2(part: number, whole: number | null): number | null {
  if (whole === null || whole <= 0) return null;
  const value = (part * 10_000) / whole;
  return Math.sign(value) * Math.round(Math.abs(value));
}
