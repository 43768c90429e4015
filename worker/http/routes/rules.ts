import { Hono } from "hono";
import { SyncRulesInput } from "../../../shared/api/syncRulesInput.ts";
import { defaultRules, type SyncRules } from "../../../shared/planning/rules.ts";
import { suggestionRules } from "../../../shared/suggest/suggestionRules.ts";
import { saveSyncRules } from "../../store/reads/syncRules.ts";
import { readReferences } from "../../store/reads/references.ts";
import { accessTo } from "../access.ts";
import { checkMentions } from "../bodies/checkMentions.ts";
import { mentions } from "../bodies/mentions.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { readBody } from "../input.ts";
import { refuse } from "../refuse.ts";

/** The organisation's sync rules. */
export function ruleRoutes(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();

  app.get("/rules", async (c) => {
    const { organisation } = await accessTo(c, deps, { role: "viewer" });
    const { suggestions: _, ...rules } = organisation.rules as SyncRules & { suggestions?: unknown };
    return c.json({ ...defaultRules(), ...rules });
  });

  app.put("/rules", async (c) => {
    const { organisation } = await accessTo(c, deps, { role: "admin" });
    const rules = await readBody(c, SyncRulesInput);
    await checkMentions(deps.db, organisation.id, mentions({ defaultCoding: rules.defaultCoding }));
    const { accounts, trackingCategories } = await readReferences(deps.db, organisation.id);
    for (const [method, accountId] of Object.entries(rules.paymentAccounts))
      if (!accounts.some(({ id, status }) => id === accountId && status === "active"))
        refuse("unknown_reference", `paymentAccounts.${method} is not an active account of this organisation.`, { at: `paymentAccounts.${method}` });
    const category = rules.projectTrackingCategoryId;
    if (category !== null && !trackingCategories.some(({ id, status }) => id === category && status === "active"))
      refuse("unknown_reference", "projectTrackingCategoryId is not an active tracking category of this organisation.", { at: "projectTrackingCategoryId" });
    // What an admin decided about suggestions stands with the rules, and has its own address.
    await saveSyncRules(deps.db, organisation.id, { ...rules, suggestions: suggestionRules(organisation.rules) }, deps.clock.now());
    deps.later(deps.wake(organisation.id));
    return c.json(rules);
  });

  return app;
}
