import { createHash } from "node:crypto";
import { nextGuid } from "../random.ts";
import { rotationGraceMs, type TokenSet, type XeroApp } from "../tokens.ts";
import type { World } from "../world.ts";
import { codeLifeMs, identityRoom } from "./identityRoom.ts";
import { idToken, mintSigned } from "./mintSigned.ts";
import { granularScopes, isAppScope, refusedScope, scopesOf } from "./scopes.ts";

export interface GrantRequest {
  world: World;
  app: XeroApp;
  form: URLSearchParams;
  issuer: string;
}

export type GrantAnswer = { ok: true; body: Record<string, unknown> } | { ok: false; error: string };
const refused = (error: string): GrantAnswer => ({ ok: false, error });

/** Every grant that Xero's token endpoint knows, by its name. */
export const grants: Record<string, (request: GrantRequest) => Promise<GrantAnswer>> = {
  authorization_code: exchangeCode,
  refresh_token: rotate,
  client_credentials: forCustomClient,
};

/** A code works once, within five minutes, for the client, address and verifier it was made for (facts §1.2; RFC 7636 §4.6). */
async function exchangeCode({ world, app, form, issuer }: GrantRequest): Promise<GrantAnswer> {
  const found = identityRoom(world).codes.get(form.get("code") ?? "");
  if (!found || found.clientId !== app.clientId || found.used || world.clock.now() - found.issuedAtMs > codeLifeMs) return refused("invalid_grant");
  found.used = true;
  if (found.redirectUri !== form.get("redirect_uri")) return refused("invalid_grant");
  if (!verifies(found.codeChallenge, form.get("code_verifier"))) return refused("invalid_grant");
  const user = world.state.users.find((candidate) => candidate.userId === found.userId);
  if (!user) return refused("invalid_grant");
  const { clientId, userId, scopes, authEventId } = found;
  const set = await mintSigned(world, issuer, { clientId, userId, scopes, authEventId, email: user.email });
  const signed = scopes.includes("openid") ? { id_token: await idToken(world, { issuer, user, set, ...(found.nonce === undefined ? {} : { nonce: found.nonce }) }) } : {};
  return { ok: true, body: { ...signed, ...tokenBody(world, set) } };
}

function verifies(challenge: string | undefined, verifier: string | null): boolean {
  if (challenge === undefined) return true;
  if (verifier === null || !/^[A-Za-z0-9._~-]{43,128}$/.test(verifier)) return false;
  return createHash("sha256").update(verifier).digest("base64url") === challenge;
}

/** Each use brings a new token; the old one may be retried for 30 minutes, in case the answer was lost (facts §1.2). */
async function rotate({ world, app, form, issuer }: GrantRequest): Promise<GrantAnswer> {
  const found = world.state.tokens.refresh.get(form.get("refresh_token") ?? "");
  const now = world.clock.now();
  if (!found || found.clientId !== app.clientId || found.revoked || now >= found.expiresAtMs) return refused("invalid_grant");
  if (found.rotatedAtMs !== undefined && now - found.rotatedAtMs > rotationGraceMs) return refused("invalid_grant");
  const user = world.state.users.find((candidate) => candidate.userId === found.userId);
  if (!user) return refused("invalid_grant");
  found.rotatedAtMs ??= now;
  const { clientId, userId, scopes, authEventId, grantId } = found;
  const set = await mintSigned(world, issuer, { clientId, userId, scopes, authEventId, grantId });
  if (set.refresh) found.replacedBy = set.refresh.token;
  const signed = scopes.includes("openid") ? { id_token: await idToken(world, { issuer, user, set }) } : {};
  return { ok: true, body: { ...signed, ...tokenBody(world, set) } };
}

/** What a custom connection holds when its request names no scope: all that needs no leave of Xero. */
const openScopes = Object.entries(granularScopes).filter(([, rule]) => rule.kind === "tenanted" && !rule.gated).map(([name]) => name);

/** Custom connections act for the one organisation they were set up with; other apps may only manage their connections (facts §1.1). */
async function forCustomClient({ world, app, form, issuer }: GrantRequest): Promise<GrantAnswer> {
  if (app.kind === "pkce") return refused("unauthorized_client");
  const asked = scopesOf(form.get("scope")).filter((scope) => scope !== "openid" && scope !== "offline_access");
  if (refusedScope(app, asked) !== undefined) return refused("invalid_scope");
  if (app.kind === "web" && (asked.length === 0 || !asked.every(isAppScope))) return refused("unauthorized_client");
  if (app.kind === "custom") connectCustom(world, app);
  const scopes = asked.length > 0 ? asked : openScopes;
  const set = await mintSigned(world, issuer, { clientId: app.clientId, scopes });
  return { ok: true, body: tokenBody(world, set) };
}

function connectCustom(world: World, app: XeroApp): void {
  const { connections, organisations, random } = world.state;
  const organisation = organisations[0];
  if (!organisation || connections.some((connection) => connection.clientId === app.clientId)) return;
  const at = { createdAtMs: world.clock.now(), updatedAtMs: world.clock.now() };
  connections.push({
    id: nextGuid(random), clientId: app.clientId, tenantId: organisation.tenantId, tenantType: "ORGANISATION", authEventId: nextGuid(random), userIds: [], ...at,
  });
}

function tokenBody(world: World, set: TokenSet): Record<string, unknown> {
  return {
    access_token: set.access.token,
    expires_in: Math.round((set.access.expiresAtMs - world.clock.now()) / 1000),
    token_type: "Bearer",
    ...(set.refresh ? { refresh_token: set.refresh.token } : {}),
    scope: set.access.scopes.join(" "),
  };
}
