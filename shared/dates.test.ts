import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { addDays, dayInZone, daysBetween, ianaZone, isLocalDate, parseXeroDate, parseXeroInstant } from "./dates.ts";
import { isUuid, uuidv7 } from "./ids.ts";

describe("days", () => {
  test.each([
    ["/Date(1552521600000+0000)/", "2019-03-14"],
    // A zone beside Xero's milliseconds does not move the day: they are the day's midnight in UTC.
    ["/Date(1552521600000+1300)/", "2019-03-14"],
    ["2019-03-14T00:00:00", "2019-03-14"],
    ["2019-03-14", "2019-03-14"],
    ["2026-02-30", null],
    ["/Date(none)/", null],
    ["14/03/2019", null],
    [null, null],
    [1_552_521_600_000, null],
  ])("%s is the day %s", (value, day) => expect(parseXeroDate(value)).toBe(day));

  test("only days of the calendar are days", () => {
    expect(["2024-02-29", "2026-02-29", "2026-13-01", "2026-1-1", ""].map(isLocalDate)).toEqual([true, false, false, false, false]);
  });

  test("adding and counting cross months, years and the change of clocks", () => {
    expect(addDays("2026-12-30", 3)).toBe("2027-01-02");
    expect(addDays("2026-10-04", -1)).toBe("2026-10-03");
    expect(daysBetween("2026-10-01", "2026-11-01")).toBe(31);
  });

  test("today is the organisation's: the same instant is two days", () => {
    const at = Date.UTC(2026, 10, 22, 14, 30);
    expect(dayInZone(at, "Australia/Sydney")).toBe("2026-11-23");
    expect(dayInZone(at, "Europe/London")).toBe("2026-11-22");
  });
});

test.each([
  ["/Date(1552522535440+0000)/", 1_552_522_535_440],
  ["2026-07-16T10:00:00.5", Date.UTC(2026, 6, 16, 10, 0, 0, 500)],
  ["2026-07-16T10:00:00Z", Date.UTC(2026, 6, 16, 10)],
  ["yesterday", null],
])("%s is the instant %s", (value, at) => expect(parseXeroInstant(value)).toBe(at));

test("every zone of Xero's enumeration is a zone that the calendar knows", () => {
  const source = readFileSync(new URL("../node_modules/xero-node/dist/gen/model/accounting/timeZone.js", import.meta.url), "utf8");
  const names = [...new Set([...source.matchAll(/"([A-Z0-9]{3,})"/g)].map((match) => match[1]!))];
  expect(names.length).toBeGreaterThan(130);
  for (const name of names) {
    const zone = ianaZone(name);
    expect(zone, name).not.toBeNull();
    expect(dayInZone(0, zone!), name).toMatch(/^19(69|70)-/);
  }
  expect(ianaZone("MARSSTANDARDTIME")).toBeNull();
});

test("a UUIDv7 carries its time, version and variant, and later ones sort later", () => {
  const bytes = new Uint8Array(10).fill(255);
  const id = uuidv7(Date.UTC(2026, 10, 23), bytes);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7fff-bfff-ffffffffffff$/);
  expect(Number.parseInt(id.slice(0, 13).replace("-", ""), 16)).toBe(Date.UTC(2026, 10, 23));
  expect(isUuid(id)).toBe(true);
  expect(uuidv7(Date.UTC(2026, 10, 24), new Uint8Array(10)) > id).toBe(true);
});
