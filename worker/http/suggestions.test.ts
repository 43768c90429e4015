import { beforeEach, describe, expect, test } from "vitest";
import type { Line } from "../../shared/records/document.ts";
import { readReferences } from "../store/reads/references.ts";
import { recordsOfKind } from "../store/reads/records.ts";
import { aContact, aDocument, aLine, aProject, httpHarness } from "../../test/sim/httpHarness.ts";
import { suggestFromCounts } from "../suggest/suggestFromCounts.ts";

let http: Awaited<ReturnType<typeof httpHarness>>;
beforeEach(async () => {
  http = await httpHarness();
  for (const organisationId of ["a", "b"]) {
    await http.put("contact", `printer-${organisationId}`, aContact("Northern Type Printers"), { organisationId });
    await http.put("contact", `bank-${organisationId}`, aContact("Harbour Bank"), { organisationId });
    await http.put("project", `project-${organisationId}`, aProject("Website"), { organisationId });
  }
  await http.put("project", "project-2", aProject("Annual report"));
});

async function bill(id: string, contactId: string, line: Partial<Line>, more: { organisationId?: string; status?: "draft" | "paid" | "voided"; day?: number } = {}): Promise<void> {
  const { organisationId = "a", status = "paid", day = 1 } = more;
  await http.put("bill", id, aDocument("purchases", [aLine(`${id}-line`, 18_000, line)], { contactId, status, date: `2026-10-${String(day).padStart(2, "0")}` }), { organisationId });
}
const PRINT = { description: "Printing of brochures", accountCode: "310", taxType: "INPUT", projectId: "project-a" };
const FEE = { description: "Monthly account fee", accountCode: "404", taxType: "INPUT" };

async function suggest(id: string) {
  const bills = await recordsOfKind(http.db, "a", "bill", 100);
  const { lines, earlier } = await suggestFromCounts(http.db)({ organisationId: "a", documents: bills.filter((one) => one.id === id), references: await readReferences(http.db, "a") });
  return { line: lines.get(`${id}-line`), earlier };
}

describe("suggestions are counted from the organisation's own posted lines", () => {
  test("a known supplier's next bill gets its account, tax and project, with the lines as evidence", async () => {
    for (let day = 1; day <= 12; day += 1) {
      await bill(`print-${day}`, "printer-a", PRINT, { day });
      await bill(`fee-${day}`, "bank-a", FEE, { day });
    }
    await bill("new", "printer-a", { description: "Printing of brochures" }, { status: "draft", day: 20 });
    const { line, earlier } = await suggest("new");
    expect([line?.account.value, line?.tax.value, line?.project.value]).toEqual(["310", "INPUT", "project-a"]);
    expect(line?.account.agree).toEqual({ count: 12, of: 12 });
    expect(line?.account.evidence.map((id) => earlier.get(id)?.document.body.contactId)).toEqual(expect.arrayContaining(["printer-a"]));
  });

  test("nothing comes from another organisation, from drafts or from voided bills", async () => {
    for (let day = 1; day <= 6; day += 1) {
      await bill(`b-${day}`, "printer-b", PRINT, { organisationId: "b", day });
      await bill(`d-${day}`, "printer-a", PRINT, { status: "draft", day });
      await bill(`v-${day}`, "printer-a", PRINT, { status: "voided", day });
    }
    await bill("new", "printer-a", { description: "Printing of brochures" }, { status: "draft" });
    const { line, earlier } = await suggest("new");
    expect(earlier.size).toBe(0);
    expect([line?.account.value, line?.project.value, line?.tax.value]).toEqual([null, null, null]);
    expect(line?.account.abstained).toBe("These books have no confirmed lines yet.");
  });

  test("an archived account and a closed project are never suggested", async () => {
    await http.put("project", "closed", aProject("Old", { status: "closed" }));
    for (let day = 1; day <= 12; day += 1) await bill(`p-${day}`, "printer-a", { ...PRINT, accountCode: "999", projectId: "closed" }, { day });
    await bill("new", "printer-a", { description: "Printing of brochures" }, { status: "draft" });
    const { line } = await suggest("new");
    expect(line?.account.value).not.toBe("999");
    expect(line?.project.value).not.toBe("closed");
  });

  test("a line that is fully coded is left alone", async () => {
    await bill("done", "printer-a", PRINT, { status: "draft" });
    expect((await suggest("done")).line).toBeUndefined();
  });
});
