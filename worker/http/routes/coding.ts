import { Hono } from "hono";
import { ApplyCodingInput } from "../../../shared/api/inputs.ts";
import { findRecord } from "../../store/reads/records.ts";
import { accessByShortCode } from "../access.ts";
import { checkMentions } from "../bodies/checkMentions.ts";
import { mentions } from "../bodies/mentions.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { idempotent } from "../idempotent.ts";
import { readBody } from "../input.ts";
import { refuse } from "../refuse.ts";
import { written } from "../written.ts";

/** POST /v1/bills/{id}/coding: what Apply on the card does. */
export function codingRoutes(deps: HttpDeps): Hono<HttpEnv> {
  return new Hono<HttpEnv>().post("/bills/:id/coding", async (c) => {
    const input = await readBody(c, ApplyCodingInput);
    const access = await accessByShortCode(c, deps, { role: "bookkeeper", shortCode: input.shortCode });
    if (access === null) return refuse("wrong_organisation", "The page's organisation is not connected here.");
    const { organisation, actor } = access;
    const recordId = c.req.param("id");
    const record = await findRecord(deps.db, organisation.id, recordId);
    if (record === null || record.kind !== "bill") return refuse("not_found", "There is no such bill in the organisation of the page.");
    const ids = new Set(record.body.lines.map((line) => line.id));
    const stranger = input.lines.findIndex(({ lineId }) => !ids.has(lineId));
    if (stranger >= 0) refuse("unknown_reference", `lines.${stranger}.lineId is not a line of this bill.`, { at: `lines.${stranger}.lineId`, remedy: "Open the card again: the bill's lines have changed." });
    if (new Set(input.lines.map(({ lineId }) => lineId)).size < input.lines.length) refuse("invalid_input", "lines names a line twice.", { at: "lines" });
    await checkMentions(deps.db, organisation.id, mentions({ lines: input.lines }));
    return idempotent(c, deps, organisation.id, async () =>
      written(deps, organisation, recordId, await deps.engine.applyCoding({ organisationId: organisation.id, recordId, lines: input.lines, actor })),
    );
  });
}
