import { Hono } from "hono";
import { mappingProblems } from "../../../shared/planning/mappingProblems.ts";
import { defaultRules, type SyncRules } from "../../../shared/planning/rules.ts";
import { recordsOfKind } from "../../store/reads/records.ts";
import { readReferences } from "../../store/reads/references.ts";
import { accessTo } from "../access.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";

const MOST = 5_000;

/** GET /v1/mapping-problems: what the rules, services and projects use and Xero has archived or lost. */
export function mappingProblemRoutes({ db, ...deps }: HttpDeps): Hono<HttpEnv> {
  return new Hono<HttpEnv>().get("/mapping-problems", async (c) => {
    const { organisation } = await accessTo(c, { db, ...deps }, { role: "viewer" });
    const [references, services, projects] = await Promise.all([
      readReferences(db, organisation.id), recordsOfKind(db, organisation.id, "service", MOST), recordsOfKind(db, organisation.id, "project", MOST),
    ]);
    const rules: SyncRules = { ...defaultRules(), ...(organisation.rules as Partial<SyncRules>) };
    return c.json({ items: mappingProblems({ ...references, rules, services, projects }), nextCursor: null });
  });
}
