import type { XeroApp } from "../tokens.ts";
import type { World } from "../world.ts";

export type Authenticated = { ok: true; app: XeroApp } | { ok: false };

/** Who calls the token endpoint: Basic or body credentials for apps with a secret, client_id alone for PKCE apps (facts §1.1). */
export function authenticateClient(world: World, authorization: string | undefined, form: URLSearchParams): Authenticated {
  const given = fromBasic(authorization) ?? { id: form.get("client_id") ?? "", secret: form.get("client_secret") };
  const app = world.state.apps.find((candidate) => candidate.clientId === given.id);
  if (!app) return { ok: false };
  if (app.kind === "pkce") return { ok: true, app };
  return given.secret !== null && given.secret !== "" && given.secret === app.clientSecret ? { ok: true, app } : { ok: false };
}

/** RFC 6749 §2.3.1: id and secret are form-encoded before they are joined. */
function fromBasic(authorization: string | undefined): { id: string; secret: string } | undefined {
  const encoded = /^Basic\s+([A-Za-z0-9+/=_-]+)$/i.exec(authorization ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, "base64").toString();
  const colon = text.indexOf(":");
  if (colon < 0) return undefined;
  return { id: decoded(text.slice(0, colon)), secret: decoded(text.slice(colon + 1)) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", "%20"));
  } catch {
    return text;
  }
}
