import { beforeEach, describe, expect, test } from "vitest";
import type { BulkLineView } from "../../../shared/api/bulkShapes.ts";
import { aContact, aDocument, aLine, httpHarness } from "../../../test/sim/httpHarness.ts";
import { suggestFromCounts } from "../../suggest/suggestFromCounts.ts";
import type { CodingRequest } from "../engine.ts";

let http: Awaited<ReturnType<typeof httpHarness>>;
let written: Omit<CodingRequest, "organisationId">[];
beforeEach(async () => {
  http = await httpHarness();
  http.deps.suggest = suggestFromCounts(http.db);
  written = [];
  http.deps.engine.applyCodings = async (_, requests) => {
    written.push(...requests);
    return requests.map(() => ({ ok: true, value: { outcome: "written", sentence: "Written." } }));
  };
  await http.put("contact", "contact-1", aContact("Bay Cafe"));
  for (let i = 0; i < 25; i++) await http.put("bill", `bill-${i}`, aDocument("purchases", [aLine(`line-${i}`, 18_000, { accountCode: "310", taxType: "INPUT" })], { status: "paid", number: `NT-${i}` }));
  for (const id of ["one", "two"]) await http.put("bill", id, aDocument("purchases", [aLine(`${id}-line`, 18_000)], { number: `NT-${id}` }));
});

describe("who may do what with suggestions", () => {
  test("a viewer sees accuracy, and may not look into confirming", async () => {
    expect((await http.call("GET", "/v1/suggestions/accuracy", { as: "viewer", organisation: "a" })).status).toBe(200);
    expect((await http.call("GET", "/v1/suggestions/bulk", { as: "viewer", organisation: "a" })).status).toBe(403);
  });
  test("a preview of another organisation shows nothing of this one", async () => {
    const { json } = await http.call("GET", "/v1/suggestions/bulk", { as: "bookkeeper", organisation: "b" });
    expect(json.lines).toEqual([]);
  });
  test("a confirmation belongs to its organisation", async () => {
    const { json } = await http.call("GET", "/v1/suggestions/bulk", { as: "bookkeeper", organisation: "a" });
    const lines = (json.lines as BulkLineView[]).map(({ lineId, account, tax, project }) => ({ lineId, accountCode: account?.value ?? null, taxType: tax?.value ?? null, projectId: project?.value ?? null }));
    const begun = await http.call("POST", "/v1/suggestions/bulk", { as: "bookkeeper", organisation: "a", body: { lines } });
    expect(begun.status).toBe(201);
    for (const [method, act] of [["GET", ""], ["POST", "/continue"], ["POST", "/undo"]] as const)
      expect((await http.call(method, `/v1/suggestions/bulks/${begun.json.id}${act}`, { as: "bookkeeper", organisation: "b" })).status).toBe(404);
    expect(written).toEqual([]);
    await http.call("POST", `/v1/suggestions/bulks/${begun.json.id}/continue`, { as: "bookkeeper", organisation: "a" });
    expect(written.map(({ recordId }) => recordId).sort()).toEqual(["one", "two"]);
  });
});
