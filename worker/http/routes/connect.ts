import { Hono } from "hono";
import * as v from "valibot";
import { findOrganisation } from "../../store/reads/organisations.ts";
import { memberWith } from "../access.ts";
import { authenticate } from "../auth.ts";
import type { ConsentDeps } from "../consentDeps.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { readBody } from "../input.ts";
import { beginFlow } from "../pendingFlow.ts";
import { checkedRedirect } from "../redirect.ts";
import { refuse } from "../refuse.ts";

const ConnectInput = v.strictObject({
  redirect: v.pipe(v.string(), v.maxLength(200)),
  state: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,128}$/, "must be 8 to 128 letters and digits")),
  /** Connect this one again, and no other; absent: whichever is picked in Xero. */
  organisationId: v.optional(v.pipe(v.string(), v.maxLength(64))),
});

/** Connect: an admin lets the Worker into an organisation of Xero. */
export function connectRoutes(deps: HttpDeps & ConsentDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.post("/auth/connect", authenticate(deps), async (c) => {
    const member = memberWith(c, "admin");
    const input = await readBody(c, ConnectInput);
    const organisationId = input.organisationId ?? null;
    if (organisationId !== null && (await findOrganisation(deps.db, { id: organisationId })) === null)
      refuse("not_found", "There is no such organisation here.", { at: "organisationId" });
    const url = await beginFlow(deps, {
      purpose: "connect",
      redirect: checkedRedirect(deps.config.extensionIds, input.redirect),
      clientState: input.state,
      codeChallenge: null,
      firstAdmin: false,
      memberId: member.memberId,
      organisationId,
    });
    return c.json({ url });
  });
  return app;
}
