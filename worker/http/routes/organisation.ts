import { Hono } from "hono";
import * as v from "valibot";
import type { Me } from "../../../shared/api/views.ts";
import { forgetConnection, connectionsOf } from "../../store/reads/disconnect.ts";
import { linkCounts } from "../../store/reads/links.ts";
import { allOrganisations, findOrganisation } from "../../store/reads/organisations.ts";
import { unlinkedPutAside } from "../../store/reads/putAside.ts";
import { readReferences } from "../../store/reads/references.ts";
import { readWatch, storedCounts } from "../../store/reads/watch.ts";
import { accessTo, memberWith } from "../access.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { readBody } from "../input.ts";
import { refuse } from "../refuse.ts";
import { testConnection } from "../testConnection.ts";
import { healthView } from "../views/healthView.ts";
import { organisationView } from "../views/organisationView.ts";

const DisconnectInput = v.strictObject({ confirm: v.pipe(v.string(), v.maxLength(255, "is too long")) });

/** Who am I, how is this organisation, is its connection sound, and the end of it. */
export function organisationRoutes(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const { db } = deps;

  app.get("/me", async (c) => {
    const { memberId, name, email, role } = memberWith(c, "viewer");
    const me: Me = { member: { id: memberId, name, email, role }, organisations: (await allOrganisations(db)).map(organisationView) };
    return c.json(me);
  });

  app.get("/health", async (c) => {
    const { organisation } = await accessTo(c, deps, { role: "viewer" });
    const [watch, counts, budget, stored, aside] = await Promise.all([
      readWatch(db, organisation.id),
      linkCounts(db, organisation.id),
      deps.gate.budget(organisation.id),
      storedCounts(db, organisation.id),
      unlinkedPutAside(db, organisation.id),
    ]);
    counts.set("quarantined", (counts.get("quarantined") ?? 0) + aside);
    const lastWebhookAt = watch.cursors.find(({ kind }) => kind === "webhook")?.lastCompletedAt ?? null;
    return c.json(healthView({ organisation, ...watch, counts, budget, stored, lastWebhookAt, now: deps.clock.now() }));
  });

  app.get("/references", async (c) => {
    const { organisation } = await accessTo(c, deps, { role: "viewer", keys: true });
    return c.json(await readReferences(db, organisation.id));
  });

  app.post("/test-connection", async (c) => {
    const { organisation } = await accessTo(c, deps, { role: "admin" });
    return c.json(await testConnection(deps, organisation, await connectionsOf(db, organisation.id)));
  });

  app.post("/disconnect", async (c) => {
    const { organisation } = await accessTo(c, deps, { role: "admin" });
    const { confirm } = await readBody(c, DisconnectInput);
    if (confirm.trim() !== organisation.name) refuse("invalid_input", "confirm is not the organisation's name.", { at: "confirm", remedy: `Type ${organisation.name} to disconnect it.` });
    if (organisation.state === "disconnected") refuse("not_possible_now", `${organisation.name} is not connected.`);
    for (const { xeroUserId, connectionId } of await connectionsOf(db, organisation.id)) {
      const error = await deps.userConnections.remove(xeroUserId, connectionId);
      // A user whose token is dead cannot remove anything any more; what Xero does not answer is worth another try.
      if (error !== null && (error.kind === "Unavailable" || error.kind === "OutcomeUnknown" || error.kind === "RateLimited"))
        refuse("xero_unavailable", "Xero did not confirm the disconnection, so this organisation is still connected here.", { remedy: "Try again in a minute." });
    }
    await forgetConnection(db, organisation.id, deps.clock.now());
    const after = await findOrganisation(db, { id: organisation.id });
    return c.json(after === null ? null : organisationView(after));
  });

  return app;
}
