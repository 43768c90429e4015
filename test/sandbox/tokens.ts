import { nextGuid, nextSecret, type RandomState } from "./random.ts";

/** An app registered at Xero's developer portal. */
export interface XeroApp {
  clientId: string;
  clientSecret: string;
  name: string;
  /** A PKCE app has no secret. */
  kind: "web" | "pkce" | "custom";
  redirectUris: string[];
  /** Apps created since 2 March 2026 know granular scopes only (facts §1.4). */
  scopes: "granular" | "broad";
  /** Scopes that need Xero's leave and were granted to this app. */
  extraScopes: string[];
  certified: boolean;
}

type OrganisationRole = "READONLY" | "INVOICEONLY" | "STANDARD" | "FINANCIALADVISER" | "REMOVED";

export interface XeroUser {
  userId: string;
  email: string;
  givenName: string;
  familyName: string;
  password: string;
  /** Role by tenant id. An organisation that is not in it is not the user's. */
  roles: Record<string, OrganisationRole>;
}

/** One organisation joined to one app. Several users share it; it outlives their tokens (facts §1.2). */
export interface Connection {
  id: string;
  clientId: string;
  tenantId: string;
  tenantType: "ORGANISATION";
  authEventId: string;
  userIds: string[];
  createdAtMs: number;
  updatedAtMs: number;
}

export interface AccessToken {
  token: string;
  clientId: string;
  /** Absent for client_credentials. */
  userId?: string;
  scopes: string[];
  authEventId: string;
  /** The consent it belongs to; revoking one ends all its tokens. */
  grantId: string;
  issuedAtMs: number;
  expiresAtMs: number;
  revoked: boolean;
}

interface RefreshToken {
  token: string;
  clientId: string;
  userId: string;
  scopes: string[];
  authEventId: string;
  grantId: string;
  issuedAtMs: number;
  expiresAtMs: number;
  revoked: boolean;
  /** Set on its first use. From then on it works for another 30 minutes only (facts §1.2). */
  rotatedAtMs?: number;
  /** The token that replaced it. */
  replacedBy?: string;
}

/**
 * What the identity part fills and the API reads. Everything is plain data.
 * The API asks one thing of it: the access token of a bearer string.
 */
export interface TokenTable {
  access: Map<string, AccessToken>;
  refresh: Map<string, RefreshToken>;
}

const accessTokenLifeMs = 30 * 60_000;
const refreshTokenLifeMs = 60 * 86_400_000;
export const rotationGraceMs = 30 * 60_000;

export interface TokenSet {
  access: AccessToken;
  refresh?: RefreshToken;
}

export interface Grant {
  clientId: string;
  userId?: string;
  scopes: string[];
  authEventId?: string;
  grantId?: string;
  email?: string;
}

/** Mints a token set into the table: always an access token, a refresh token only with offline_access and a user. */
export function mintTokenSet(table: TokenTable, random: RandomState, nowMs: number, grant: Grant): TokenSet {
  const authEventId = grant.authEventId ?? nextGuid(random);
  const grantId = grant.grantId ?? nextGuid(random);
  const granted = { clientId: grant.clientId, scopes: grant.scopes, authEventId, grantId, issuedAtMs: nowMs, revoked: false };
  const access: AccessToken = {
    token: accessJwt(random, nowMs, grant, authEventId),
    ...granted,
    ...(grant.userId === undefined ? {} : { userId: grant.userId }),
    expiresAtMs: nowMs + accessTokenLifeMs,
  };
  table.access.set(access.token, access);
  if (grant.userId === undefined || !grant.scopes.includes("offline_access")) return { access };
  const refresh: RefreshToken = {
    token: nextSecret(random, 43),
    ...granted,
    userId: grant.userId,
    expiresAtMs: nowMs + refreshTokenLifeMs,
  };
  table.refresh.set(refresh.token, refresh);
  return { access, refresh };
}

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/**
 * Xero's access tokens are JWTs whose claims clients decode (authentication_event_id tells which organisation a consent
 * added, facts §1.1). The API itself trusts only the table, so the signature part is random.
 */
function accessJwt(random: RandomState, nowMs: number, grant: Grant, authEventId: string): string {
  const issuedAt = Math.floor(nowMs / 1000);
  const claims = {
    nbf: issuedAt,
    exp: issuedAt + accessTokenLifeMs / 1000,
    iss: "https://identity.xero.com",
    aud: "https://identity.xero.com/resources",
    client_id: grant.clientId,
    ...(grant.userId === undefined ? {} : { sub: grant.userId.replaceAll("-", ""), xero_userid: grant.userId }),
    global_session_id: authEventId.replaceAll("-", ""),
    jti: nextSecret(random, 32),
    authentication_event_id: authEventId,
    scope: grant.scopes,
    iat: issuedAt,
  };
  return `${base64url({ alg: "RS256", kid: "1CAF8E66772D6DC028D6726FD0261581570EFC19", typ: "JWT" })}.${base64url(claims)}.${nextSecret(random, 86)}`;
}
