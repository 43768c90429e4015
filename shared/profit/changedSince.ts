import type { FigureChange, MonthFigures, MonthSummary } from "../api/reportShapes.ts";
import { PROJECTS_SHOWN } from "./monthSummary.ts";

const OF_FIGURES: readonly (readonly [FigureChange["figure"], keyof MonthFigures])[] = [
  ["invoiced", "invoicedMinor"], ["collected", "collectedMinor"], ["labour", "labourMinor"], ["other_costs", "otherCostsMinor"], ["exchange_gain", "exchangeGainMinor"],
  ["margin", "marginMinor"], ["outstanding", "outstandingMinor"], ["unbilled", "unbilledMinor"],
];

const OF_SUMMARY: readonly (readonly [FigureChange["figure"], (summary: MonthSummary) => number])[] = [
  ["receivables", ({ receivables }) => receivables.totalMinor], ["payables", ({ payables }) => payables.totalMinor],
  ["money_in", ({ money }) => money.inMinor], ["money_out", ({ money }) => money.outMinor],
];

const NOTHING = Object.fromEntries(OF_FIGURES.map(([, field]) => [field, 0])) as unknown as MonthFigures;

/**
 * What a closed month would say today: a document of it that was approved, changed or voided since, a payment booked back. What only ever
 * stood at one moment (drafts, records that wait, warnings) is not compared.
 */
export function changedSince(closed: MonthSummary, now: MonthSummary): FigureChange[] {
  const ofOrganisation = [
    ...between(null, closed.organisation.now, now.organisation.now),
    ...OF_SUMMARY.flatMap(([figure, of]) => change(null, figure, of(closed), of(now))),
  ];
  const before = new Map(closed.projects.map((project) => [project.id, project]));
  const after = new Map(now.projects.map((project) => [project.id, project]));
  // A project that is not among them had nothing to tell, unless there were too many to name.
  const complete = closed.projects.length < PROJECTS_SHOWN && now.projects.length < PROJECTS_SHOWN;
  const ids = [...new Set([...before.keys(), ...after.keys()])].filter((id) => complete || (before.has(id) && after.has(id)));
  const ofProjects = ids.flatMap((id) => between({ id, name: (after.get(id) ?? before.get(id))?.name ?? "" }, before.get(id)?.now ?? NOTHING, after.get(id)?.now ?? NOTHING));
  return [...ofOrganisation, ...ofProjects];
}

function between(project: FigureChange["project"], before: MonthFigures, after: MonthFigures): FigureChange[] {
  return OF_FIGURES.flatMap(([figure, field]) => change(project, figure, before[field] ?? 0, after[field] ?? 0));
}

function change(project: FigureChange["project"], figure: FigureChange["figure"], thenMinor: number, nowMinor: number): FigureChange[] {
  return thenMinor === nowMinor ? [] : [{ project, figure, thenMinor, nowMinor }];
}
