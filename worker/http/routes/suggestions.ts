import { Hono } from "hono";
import { accuracyOf } from "../../suggest/accuracyOf.ts";
import { accessTo } from "../access.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";

/** How suggestions fared. */
export function suggestionRoutes(deps: HttpDeps): Hono<HttpEnv> {
  return new Hono<HttpEnv>().get("/suggestions/accuracy", async (c) => {
    const { organisation } = await accessTo(c, deps, { role: "viewer" });
    return c.json({ items: await accuracyOf(deps.db, organisation.id) });
  });
}
