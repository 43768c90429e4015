import { expect, test } from "vitest";
import type { MonthFigures, ProjectMonth } from "../../../../shared/api/reportShapes.ts";
import { nextOrder, sorted } from "./projectColumns.ts";

const NOTHING: MonthFigures = { invoicedMinor: 0, collectedMinor: 0, labourMinor: 0, otherCostsMinor: 0, exchangeGainMinor: 0, marginMinor: 0, marginE2: null, minutes: 0, outstandingMinor: 0, unbilledMinor: 0 };
const project = (name: string, invoicedMinor: number, budgetUsedE2: number | null): ProjectMonth => ({ id: name, name, code: null, now: { ...NOTHING, invoicedMinor }, before: NOTHING, budgetMinor: null, budgetUsedE2, warnings: [] });
const PROJECTS = [project("Kitchen", 500, null), project("Atlas", 900, 4_000), project("Quay", 500, 9_000)];
const names = (key: string, descending: boolean) => sorted(PROJECTS, { key, descending }).map(({ name }) => name);

test("by name, by figure, equal figures by name, and what has no figure last either way", () => {
  expect(names("name", false)).toEqual(["Atlas", "Kitchen", "Quay"]);
  expect(names("name", true)).toEqual(["Quay", "Kitchen", "Atlas"]);
  expect(names("invoiced", true)).toEqual(["Atlas", "Kitchen", "Quay"]);
  expect(names("invoiced", false)).toEqual(["Kitchen", "Quay", "Atlas"]);
  expect(names("budget", true)).toEqual(["Quay", "Atlas", "Kitchen"]);
  expect(names("budget", false)).toEqual(["Atlas", "Quay", "Kitchen"]);
});

test("another column begins with its largest, the same one turns round", () => {
  expect(nextOrder({ key: "invoiced", descending: true }, "margin")).toEqual({ key: "margin", descending: true });
  expect(nextOrder({ key: "margin", descending: true }, "margin")).toEqual({ key: "margin", descending: false });
  expect(nextOrder({ key: "margin", descending: true }, "name")).toEqual({ key: "name", descending: false });
});
