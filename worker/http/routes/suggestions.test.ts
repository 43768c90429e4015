import { beforeEach, describe, expect, test } from "vitest";
import { aContact, aDocument, aLine, httpHarness } from "../../../test/sim/httpHarness.ts";
import { prepareAhead } from "../../suggest/prepareAhead.ts";
import type { CodingRequest } from "../engine.ts";

let http: Awaited<ReturnType<typeof httpHarness>>;
let written: CodingRequest[];
beforeEach(async () => {
  http = await httpHarness();
  written = [];
  http.deps.engine.applyCoding = async (request) => {
    written.push(request);
    return { ok: true, value: { outcome: "written", sentence: "Written." } };
  };
  await http.put("contact", "contact-1", aContact("Bay Cafe"));
  for (let i = 0; i < 25; i++) await http.put("bill", `bill-${i}`, aDocument("purchases", [aLine(`line-${i}`, 18_000, { accountCode: "310", taxType: "INPUT" })], { status: "paid", number: `NT-${i}` }));
  for (const id of ["one", "two"]) await http.put("bill", id, aDocument("purchases", [aLine(`${id}-line`, 18_000)], { number: `NT-${id}` }));
  await prepareAhead(http.db, "a", 0);
});
const bulk = (as: "viewer" | "bookkeeper") => http.call("GET", "/v1/suggestions/bulk", { as, organisation: "a" });

describe("confirming many at once", () => {
  test("the preview writes nothing", async () => {
    const answer = await bulk("bookkeeper");
    expect(answer.status).toBe(200);
    expect(written).toEqual([]);
  });
  test("only the named lines are written; what is not in the preview is reported", async () => {
    const { items } = (await bulk("bookkeeper")).json as { items: { lineId: string }[] };
    expect(items.map(({ lineId }) => lineId).sort()).toEqual(["one-line", "two-line"]);
    const answer = await http.call("POST", "/v1/suggestions/bulk", { as: "bookkeeper", organisation: "a", body: { lineIds: ["one-line", "nobody"] } });
    expect((answer.json as { leftOut: string[] }).leftOut).toEqual(["nobody"]);
    expect(written.map(({ recordId, lines }) => [recordId, lines.map(({ accountCode }) => accountCode)])).toEqual([["one", ["310"]]]);
  });
  test("a viewer may not", async () => expect((await bulk("viewer")).status).toBe(403));
  test("accuracy is open to viewers", async () => expect((await http.call("GET", "/v1/suggestions/accuracy", { as: "viewer", organisation: "a" })).status).toBe(200));
});
