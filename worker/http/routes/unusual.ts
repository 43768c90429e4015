import { Hono } from "hono";
import { JudgeUnusualInput, type UnusualView } from "../../../shared/api/suggestionShapes.ts";
import type { OrganisationRow } from "../../store/reads/organisations.ts";
import { readReferences } from "../../store/reads/references.ts";
import { judgeFinding } from "../../suggest/judgeFinding.ts";
import { openFindings, reviewCounts } from "../../suggest/openFindings.ts";
import { accessTo } from "../access.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { idempotent } from "../idempotent.ts";
import { readBody } from "../input.ts";
import { refuse } from "../refuse.ts";
import { refuseWith } from "../refuseWith.ts";
import { unusualItems } from "../unusualView.ts";

/** Booked lines that strongly disagree with their evidence: the list, which rounds fill and reading leaves as it is, and what a person says of each. */
export function unusualRoutes(deps: HttpDeps): Hono<HttpEnv> {
  const viewOf = async (organisation: OrganisationRow): Promise<UnusualView> => {
    const references = await readReferences(deps.db, organisation.id);
    const items = await unusualItems(deps, organisation, await openFindings(deps.db, organisation.id, references), references);
    return { items, ...(await reviewCounts(deps.db, organisation.id)) };
  };
  return new Hono<HttpEnv>()
    .get("/suggestions/unusual", async (c) => {
      const { organisation } = await accessTo(c, deps, { role: "viewer" });
      return c.json(await viewOf(organisation));
    })
    .post("/suggestions/unusual", async (c) => {
      const { recordId, lineId, field, judgement } = await readBody(c, JudgeUnusualInput);
      const { organisation, actor } = await accessTo(c, deps, { role: "bookkeeper" });
      return idempotent(c, deps, organisation.id, async (newId) => {
        const references = await readReferences(deps.db, organisation.id);
        const [finding] = await openFindings(deps.db, organisation.id, references, { lineId, field });
        if (finding === undefined || finding.document.id !== recordId) return refuse("not_found", "This finding is not open any more: somebody judged or recoded it.", { remedy: "Look at the list again." });
        if (judgement === "recode") {
          const [item] = await unusualItems(deps, organisation, [finding], references);
          if (item === undefined || item.hindrance !== null) return refuse("not_possible_now", item?.hindrance ?? "It cannot be recoded now.");
          const { accountCode, taxType, projectId } = item.recode;
          const answer = await deps.engine.applyCoding({
            organisationId: organisation.id, recordId, actor, cause: `coding:review:${newId}`,
            lines: [{ lineId, feedback: "corrected", ...(accountCode !== null && { accountCode }), ...(taxType !== null && { taxType }), ...(projectId !== null && { projectId: projectId === "" ? null : projectId }) }],
          });
          if (!answer.ok) return refuseWith(answer.refusal);
        }
        await judgeFinding(deps.db, { organisationId: organisation.id, lineId, field }, judgement, { by: actor, at: deps.clock.now() });
        return c.json(await viewOf(organisation));
      });
    });
}
