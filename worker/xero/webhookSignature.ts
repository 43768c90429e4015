/**
 * Whether `signature` (Xero's `x-xero-signature`) is the base64 HMAC-SHA256 of the raw body bytes under the webhook key.
 * crypto.subtle.verify compares in constant time.
 */
export async function isSignedByXero(body: ArrayBuffer, signature: string | null, webhookKey: string): Promise<boolean> {
  if (signature === null || !/^[A-Za-z0-9+/]{43}=$/.test(signature)) return false;
  const mac = Uint8Array.from(atob(signature), (char) => char.charCodeAt(0));
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(webhookKey), algorithm, false, ["verify"]);
  return crypto.subtle.verify("HMAC", key, mac, body);
}
