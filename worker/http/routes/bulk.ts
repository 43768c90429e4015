import { Hono } from "hono";
import { ConfirmBulkInput } from "../../../shared/api/bulkShapes.ts";
import { BULK } from "../../../shared/limits.ts";
import { readBulk, recentBulks, turnToUndo } from "../../store/reads/bulks.ts";
import type { OrganisationRow } from "../../store/reads/organisations.ts";
import { accessTo } from "../access.ts";
import { beginBulk } from "../bulk/beginBulk.ts";
import { bulkPreview } from "../bulk/bulkPreview.ts";
import { bulkViews } from "../bulk/bulkView.ts";
import { continueBulk } from "../bulk/continueBulk.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { idempotent } from "../idempotent.ts";
import { readBody, readQuery } from "../input.ts";
import { decodeCursor } from "../page.ts";
import { QUERIES } from "../queries.ts";
import { refuse } from "../refuse.ts";

/** Confirming many lines at once: what it would do, doing it step by step, and taking it back. Only people may. */
export function bulkRoutes(deps: HttpDeps): Hono<HttpEnv> {
  const viewOf = async (organisation: OrganisationRow, bulkId: string) => {
    const found = await readBulk(deps.db, organisation.id, bulkId);
    if (found === null) return refuse("not_found", "There is no such confirmation.");
    const [view] = await bulkViews(deps, organisation, [found]);
    return view;
  };
  return new Hono<HttpEnv>()
    .get("/suggestions/bulk", async (c) => {
      const { cursor, ...only } = readQuery(c, QUERIES.suggestionBulk);
      const { organisation } = await accessTo(c, deps, { role: "bookkeeper" });
      return c.json(await bulkPreview(deps, organisation, { ...only, after: decodeCursor(cursor) }));
    })
    .post("/suggestions/bulk", async (c) => {
      const { lines } = await readBody(c, ConfirmBulkInput);
      const { organisation, actor } = await accessTo(c, deps, { role: "bookkeeper" });
      if (new Set(lines.map(({ lineId }) => lineId)).size < lines.length) refuse("invalid_input", "lines names a line twice.", { at: "lines" });
      if (organisation.state !== "connected") refuse("sign_in_needed", "Xero is not connected, so nothing was confirmed.");
      return idempotent(c, deps, organisation.id, async (newId) => {
        await beginBulk(deps, organisation, lines, { id: newId, actor });
        return c.json(await viewOf(organisation, newId), 201);
      });
    })
    .get("/suggestions/bulks", async (c) => {
      const { organisation } = await accessTo(c, deps, { role: "bookkeeper" });
      return c.json({ items: await bulkViews(deps, organisation, await recentBulks(deps.db, organisation.id, BULK.confirmationsListed)) });
    })
    .get("/suggestions/bulks/:id", async (c) => {
      const { organisation } = await accessTo(c, deps, { role: "bookkeeper" });
      return c.json(await viewOf(organisation, c.req.param("id")));
    })
    .post("/suggestions/bulks/:id/continue", async (c) => {
      const { organisation, actor } = await accessTo(c, deps, { role: "bookkeeper" });
      const bulkId = c.req.param("id");
      if ((await readBulk(deps.db, organisation.id, bulkId)) === null) refuse("not_found", "There is no such confirmation.");
      const step = continueBulk(deps, { organisation, bulkId, actor });
      // A page that is closed or reloaded in the middle does not cut the step off: else its bills would wait until the claim is old.
      deps.later(step.catch(() => undefined));
      await step;
      return c.json(await viewOf(organisation, bulkId));
    })
    .post("/suggestions/bulks/:id/undo", async (c) => {
      const { organisation, actor } = await accessTo(c, deps, { role: "bookkeeper" });
      const bulkId = c.req.param("id");
      const found = await readBulk(deps.db, organisation.id, bulkId);
      if (found === null) return refuse("not_found", "There is no such confirmation.");
      await turnToUndo(deps.db, { organisationId: organisation.id, bulkId }, actor, deps.clock.now());
      return c.json(await viewOf(organisation, bulkId));
    });
}
