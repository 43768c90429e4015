import { Hono } from "hono";
import { DecideProposalInput } from "../../../shared/api/inputs.ts";
import { findProposal } from "../../store/reads/decisions.ts";
import { accessTo } from "../access.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { idempotent } from "../idempotent.ts";
import { readBody } from "../input.ts";
import { refuse } from "../refuse.ts";
import { written } from "../written.ts";

/** A bookkeeper applies or declines our change to a posted document. */
export function proposalRoutes(deps: HttpDeps): Hono<HttpEnv> {
  return new Hono<HttpEnv>().post("/proposals/:id/decide", async (c) => {
    const { organisation, actor } = await accessTo(c, deps, { role: "bookkeeper" });
    const { decision } = await readBody(c, DecideProposalInput);
    const proposalId = c.req.param("id");
    return idempotent(c, deps, organisation.id, async () => {
      const row = await findProposal(deps.db, organisation.id, proposalId);
      if (row === null) return refuse("not_found", "There is no such proposal.");
      if (row.decidedAt !== null) refuse("not_possible_now", "Somebody has decided this already.");
      return written(deps, organisation, row.recordId, await deps.engine.decideProposal({ organisationId: organisation.id, proposalId, decision, actor }));
    });
  });
}
