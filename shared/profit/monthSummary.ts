import type { Aged, MonthCompared, MonthFigures, MonthSummary, ProjectMonth } from "../api/reportShapes.ts";
import { lastDayOf, type Month, monthAfter } from "../months.ts";
import { documentAsOf } from "./documentAsOf.ts";
import { type LedgerLine, ledgerLines } from "./ledgerLines.ts";
import type { AtEnds, MonthEnds, MonthRows } from "./monthRows.ts";
import { projectFigures, type ProjectSums, shareE2 } from "./projectFigures.ts";

/** More projects than this in one month are added up in one row. */
export const PROJECTS_SHOWN = 1_000;
const WARNINGS_SHOWN = 10;

export function monthEnds(month: Month): MonthEnds {
  return [lastDayOf(month), lastDayOf(monthAfter(month, -1)), lastDayOf(monthAfter(month, -2))];
}

interface About {
  month: Month;
  currency: string;
  asOf: number;
  xeroReadAt: number | null;
}

/**
 * A month as an owner reads it. What a month did is what stood at its end less what stood at the end of the one before, so months add up to
 * what the projects show; projects, lines without a project and the projects with nothing to tell add up to the organisation.
 */
export function monthSummary(rows: MonthRows, about: About): MonthSummary {
  const standings = standingsOf(rows, about);
  const compared = new Map([...standings].map(([id, standing]) => [id, comparedOf(standing)]));
  const all = rows.projects.map(({ id, body }) => projectMonth(id, body, standings.get(id) ?? NOTHING, about.currency));
  const known = new Set(["", ...all.map(({ id }) => id)]);
  const told = all.filter(hasSomethingToTell).toSorted((a, b) => b.now.invoicedMinor - a.now.invoicedMinor || a.name.localeCompare(b.name));
  const shown = told.slice(0, PROJECTS_SHOWN);
  const isShown = new Set(shown.map(({ id }) => id));
  // What is left of a project that was deleted for good stays in the sum.
  const rest = [...standings].filter(([id]) => !isShown.has(id) && id !== "").map(([, standing]) => standing);
  return {
    ...about,
    organisation: comparedOf(added([...standings.values()])),
    projects: shown,
    withoutProject: compared.get("") ?? comparedOf(NOTHING),
    others: { ...comparedOf(added(rest)), count: all.length - shown.length + [...standings.keys()].filter((id) => !known.has(id)).length },
    receivables: agedOf(rows, "sales"),
    payables: agedOf(rows, "purchases"),
    money: { inMinor: moved(rows, "in", 0), outMinor: moved(rows, "out", 0), beforeInMinor: moved(rows, "in", 1), beforeOutMinor: moved(rows, "out", 1) },
    open: rows.open.map((row) => ({ ...row })),
    records: recordsOf(rows),
    warnings: mostUrgent(shown),
    notWorkedOut: rows.notWorkedOut,
  };
}

type Figure = LedgerLine["type"] | "minutes";
/** What stood at each of the three days. */
type Standing = Readonly<Record<Figure, AtEnds>>;

const ZERO: AtEnds = [0, 0, 0];
const NOTHING: Standing = {
  revenue: ZERO, collected: ZERO, cost: ZERO, exchange_on_sales: ZERO, exchange_on_costs: ZERO, committed_cost: ZERO, committed_revenue: ZERO, labour: ZERO, unbilled: ZERO, minutes: ZERO,
};
const FIGURES = Object.keys(NOTHING) as Figure[];

