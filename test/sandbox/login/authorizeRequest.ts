import { isTenanted, refusedScope, scopesOf } from "../identity/scopes.ts";
import type { XeroApp } from "../tokens.ts";
import type { World } from "../world.ts";

/** A request that Xero would show its login page for. */
export interface AuthorizeRequest {
  app: XeroApp;
  redirectUri: string;
  scopes: string[];
  /** Whether an organisation must be picked: a sign-in alone needs none. */
  needsOrganisation: boolean;
  state?: string;
  nonce?: string;
  codeChallenge?: string;
}

export type ReadAuthorize = { ok: true; request: AuthorizeRequest } | { ok: false; error: string; about: string };
const refuse = (error: string, about: string): ReadAuthorize => ({ ok: false, error, about });

/**
 * Reads an authorize call. What Xero refuses here it answers with a page of its own and never sends back to the app: an
 * address it could not trust, or one scope of many that the app may not ask for (facts §1.2, §1.4).
 */
export function readAuthorize(world: World, query: URLSearchParams): ReadAuthorize {
  const app = world.state.apps.find((candidate) => candidate.clientId === query.get("client_id"));
  if (!app) return refuse("unauthorized_client", "Unknown client or client not enabled");
  if (app.kind === "custom") return refuse("unauthorized_client", "Custom connections use client_credentials");
  const redirectUri = query.get("redirect_uri") ?? "";
  if (!app.redirectUris.includes(redirectUri) || !isAllowedRedirect(redirectUri)) return refuse("invalid_request", "Invalid redirect_uri");
  if (query.get("response_type") !== "code") return refuse("unsupported_response_type", "Response type must be code");
  const scopes = scopesOf(query.get("scope"));
  if (scopes.length === 0) return refuse("invalid_scope", "No scope was asked for");
  const wrong = refusedScope(app, scopes);
  if (wrong !== undefined) return refuse("invalid_scope", `Invalid scope for client: ${wrong}`);
  const codeChallenge = query.get("code_challenge") ?? undefined;
  if (app.kind === "pkce" && codeChallenge === undefined) return refuse("invalid_request", "Code challenge required");
  if (codeChallenge !== undefined && (query.get("code_challenge_method") !== "S256" || !/^[A-Za-z0-9_-]{43}$/.test(codeChallenge))) {
    return refuse("invalid_request", "Transform algorithm not supported: use S256");
  }
  const state = query.get("state");
  const nonce = query.get("nonce");
  return {
    ok: true,
    request: {
      app, redirectUri, scopes,
      needsOrganisation: scopes.some(isTenanted),
      ...(state === null ? {} : { state }),
      ...(nonce === null ? {} : { nonce }),
      ...(codeChallenge === undefined ? {} : { codeChallenge }),
    },
  };
}

/** https anywhere, http only to localhost; 127.0.0.1 and custom schemes are refused (facts §1.2). */
function isAllowedRedirect(text: string): boolean {
  try {
    const url = new URL(text);
    return url.protocol === "https:" ? url.hostname !== "127.0.0.1" : url.protocol === "http:" && url.hostname === "localhost";
  } catch {
    return false;
  }
}

/** The address that goes back to the app. */
export function answerAddress(request: AuthorizeRequest, parameters: Record<string, string>): string {
  const url = new URL(request.redirectUri);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  if (request.state !== undefined) url.searchParams.set("state", request.state);
  return url.href;
}
