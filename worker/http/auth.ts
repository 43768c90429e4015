import type { MiddlewareHandler } from "hono";
import { bearerOf } from "../store/reads/secrets.ts";
import { type Caller, type HttpDeps, type HttpEnv, ROLES } from "./deps.ts";
import { refuse } from "./refuse.ts";
import { sha256 } from "./sha256.ts";
import { capped } from "./xeroRole.ts";

/** Finds out who asks from `Authorization: Bearer …`. Only the hash of a token is known here, so it is looked up by that. */
export function authenticate(deps: Pick<HttpDeps, "db" | "clock">): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    c.set("caller", await callerOf(deps, c.req.header("Authorization")));
    await next();
  };
}

async function callerOf(deps: Pick<HttpDeps, "db" | "clock">, header: string | undefined): Promise<Caller> {
  const token = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(header ?? "")?.[1];
  if (token === undefined) return refuse("unauthorised", "The Authorization header carries no key or session.");
  const found = await bearerOf(deps.db, await sha256(token), deps.clock.now());
  if (found === null) return refuse("unauthorised", "This key or session is unknown, has ended or was revoked.");
  const { secret, member } = found;
  if (secret.kind === "api_key") {
    if (secret.organisationId === null) return refuse("unauthorised", "This key belongs to no organisation.");
    const name = secret.name ?? secret.prefix ?? "API key";
    return { type: "api_key", organisationId: secret.organisationId, actor: { type: "api_key", id: secret.hash.slice(0, 16), name } };
  }
  if (member === null) return refuse("unauthorised", "This session belongs to nobody any more.");
  const { id, name, email } = member;
  const cap = ROLES.find((role) => role === secret.scopes) ?? null;
  const role = capped(member.role, cap);
  if (role === "nobody") return refuse("unauthorised", "Your access ended.");
  return { type: "member", memberId: id, name, email, role, actor: { type: "member", id, name } };
}
