import type { ProjectFigures } from "../api/views.ts";
import type { Project } from "../records/project.ts";
import type { LedgerLine } from "./ledgerLines.ts";

/** A project's ledger lines added up: home currency, minor units. */
export interface ProjectSums {
  amounts: Readonly<Partial<Record<LedgerLine["type"], number>>>;
  /** Approved time, all of it and that of the running month. */
  minutes: number;
  minutesThisMonth: number;
}

export const NO_SUMS: ProjectSums = { amounts: {}, minutes: 0, minutesThisMonth: 0 };

interface About {
  id: string;
  currency: string;
  clientName: string | null;
}

/** One project's figures and what they warn of. Shares are in hundredths of a percent; null where there is nothing to divide by. */
export function projectFigures(project: Project, sums: ProjectSums, about: About): ProjectFigures {
  const of = (type: LedgerLine["type"]): number => sums.amounts[type] ?? 0;
  const invoicedMinor = of("revenue");
  const labourMinor = of("labour");
  const otherCostsMinor = of("cost");
  const committedCostsMinor = of("committed_cost");
  const unbilledMinor = of("unbilled");
  const spentMinor = labourMinor + otherCostsMinor;
  const exchangeGainMinor = of("exchange_on_sales") + of("exchange_on_costs");
  // Re-stated on the rates that were paid at: what the exchange brought or took belongs to what the project leaves.
  const marginMinor = invoicedMinor - spentMinor + exchangeGainMinor;
  // What the client will have paid in the end: the budget, or more where more is billed already or waits to be.
  const expectedMinor = Math.max(project.budgetMinor ?? 0, invoicedMinor + of("committed_revenue") + unbilledMinor);
  const figures: Figures = {
    ...about,
    name: project.name,
    code: project.code,
    status: project.status,
    budgetMinor: project.budgetMinor,
    budgetUsedE2: shareE2(spentMinor, project.budgetMinor),
    minutes: sums.minutes,
    budgetMinutes: project.budgetMinutes,
    invoicedMinor,
    collectedMinor: of("collected"),
    // What is still owed counts at its documents' rates, so the gain in what was collected is no part of it.
    outstandingMinor: invoicedMinor + of("exchange_on_sales") - of("collected"),
    exchangeGainMinor,
    unbilledMinor,
    labourMinor,
    otherCostsMinor,
    committedCostsMinor,
    marginMinor,
    marginE2: shareE2(marginMinor, invoicedMinor),
    forecastMarginMinor: expectedMinor === 0 ? null : expectedMinor - spentMinor - committedCostsMinor + exchangeGainMinor,
  };
  return { ...figures, warnings: warningsOf({ figures, project, sums }) };
}

type Figures = Omit<ProjectFigures, "warnings">;

interface Watched {
  figures: Figures;
  project: Project;
  sums: ProjectSums;
}

/** Early warnings, most urgent first: each says how far, so that a person can judge. */
const WARNINGS: readonly { code: string; says: (watched: Watched) => string | null }[] = [
  {
    code: "labour_over_budget",
    says: ({ figures: { labourMinor }, project: { labourBudgetMinor } }) =>
      labourBudgetMinor !== null && labourMinor > labourBudgetMinor ? `Labour is over its budget${by(labourMinor - labourBudgetMinor, labourBudgetMinor)}.` : null,
  },
  {
    code: "hours_over_budget",
    says: ({ figures: { minutes, budgetMinutes } }) => (budgetMinutes !== null && minutes > budgetMinutes ? `${hours(minutes - budgetMinutes)} more than planned were worked.` : null),
  },
  {
    code: "costs_over_budget",
    says: ({ figures: { budgetUsedE2 } }) => (budgetUsedE2 !== null && budgetUsedE2 > 10_000 ? `Costs are above what the client was promised to pay (${percent(budgetUsedE2)} of it).` : null),
  },
  {
    // The client was promised a price; what is done beyond it is nobody's yet.
    code: "scope_creep",
    says: ({ figures: { invoicedMinor, unbilledMinor, budgetMinor } }) =>
      budgetMinor !== null && budgetMinor > 0 && unbilledMinor > 0 && invoicedMinor + unbilledMinor > budgetMinor
        ? `More work was done than was agreed: ${percent(shareE2(invoicedMinor + unbilledMinor, budgetMinor) ?? 0)} of the budget is billed or waits to be.`
        : null,
  },
  {
    code: "retainer_over_served",
    says: ({ sums: { minutesThisMonth }, project: { billing, retainerMinutesPerMonth } }) =>
      billing === "retainer" && retainerMinutesPerMonth !== null && minutesThisMonth > retainerMinutesPerMonth
        ? `${hours(minutesThisMonth - retainerMinutesPerMonth)} more than the retainer covers were worked this month.`
        : null,
  },
  {
    code: "margin_below_target",
    says: ({ figures: { marginE2 }, project: { targetMarginPercent } }) =>
      targetMarginPercent !== null && marginE2 !== null && marginE2 < targetMarginPercent * 100 ? `The margin is ${percent(marginE2)}, below its target of ${targetMarginPercent} %.` : null,
  },
];

function warningsOf(watched: Watched): ProjectFigures["warnings"] {
  return WARNINGS.flatMap(({ code, says }) => {
    const sentence = says(watched);
    return sentence === null ? [] : [{ code, sentence }];
  });
}

/** Part of a whole in hundredths of a percent, half away from zero; null of nothing. */
export function shareE2(part: number, whole: number | null): number | null {
  if (whole === null || whole <= 0) return null;
  const value = (part * 10_000) / whole;
  return Math.sign(value) * Math.round(Math.abs(value)) || 0;
}

function percent(valueE2: number): string {
  return `${Math.round(valueE2 / 10) / 10} %`;
}

function by(part: number, whole: number): string {
  const share = shareE2(part, whole);
  return share === null ? "" : ` by ${percent(share)}`;
}

function hours(minutes: number): string {
  const value = Math.round(minutes / 6) / 10;
  return value === 1 ? "1 hour" : `${value} hours`;
}
