import type { JWK } from "jose";
import type { World } from "../world.ts";

/** What an authorization code stands for until it is exchanged, once, within five minutes (facts §1.2). */
interface AuthorizationCode {
  code: string;
  clientId: string;
  redirectUri: string;
  userId: string;
  scopes: string[];
  authEventId: string;
  nonce?: string;
  codeChallenge?: string;
  issuedAtMs: number;
  used: boolean;
}

export const codeLifeMs = 5 * 60_000;
export const idTokenLifeMs = 5 * 60_000;

export interface SigningKey {
  kid: string;
  privateJwk: JWK;
  publicJwk: JWK;
}

interface IdentityRoom {
  codes: Map<string, AuthorizationCode>;
  key?: SigningKey;
}

/** The identity part's own data in the world. Read it anew each time: loading a saved world replaces it. */
export function identityRoom(world: World): IdentityRoom {
  const known = world.state.rooms.get("identity") as IdentityRoom | undefined;
  if (known) return known;
  const room: IdentityRoom = { codes: new Map() };
  world.state.rooms.set("identity", room);
  return room;
}
