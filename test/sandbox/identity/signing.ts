import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWTPayload } from "jose";
import type { World } from "../world.ts";
import { identityRoom, type SigningKey } from "./identityRoom.ts";

const generating = new WeakMap<World, Promise<SigningKey>>();

/**
 * The key pair that this stand-in signs with: made at the first signature, kept with the world. Web Crypto offers no seeded
 * keys, so this is the one value that differs between two runs of a seed; nothing depends on it but signatures.
 */
export function signingKey(world: World): Promise<SigningKey> {
  const known = identityRoom(world).key;
  if (known) return Promise.resolve(known);
  let pending = generating.get(world);
  if (!pending) {
    pending = generate().then((key) => {
      identityRoom(world).key = key;
      generating.delete(world);
      return key;
    });
    generating.set(world, pending);
  }
  return pending;
}

async function generate(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
  const kid = "STANDIN0001";
  return { kid, privateJwk: await exportJWK(privateKey), publicJwk: { ...(await exportJWK(publicKey)), kid, use: "sig", alg: "RS256" } };
}

/** A signed JWT. The claims carry their own times, from the sandbox's clock. */
export async function signJwt(world: World, claims: JWTPayload): Promise<string> {
  const key = await signingKey(world);
  return new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: key.kid, typ: "JWT" }).sign(await importJWK(key.privateJwk, "RS256"));
}
