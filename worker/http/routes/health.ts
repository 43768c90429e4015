import { Hono } from "hono";
import { allOrganisations } from "../../store/reads/organisations.ts";
import type { ConsentDeps } from "../consentDeps.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";

/** For watchers without a key: whether the Worker and its database work, and how old the oldest round is. No names, no ids. */
export function healthRoutes(deps: HttpDeps & ConsentDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get("/health", async (c) => {
    const now = deps.clock.now();
    const rows = await allOrganisations(deps.db).catch(() => null);
    if (rows === null) return c.json({ ok: false, version: deps.version, config: true, database: false }, 503);
    const connected = rows.filter((row) => row.state === "connected");
    const ages = connected.flatMap((row) => (row.lastRoundAt === null ? [] : [now - row.lastRoundAt]));
    return c.json({
      ok: true,
      version: deps.version,
      config: true,
      database: true,
      organisations: { connected: connected.length, needSignIn: rows.filter((row) => row.state === "needs_sign_in").length },
      oldestRoundSeconds: ages.length === 0 ? null : Math.round(Math.max(...ages) / 1_000),
    });
  });
  return app;
}
