import type { TokenKey } from "../config.ts";

/** AES-GCM's recommended nonce: 96 bits (NIST SP 800-38D §8.2). */
const NONCE_BYTES = 12;

export interface Sealed {
  keyId: string;
  /** base64 of nonce and ciphertext. */
  ciphertext: string;
}

/**
 * Seals text with the first (current) key. `boundTo` is authenticated, not stored: a row copied to another owner does not open.
 */
export async function seal(keys: readonly TokenKey[], boundTo: string, text: string): Promise<Sealed> {
  const key = keys[0];
  if (key === undefined) throw new Error("no encryption key");
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const sealed = await crypto.subtle.encrypt(parameters(nonce, boundTo), await imported(key, "encrypt"), encode(text));
  return { keyId: key.id, ciphertext: toBase64(concat(nonce, new Uint8Array(sealed))) };
}

/**
 * Opens what `seal` made, with whichever listed key sealed it.
 *
 * @returns null when the key is no longer listed or the text was tampered with. `stale` says it should be sealed again with the
 * current key.
 */
export async function unseal(
  keys: readonly TokenKey[],
  boundTo: string,
  sealed: Sealed,
): Promise<{ text: string; stale: boolean } | null> {
  const key = keys.find((candidate) => candidate.id === sealed.keyId);
  if (key === undefined) return null;
  const bytes = fromBase64(sealed.ciphertext);
  if (bytes === null || bytes.length <= NONCE_BYTES) return null;
  try {
    const opened = await crypto.subtle.decrypt(
      parameters(bytes.slice(0, NONCE_BYTES), boundTo),
      await imported(key, "decrypt"),
      bytes.slice(NONCE_BYTES),
    );
    return { text: new TextDecoder().decode(opened), stale: key.id !== keys[0]?.id };
  } catch {
    return null;
  }
}

function parameters(nonce: Uint8Array<ArrayBuffer>, boundTo: string) {
  return { name: "AES-GCM", iv: nonce, additionalData: encode(boundTo) };
}

function imported(key: TokenKey, use: "encrypt" | "decrypt"): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", key.bytes, "AES-GCM", false, [use]);
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}

function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}
