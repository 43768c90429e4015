import { Hono } from "hono";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { refuseStrayQuery, routesAt } from "../queries.ts";
import { refuse } from "../refuse.ts";
import { activityRoutes } from "./activity.ts";
import { apiKeyRoutes } from "./apiKeys.ts";
import { bulkRoutes } from "./bulk.ts";
import { auditRoutes } from "./audit.ts";
import { codingRoutes } from "./coding.ts";
import { conflictRoutes } from "./conflicts.ts";
import { contactQuestionRoutes } from "./contactQuestions.ts";
import { contextRoutes } from "./context.ts";
import { creditRoutes } from "./credits.ts";
import { deletionRoutes } from "./deletion.ts";
import { documentStepRoutes } from "./documentSteps.ts";
import { mappingProblemRoutes } from "./mappingProblems.ts";
import { heldUpRoutes } from "./heldUp.ts";
import { markRoutes } from "./marks.ts";
import { memberRoutes } from "./members.ts";
import { openapiRoutes } from "./openapi.ts";
import { organisationRoutes } from "./organisation.ts";
import { profitRoutes } from "./profit.ts";
import { proposalRoutes } from "./proposals.ts";
import { recordActionRoutes } from "./recordActions.ts";
import { recordRoutes } from "./records.ts";
import { reportRoutes } from "./reports.ts";
import { ruleRoutes } from "./rules.ts";
import { splitRoutes } from "./splits.ts";
import { suggestionRoutes } from "./suggestions.ts";
import { suggestionSettingRoutes } from "./suggestionSettings.ts";
import { unusualRoutes } from "./unusual.ts";

/** In this order: /v1/bills/{id}/coding is told apart from /v1/{resource}/{id} by coming first. */
const MODULES = [
  suggestionRoutes, suggestionSettingRoutes, unusualRoutes, bulkRoutes, organisationRoutes, deletionRoutes, markRoutes, contextRoutes, codingRoutes, splitRoutes, conflictRoutes, contactQuestionRoutes, documentStepRoutes, creditRoutes, auditRoutes, mappingProblemRoutes, heldUpRoutes, proposalRoutes, recordActionRoutes, profitRoutes, reportRoutes,
  ruleRoutes, memberRoutes, apiKeyRoutes, activityRoutes, recordRoutes,
] as const;

/** Everything below /v1, for callers that auth.ts has let in, and the description of it, for everyone. */
export function v1Routes(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.use("/v1/*", (c, next) => (refuseStrayQuery(c), next()));
  app.route("/", openapiRoutes(deps));
  for (const routes of MODULES) app.route("/v1", routes(deps));
  app.all("/v1/*", (c) => {
    const methods = routesAt(c.req.path).map(({ method }) => method);
    if (methods.length > 0) refuse("method_not_allowed", `${c.req.path} takes ${methods.join(", ")}, not ${c.req.method}.`);
    return refuse("not_found", `There is nothing at ${c.req.path}.`, { remedy: "/openapi.json lists all addresses." });
  });
  return app;
}
