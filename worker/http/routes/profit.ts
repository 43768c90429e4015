import { Hono } from "hono";
import { findRecord, recordsOfKind } from "../../store/reads/records.ts";
import { accessTo } from "../access.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { loadFigures } from "../loadFigures.ts";
import { refuse } from "../refuse.ts";

const PROJECTS_MAX = 1_000;

/** Profit of one project and of all. */
export function profitRoutes(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();

  app.get("/projects/:id/profit", async (c) => {
    const { organisation } = await accessTo(c, deps, { role: "viewer", keys: true });
    const project = await findRecord(deps.db, organisation.id, c.req.param("id"));
    if (project === null || project.kind !== "project" || project.deletedAt !== null) return refuse("not_found", "There is no such project.");
    const [figures] = await loadFigures(deps, organisation, [project]);
    return c.json(figures);
  });

  app.get("/profit", async (c) => {
    const { organisation } = await accessTo(c, deps, { role: "viewer", keys: true });
    const projects = await recordsOfKind(deps.db, organisation.id, "project", PROJECTS_MAX);
    return c.json({ items: await loadFigures(deps, organisation, projects), nextCursor: null });
  });

  return app;
}