function plus(a: AtEnds, b: AtEnds): AtEnds {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

function added(standings: readonly Standing[]): Standing {
  return standings.reduce((sum, standing) => Object.fromEntries(FIGURES.map((figure) => [figure, plus(sum[figure], standing[figure])])) as unknown as Standing, NOTHING);
}

/** By project; "" for lines without one. */
function standingsOf(rows: MonthRows, { month, currency }: About): Map<string, Standing> {
  const standings = new Map<string, Standing>();
  const add = (projectId: string, figure: Figure, amounts: AtEnds): void => {
    const before = standings.get(projectId) ?? NOTHING;
    standings.set(projectId, { ...before, [figure]: plus(before[figure], amounts) });
  };
  for (const { projectId, type, amounts, minutes } of rows.sums) {
    add(projectId, type, amounts);
    add(projectId, "minutes", minutes);
  }
  for (const { projectId, amounts } of rows.billedLater) add(projectId, "unbilled", amounts);
  for (const [at, day] of monthEnds(month).entries())
    for (const { kind, body, later } of rows.worked) {
      if (body.date > day) continue;
      for (const line of ledgerLines(kind, documentAsOf(body, day, later), { ...NO_TIME, homeCurrency: currency })) add(line.projectId, line.type, amountAt(at, line.amountMinor));
    }
  return standings;
}

/** Documents need neither people's rates nor services' prices. */
const NO_TIME = { costRates: () => null, hourPriceE4: () => null };

function amountAt(at: number, amountMinor: number): AtEnds {
  return [at === 0 ? amountMinor : 0, at === 1 ? amountMinor : 0, at === 2 ? amountMinor : 0];
}

function comparedOf(standing: Standing): MonthCompared {
  return { now: figuresOf(standing, 0), before: figuresOf(standing, 1) };
}

function figuresOf(standing: Standing, at: 0 | 1): MonthFigures {
  const within = (figure: Figure): number => standing[figure][at] - standing[figure][(at + 1) as 1 | 2];
  const invoicedMinor = within("revenue");
  const labourMinor = within("labour");
  const otherCostsMinor = within("cost");
  const exchangeGainMinor = within("exchange_on_sales") + within("exchange_on_costs");
  const marginMinor = invoicedMinor - labourMinor - otherCostsMinor + exchangeGainMinor;
  return {
    invoicedMinor, labourMinor, otherCostsMinor, exchangeGainMinor, marginMinor,
    collectedMinor: within("collected"),
    marginE2: shareE2(marginMinor, invoicedMinor),
    minutes: within("minutes"),
    outstandingMinor: standing.revenue[at] + standing.exchange_on_sales[at] - standing.collected[at],
    unbilledMinor: standing.unbilled[at],
  };
}

function projectMonth(id: string, project: MonthRows["projects"][number]["body"], standing: Standing, currency: string): ProjectMonth {
  const amounts = Object.fromEntries(FIGURES.filter((figure) => figure !== "minutes").map((figure) => [figure, standing[figure][0]])) as ProjectSums["amounts"];
  const minutes = standing.minutes[0];
  const { name, code, budgetMinor, budgetUsedE2, warnings } = projectFigures(project, { amounts, minutes, minutesThisMonth: minutes - standing.minutes[1] }, { id, currency, clientName: null });
  // Who closed a project has heard its warnings.
  return { ...comparedOf(standing), id, name, code, budgetMinor, budgetUsedE2, warnings: project.status === "active" ? [...warnings] : [] };
}

function hasSomethingToTell({ now, before, warnings }: ProjectMonth): boolean {
  return warnings.length > 0 || [now, before].some((figures) => Object.values(figures).some((value) => value !== 0 && value !== null));
}

/** The warnings of projectFigures.ts come most urgent first; so do these, over all projects. */
function mostUrgent(projects: readonly ProjectMonth[]): MonthSummary["warnings"] {
  const ranked = projects.flatMap(({ id, name, warnings }) => warnings.map((warning, rank) => ({ ...warning, projectId: id, projectName: name, rank })));
  const sorted = ranked.toSorted((a, b) => a.rank - b.rank || a.projectName.localeCompare(b.projectName)).slice(0, WARNINGS_SHOWN);
  return sorted.map(({ code, sentence, projectId, projectName }) => ({ code, sentence, projectId, projectName }));
}

function agedOf(rows: MonthRows, side: "sales" | "purchases"): Aged {
  const due = rows.due.filter((row) => row.side === side);
  const of = (bucket: string): number => due.reduce((sum, row) => sum + (row.bucket === bucket ? row.dueMinor : 0), 0);
  const sum = (field: "dueMinor" | "beforeMinor" | "documents"): number => due.reduce((all, row) => all + row[field], 0);
  return {
    currentMinor: of("current"), to30Minor: of("to30"), to60Minor: of("to60"), to90Minor: of("to90"), over90Minor: of("over90"),
    totalMinor: sum("dueMinor"),
    documents: sum("documents"),
    creditsMinor: rows.credits.reduce((all, row) => all + (row.side === side ? row.leftMinor : 0), 0),
    beforeMinor: sum("beforeMinor"),
  };
}

function moved(rows: MonthRows, direction: "in" | "out", back: 0 | 1): number {
  return rows.money.reduce((sum, row) => sum + (row.direction === direction && row.back === back ? row.amountMinor : 0), 0);
}

function recordsOf({ states }: MonthRows): MonthSummary["records"] {
  const of = (state: string): number => states.find((row) => row.state === state)?.count ?? 0;
  return { waiting: of("waiting"), refused: of("refused"), conflict: of("conflict"), proposal: of("proposal"), quarantined: of("quarantined") };
}
