import { Hono } from "hono";
import type { MonthListView, MonthReportView } from "../../../shared/api/reportShapes.ts";
import { dayInZone } from "../../../shared/dates.ts";
import { REPORTS } from "../../../shared/limits.ts";
import { type Month, monthAfter, monthName, monthOf, monthsFrom } from "../../../shared/months.ts";
import { changedSince } from "../../../shared/profit/changedSince.ts";
import type { OrganisationFacts } from "../../../shared/records/organisation.ts";
import { countMonth } from "../../reports/countMonth.ts";
import { closedMonth, closedMonths, firstDatedDay } from "../../store/reads/month/closedMonths.ts";
import type { OrganisationRow } from "../../store/reads/organisations.ts";
import { accessTo } from "../access.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { readQuery } from "../input.ts";
import { QUERIES } from "../queries.ts";
import { refuse } from "../refuse.ts";

/** Months as they were closed, and those that are not. Calendar and "today" are the organisation's own. */
export function reportRoutes(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const { db, clock } = deps;

  app.get("/reports/months", async (c) => {
    const { organisation } = await accessTo(c, deps, { role: "viewer", keys: true });
    const running = runningMonth(organisation, clock.now());
    const [closed, first] = await Promise.all([closedMonths(db, organisation.id), firstMonth(organisation, running)]);
    const known = new Map(closed.map((row) => [row.month, row]));
    const items = monthsFrom(first, running).toReversed().map((month): MonthListView["items"][number] => {
      const row = known.get(month);
      return { month, state: month === running ? "running" : row === undefined ? "counted" : "closed", closedAt: row?.closedAt ?? null, sentence: row?.sentence ?? null };
    });
    return c.json({ items } satisfies MonthListView);
  });

  app.get("/reports/month", async (c) => {
    const { organisation } = await accessTo(c, deps, { role: "viewer", keys: true });
    const { month } = readQuery(c, QUERIES.monthReport);
    const now = clock.now();
    const running = runningMonth(organisation, now);
    if (month > running) return refuse("invalid_input", `${monthName(month)} has not begun yet.`, { at: "month", remedy: "GET /v1/reports/months lists the months there are." });
    if (month < (await firstMonth(organisation, running))) return refuse("not_found", `Nothing is recorded in ${monthName(month)} or before.`, { at: "month", remedy: "GET /v1/reports/months lists the months there are." });
    const [closed, counted] = await Promise.all([closedMonth(db, organisation.id, month), countMonth(db, organisation, month, now)]);
    return c.json((closed === null
      ? { month, state: month === running ? "running" : "counted", closedAt: null, summary: counted, changes: [] }
      : { month, state: "closed", closedAt: closed.closedAt, summary: closed.summary, changes: changedSince(closed.summary, counted) }) satisfies MonthReportView);
  });

  /** The first month with anything in it, of as many as are listed. */
  async function firstMonth({ id }: OrganisationRow, running: Month): Promise<Month> {
    const day = await firstDatedDay(db, id);
    const first = day === null ? running : monthOf(day);
    const earliest = monthAfter(running, 1 - REPORTS.monthsListed);
    return first > running ? running : first < earliest ? earliest : first;
  }

  return app;
}

function runningMonth(organisation: OrganisationRow, now: number): Month {
  return monthOf(dayInZone(now, (organisation.facts as OrganisationFacts | null)?.timeZone ?? "UTC"));
}
