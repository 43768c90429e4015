import { Hono } from "hono";
import type { World } from "../world.ts";
import { authenticateClient } from "./clientAuthentication.ts";
import { granularScopes } from "./scopes.ts";
import { grants } from "./grants.ts";
import { revoke } from "./revoke.ts";
import { signingKey } from "./signing.ts";

/**
 * Xero's identity server: tokens, revocation, discovery and keys (facts §1.1). Its errors are OAuth's, with Xero's statuses:
 * 400 and a JSON body of one field.
 */
export function identity(world: World): Hono {
  const app = new Hono();
  const form = async (request: { text(): Promise<string> }) => new URLSearchParams(await request.text());

  app.post("/connect/token", async (c) => {
    c.header("Cache-Control", "no-store, no-cache, max-age=0");
    c.header("Pragma", "no-cache");
    const given = await form(c.req);
    const client = authenticateClient(world, c.req.header("authorization"), given);
    if (!client.ok) return c.json({ error: "invalid_client" }, 400);
    const type = given.get("grant_type") ?? "";
    const grant = Object.hasOwn(grants, type) ? grants[type] : undefined;
    if (!grant) return c.json({ error: "unsupported_grant_type" }, 400);
    const answer = await grant({ world, app: client.app, form: given, issuer: issuerOf(c.req.url) });
    return answer.ok ? c.json(answer.body) : c.json({ error: answer.error }, 400);
  });

  app.post("/connect/revocation", async (c) => {
    const given = await form(c.req);
    const client = authenticateClient(world, c.req.header("authorization"), given);
    if (!client.ok) return c.json({ error: "invalid_client" }, 400);
    revoke(world, client.app, given.get("token") ?? "");
    return c.body(null, 200);
  });

  app.get("/.well-known/openid-configuration", (c) => {
    const issuer = issuerOf(c.req.url);
    // Xero signs people in on another host than it issues tokens.
    const loginOrigin = issuer === "https://identity.xero.com" ? "https://login.xero.com" : issuer;
    return c.json({
      issuer,
      jwks_uri: `${issuer}/.well-known/openid-configuration/jwks`,
      authorization_endpoint: `${loginOrigin}/identity/connect/authorize`,
      token_endpoint: `${issuer}/connect/token`,
      revocation_endpoint: `${issuer}/connect/revocation`,
      userinfo_endpoint: `${issuer}/connect/userinfo`,
      scopes_supported: Object.keys(granularScopes),
      grant_types_supported: Object.keys(grants),
      response_types_supported: ["code"],
      response_modes_supported: ["query"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
      token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
      code_challenge_methods_supported: ["S256"],
    });
  });

  app.get("/.well-known/openid-configuration/jwks", async (c) => c.json({ keys: [(await signingKey(world)).publicJwk] }));

  app.get("/connect/userinfo", (c) => {
    const bearer = /^Bearer (.+)$/.exec(c.req.header("authorization") ?? "")?.[1] ?? "";
    const token = world.state.tokens.access.get(bearer);
    const user = world.state.users.find((candidate) => candidate.userId === token?.userId);
    if (!token || !user || token.revoked || world.clock.now() >= token.expiresAtMs) return c.json({ error: "invalid_token" }, 401);
    return c.json({
      sub: user.userId.replaceAll("-", ""),
      xero_userid: user.userId,
      ...(token.scopes.includes("email") ? { email: user.email } : {}),
      ...(token.scopes.includes("profile") ? { given_name: user.givenName, family_name: user.familyName, name: `${user.givenName} ${user.familyName}` } : {}),
    });
  });

  return app;
}

/** Tokens name the address they were asked at, so that clients which check `iss` can run against any port. */
const issuerOf = (url: string) => new URL(url).origin;
