import { expect, test } from "vitest";
import { dueMonths } from "./dueMonths.ts";

const SYDNEY = "Australia/Sydney";
/** Midnight of 1 November in Sydney is one in the afternoon of 31 October in UTC. */
const MONTH_END = Date.UTC(2026, 9, 31, 13);
const HOUR = 3_600_000;
const base = { unread: null, timeZone: SYDNEY, createdAt: Date.UTC(2026, 7, 20), closedTo: "2026-09" as string | null };

test.each<[string, Partial<Parameters<typeof dueMonths>[0]> & { now: number }, string[], string?]>([
  ["a minute before the organisation's own midnight the month is not over", { now: MONTH_END - 60_000, readAt: MONTH_END - 120_000 }, []],
  ["after it, it waits for Xero to be read once more", { now: MONTH_END + 60_000, readAt: MONTH_END - 60_000 }, [], "2026-10"],
  ["and is closed then", { now: MONTH_END + 10 * 60_000, readAt: MONTH_END + 5 * 60_000, unread: { month: "2026-10", since: MONTH_END } }, ["2026-10"]],
  ["where Xero cannot be read, a day after it began to wait", { now: MONTH_END + 24 * HOUR, readAt: MONTH_END - 60_000, unread: { month: "2026-10", since: MONTH_END } }, ["2026-10"]],
  ["not a minute before", { now: MONTH_END + 24 * HOUR - 60_000, readAt: MONTH_END - 60_000, unread: { month: "2026-10", since: MONTH_END } }, [], "2026-10"],
  ["nor because an earlier month waited long ago", { now: MONTH_END + 24 * HOUR, readAt: MONTH_END - 60_000, unread: { month: "2026-09", since: MONTH_END - 31 * 24 * HOUR } }, [], "2026-10"],
  ["after weeks in which nothing ran, Xero is read first", { now: MONTH_END + 20 * 24 * HOUR, readAt: MONTH_END - 20 * 24 * HOUR, closedTo: "2026-08" }, ["2026-09"], "2026-10"],
  ["and both months are closed where that fails for a day", { now: MONTH_END + 21 * 24 * HOUR, readAt: MONTH_END - 40 * 24 * HOUR, closedTo: "2026-08", unread: { month: "2026-10", since: MONTH_END + 20 * 24 * HOUR } }, ["2026-09", "2026-10"]],
  ["never before Xero was read at all", { now: MONTH_END + 48 * HOUR, readAt: null }, []],
  ["closed once, it is not due again", { now: MONTH_END + 10 * 60_000, readAt: MONTH_END + 5 * 60_000, closedTo: "2026-10" }, []],
  ["two months that nobody closed are both due, the older first", { now: MONTH_END + 10 * 60_000, readAt: MONTH_END + 5 * 60_000, closedTo: "2026-08" }, ["2026-09", "2026-10"]],
  ["of which the older need not wait for the newer", { now: MONTH_END + 60_000, readAt: MONTH_END - 60_000, closedTo: "2026-08" }, ["2026-09"], "2026-10"],
  ["the first is the month in which the firm connected", { now: MONTH_END - 60_000, readAt: MONTH_END - 120_000, closedTo: null }, ["2026-08", "2026-09"]],
])("%s", (_, given, months, unread) => expect(dueMonths({ ...base, readAt: null, ...given })).toEqual({ months, unread: unread ?? null }));

const TONGA = "Pacific/Tongatapu";
const LISBON = "Europe/Lisbon";
test.each<[string, string, number, string[]]>([
  ["thirteen hours ahead of UTC a month is over while UTC has its last morning", TONGA, Date.UTC(2026, 9, 31, 11), ["2026-10"]],
  ["and not an hour before", TONGA, Date.UTC(2026, 9, 31, 10, 59), []],
  ["where clocks go back on the last night but six, by the clock that holds then", LISBON, Date.UTC(2026, 10, 1, 0, 1), ["2026-10"]],
  ["where summer time begins on a month's last day, an hour earlier by UTC", LISBON, Date.UTC(2024, 2, 31, 23, 1), ["2024-03"]],
  ["not by the clock of that morning", LISBON, Date.UTC(2024, 2, 31, 22, 59), []],
])("%s", (_, timeZone, now, months) => {
  const month = (months[0] ?? (now < Date.UTC(2025, 0) ? "2024-03" : "2026-10"));
  expect(dueMonths({ now, timeZone, createdAt: now, closedTo: month.replace(/\d\d$/, (text) => String(Number(text) - 1).padStart(2, "0")), readAt: now, unread: null }).months).toEqual(months);
});
