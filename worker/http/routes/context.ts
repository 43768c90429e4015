import { Hono } from "hono";
import { linksByXeroId, xeroIdsElsewhere } from "../../store/reads/links.ts";
import { putAsideOf } from "../../store/reads/putAside.ts";
import { putAsideReason } from "../views/putAsideView.ts";
import { findRecord } from "../../store/reads/records.ts";
import { accessByShortCode } from "../access.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { readQuery } from "../input.ts";
import { loadContext } from "../loadContext.ts";
import { pageState } from "../loadMarks.ts";
import { QUERIES } from "../queries.ts";
import { refuse } from "../refuse.ts";

/** GET /v1/context: the card's data for one document or contact. */
export function contextRoutes(deps: HttpDeps): Hono<HttpEnv> {
  return new Hono<HttpEnv>().get("/context", async (c) => {
    const { shortCode, xeroId } = readQuery(c, QUERIES.context);
    const access = await accessByShortCode(c, deps, { role: "viewer", shortCode });
    // A connection that ended shows nothing of what it once brought.
    if (access === null || pageState(access.organisation) === "not-connected")
      return refuse("not_found", "This Xero organisation is not connected here.", { remedy: "An admin connects it in the extension's popup." });
    const { organisation } = access;
    const [link] = await linksByXeroId(deps.db, organisation.id, [xeroId]);
    const record = link === undefined ? null : await findRecord(deps.db, organisation.id, link.recordId);
    if (link === undefined || record === null) {
      // Xero can show a document under the wrong short code for a moment while a person switches organisations.
      if ((await xeroIdsElsewhere(deps.db, organisation.id, [xeroId])).size > 0)
        refuse("wrong_organisation", "This document belongs to another organisation than the page says.");
      const aside = await putAsideOf(deps.db, organisation.id, xeroId);
      if (aside !== null) {
        const { sentence, remedy } = putAsideReason(aside.reason);
        return refuse("not_found", sentence, { remedy });
      }
      return refuse("not_found", "This has not been read from Xero yet.", { remedy: "New documents arrive within seconds to minutes; try again then." });
    }
    return c.json(await loadContext(deps, organisation, record, link));
  });
}
