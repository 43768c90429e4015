import { expect, test } from "vitest";
import { dueMonths } from "./dueMonths.ts";

const SYDNEY = "Australia/Sydney";
/** Midnight of 1 November in Sydney is one in the afternoon of 31 October in UTC. */
const MONTH_END = Date.UTC(2026, 9, 31, 13);
const HOUR = 3_600_000;
const base = { timeZone: SYDNEY, createdAt: Date.UTC(2026, 7, 20), closedTo: "2026-09" as string | null };

test.each<[string, Partial<Parameters<typeof dueMonths>[0]> & { now: number }, string[]]>([
  ["a minute before the organisation's own midnight the month is not over", { now: MONTH_END - 60_000, readAt: MONTH_END - 120_000 }, []],
  ["after it, it waits for Xero to be read once more", { now: MONTH_END + 60_000, readAt: MONTH_END - 60_000 }, []],
  ["and is closed then", { now: MONTH_END + 10 * 60_000, readAt: MONTH_END + 5 * 60_000 }, ["2026-10"]],
  ["where Xero cannot be read, a day later", { now: MONTH_END + 24 * HOUR, readAt: MONTH_END - 60_000 }, ["2026-10"]],
  ["never before Xero was read at all", { now: MONTH_END + 48 * HOUR, readAt: null }, []],
  ["closed once, it is not due again", { now: MONTH_END + 10 * 60_000, readAt: MONTH_END + 5 * 60_000, closedTo: "2026-10" }, []],
  ["two months that nobody closed are both due, the older first", { now: MONTH_END + 10 * 60_000, readAt: MONTH_END + 5 * 60_000, closedTo: "2026-08" }, ["2026-09", "2026-10"]],
  ["of which the older need not wait for the newer", { now: MONTH_END + 60_000, readAt: MONTH_END - 60_000, closedTo: "2026-08" }, ["2026-09"]],
  ["the first is the month in which the firm connected", { now: MONTH_END - 60_000, readAt: MONTH_END - 120_000, closedTo: null }, ["2026-08", "2026-09"]],
])("%s", (_, given, expected) => expect(dueMonths({ ...base, readAt: null, ...given })).toEqual(expected));
