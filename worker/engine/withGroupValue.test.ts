import { describe, expect, test } from "vitest";
import { groupValue } from "../../shared/merge/recordGroups.ts";
import type { Json } from "../../shared/merge/groups.ts";
import type { Document } from "../../shared/records/document.ts";
import { aDocument, aLine } from "../../test/sim/httpHarness.ts";
import { withGroupValue } from "./withGroupValue.ts";

const ours = aDocument("sales", [aLine("a", 1_000, { projectId: "p", accountCode: "200" }), aLine("b", 500)], { reference: "ours" });
const xero = aDocument("sales", [aLine("a", 1_200), aLine("c", 300, { accountCode: "310" })], { reference: "theirs" });
const placed = { kind: "invoice", body: ours, xero } as const;

describe("a mixed value becomes our body's group and nothing else", () => {
  test("money: a line that only Xero had comes whole, ours keep coding and project", () => {
    const value = { ...groupValue("invoice", "money", xero), subtotalMinor: 1_300, totalMinor: 1_300 } as Json;
    const body = withGroupValue({ ...placed, group: "money" }, value) as Document;
    expect(body.lines.map(({ id, amountMinor, accountCode, projectId }) => [id, amountMinor, accountCode, projectId])).toEqual([["a", 1_200, "200", "p"], ["c", 300, "310", null]]);
    expect([body.totalMinor, body.reference]).toEqual([1_300, "ours"]);
    expect(groupValue("invoice", "money", body)).toEqual(value);
  });
  test.each([
    ["identity", { date: "2026-12-01", number: "N-1", contactId: "contact-2" }],
    ["coding:a", { accountCode: "404", tracking: [] }],
    ["text:b", { description: "Mixed" }],
  ])("%s", (group, value) => {
    const body = withGroupValue({ ...placed, group }, value);
    expect(groupValue("invoice", group, body)).toEqual(value);
    expect(groupValue("invoice", "money", body)).toEqual(groupValue("invoice", "money", ours));
  });
});
