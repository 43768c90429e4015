import * as oauth from "oauth4webapi";
import type { Config } from "../config.ts";
import type { RefreshAnswer } from "../keeper/keeperCore.ts";
import type { TokenSet } from "../store/credentials.ts";

/** Sign-in only learns who someone is; Connect may act for the organisation that he picks. */
export type Purpose = "sign-in" | "connect";

const SIGN_IN_SCOPES = ["openid", "profile", "email"];
/** Granular scopes of the features (§1.4 of Xero's pages); one disallowed scope would fail the whole consent. */
const CONNECT_SCOPES = [
  ...SIGN_IN_SCOPES,
  "offline_access",
  "accounting.invoices",
  "accounting.payments",
  "accounting.contacts",
  "accounting.settings",
  "accounting.banktransactions",
];
const SCOPES: Readonly<Record<Purpose, readonly string[]>> = { "sign-in": SIGN_IN_SCOPES, connect: CONNECT_SCOPES };

/** What must be remembered between sending someone to Xero and his return. */
export interface Flow {
  purpose: Purpose;
  state: string;
  nonce: string;
  verifier: string;
}

export interface Consent {
  xeroUserId: string;
  email: string;
  name: string;
  /** Tells which connections this consent added (GET /connections?authEventId=). */
  authEventId: string | null;
  /** Null for a sign-in: it asked for none to keep. */
  tokens: TokenSet | null;
}

export type ConsentResult = { ok: true; consent: Consent } | { ok: false; reason: "declined" | "invalid" | "unavailable" };

export interface IdentityOptions {
  config: Config;
  fetch: typeof fetch;
  now: () => number;
}

const TIMEOUT_MS = 15_000;
const REFUSALS = new Set(["invalid_grant", "unauthorized_client", "invalid_client"]);

/** Xero's identity server: confidential client with secret, state, nonce and PKCE. */
export function xeroIdentity({ config, fetch, now }: IdentityOptions) {
  const server: oauth.AuthorizationServer = {
    issuer: config.xeroIdentityUrl,
    authorization_endpoint: `${config.xeroLoginUrl}/identity/connect/authorize`,
    token_endpoint: `${config.xeroIdentityUrl}/connect/token`,
    revocation_endpoint: `${config.xeroIdentityUrl}/connect/revocation`,
  };
  const client: oauth.Client = { client_id: config.xeroClientId };
  const authentication = oauth.ClientSecretBasic(config.xeroClientSecret);
  const redirectUri = `${config.publicUrl}/auth/callback`;
  const http = () => ({
    [oauth.customFetch]: (url: string, init: RequestInit) => fetch(url, init),
    // Only this machine's addresses may be http (config.ts).
    [oauth.allowInsecureRequests]: config.xeroIdentityUrl.startsWith("http://"),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const tokensOf = (answer: oauth.TokenEndpointResponse, scopes: string): TokenSet | null =>
    answer.refresh_token === undefined
      ? null
      : {
          accessToken: answer.access_token,
          refreshToken: answer.refresh_token,
          accessExpiresAt: now() + (answer.expires_in ?? 1_800) * 1_000,
          scopes: answer.scope ?? scopes,
        };

  return {
    /** Where to send the browser. */
    start: async (purpose: Purpose): Promise<{ url: string; flow: Flow }> => {
      const flow: Flow = {
        purpose,
        state: oauth.generateRandomState(),
        nonce: oauth.generateRandomNonce(),
        verifier: oauth.generateRandomCodeVerifier(),
      };
      const query: Record<string, string> = {
        response_type: "code",
        client_id: config.xeroClientId,
        redirect_uri: redirectUri,
        scope: SCOPES[purpose].join(" "),
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await oauth.calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: "S256",
        // One organisation a consent, so that we know which one was meant.
        ...(purpose === "connect" ? { acr_values: "bulk_connect:false" } : {}),
      };
      // %20, not "+": Xero has been seen refusing the latter as invalid_scope.
      const text = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
      return { url: `${server.authorization_endpoint}?${text.join("&")}`, flow };
    },

    /** Exchanges what Xero's redirect brought. */
    finish: async (callback: URL, flow: Flow): Promise<ConsentResult> => {
      try {
        const parameters = oauth.validateAuthResponse(server, client, callback, flow.state);
        const response = await oauth.authorizationCodeGrantRequest(
          server, client, authentication, parameters, redirectUri, flow.verifier, http());
        const answer = await oauth.processAuthorizationCodeResponse(server, client, response, {
          expectedNonce: flow.nonce,
          requireIdToken: true,
        });
        const claims = oauth.getValidatedIdTokenClaims(answer);
        const xeroUserId = text(claims?.["xero_userid"]);
        const email = text(claims?.["email"]);
        if (xeroUserId === null || email === null) return { ok: false, reason: "invalid" };
        const tokens = flow.purpose === "connect" ? tokensOf(answer, SCOPES.connect.join(" ")) : null;
        if (flow.purpose === "connect" && tokens === null) return { ok: false, reason: "invalid" };
        const name = text(claims?.["name"]) ?? ([claims?.["given_name"], claims?.["family_name"]].filter(Boolean).join(" ") || email);
        const authEventId = text(accessClaims(answer.access_token)["authentication_event_id"]);
        return { ok: true, consent: { xeroUserId, email: email.toLowerCase(), name, authEventId, tokens } };
      } catch (error) {
        if (error instanceof oauth.AuthorizationResponseError) return { ok: false, reason: "declined" };
        const lost = error instanceof TypeError || (error instanceof Error && error.name === "TimeoutError");
        return { ok: false, reason: lost ? "unavailable" : "invalid" };
      }
    },

    refresh: async (refreshToken: string): Promise<RefreshAnswer> => {
      try {
        const response = await oauth.refreshTokenGrantRequest(server, client, authentication, refreshToken, http());
        const answer = await oauth.processRefreshTokenResponse(server, client, response);
        const tokens = tokensOf({ refresh_token: refreshToken, ...answer }, SCOPES.connect.join(" "));
        return tokens === null ? { ok: false, kind: "lost" } : { ok: true, tokens };
      } catch (error) {
        const refused = error instanceof oauth.ResponseBodyError && REFUSALS.has(error.error);
        return { ok: false, kind: refused ? "refused" : "lost" };
      }
    },

    /** Drops every connection that this user made for the app. False when Xero did not confirm. */
    revoke: async (refreshToken: string): Promise<boolean> => {
      try {
        const response = await oauth.revocationRequest(server, client, authentication, refreshToken, http());
        await oauth.processRevocationResponse(response);
        return true;
      } catch {
        return false;
      }
    },
  };
}

export type XeroIdentity = ReturnType<typeof xeroIdentity>;

/** Claims of a JWT that came straight from Xero over TLS; unreadable ones are no claims. */
function accessClaims(token: string): Readonly<Record<string, unknown>> {
  try {
    const payload = token.split(".")[1] ?? "";
    return JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/"))) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
