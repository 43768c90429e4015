import { Hono } from "hono";
import { MarksInput } from "../../../shared/api/inputs.ts";
import type { MarksView } from "../../../shared/api/views.ts";
import { accessByShortCode } from "../access.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { readBody } from "../input.ts";
import { loadMarks, pageState } from "../loadMarks.ts";

/** POST /v1/marks: chips and badges of one Xero page. */
export function markRoutes(deps: HttpDeps): Hono<HttpEnv> {
  return new Hono<HttpEnv>().post("/marks", async (c) => {
    const { shortCode, records } = await readBody(c, MarksInput);
    const access = await accessByShortCode(c, deps, { role: "viewer", shortCode });
    const nothing: MarksView = { page: "not-connected", organisation: null, marks: {} };
    if (access === null) return c.json(nothing);
    const { organisation } = access;
    if (pageState(organisation) === "not-connected") return c.json({ ...nothing, organisation: { id: organisation.id, name: organisation.name } });
    return c.json(await loadMarks(deps, organisation, [...new Set(records.map(({ id }) => id))]));
  });
}
