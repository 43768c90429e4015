import { createHash } from "node:crypto";
import { decodeJwt } from "jose";
import { mintTokenSet, type Grant, type TokenSet, type XeroUser } from "../tokens.ts";
import type { World } from "../world.ts";
import { idTokenLifeMs } from "./identityRoom.ts";
import { signJwt } from "./signing.ts";

/** Mints a token set whose access token carries a real signature: the same claims, signed, under the same row of the table. */
export async function mintSigned(world: World, issuer: string, grant: Grant): Promise<TokenSet> {
  const { tokens, random } = world.state;
  const set = mintTokenSet(tokens, random, world.clock.now(), grant);
  tokens.access.delete(set.access.token);
  set.access.token = await signJwt(world, { ...decodeJwt(set.access.token), iss: issuer, aud: `${issuer}/resources` });
  tokens.access.set(set.access.token, set.access);
  return set;
}

export interface IdTokenSubject {
  issuer: string;
  user: XeroUser;
  set: TokenSet;
  nonce?: string;
}

/** The id_token: about five minutes of life; name and e-mail only where profile and email were asked for (facts §1.2). */
export function idToken(world: World, { issuer, user, set, nonce }: IdTokenSubject): Promise<string> {
  const { access } = set;
  const issuedAt = Math.floor(world.clock.now() / 1000);
  const name = `${user.givenName} ${user.familyName}`;
  return signJwt(world, {
    nbf: issuedAt,
    exp: issuedAt + idTokenLifeMs / 1000,
    iss: issuer,
    aud: access.clientId,
    iat: issuedAt,
    auth_time: issuedAt,
    at_hash: createHash("sha256").update(access.token).digest().subarray(0, 16).toString("base64url"),
    sid: access.authEventId.replaceAll("-", ""),
    sub: user.userId.replaceAll("-", ""),
    xero_userid: user.userId,
    global_session_id: access.authEventId.replaceAll("-", ""),
    ...(nonce === undefined ? {} : { nonce }),
    ...(access.scopes.includes("profile") ? { given_name: user.givenName, family_name: user.familyName, name, preferred_username: user.email } : {}),
    ...(access.scopes.includes("email") ? { email: user.email } : {}),
  });
}
