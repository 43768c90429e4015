/** RFC 7636, S256. The verifier never leaves the background worker except to the Worker's exchange endpoint. */
export async function createPkce(randomBytes: (count: number) => Uint8Array): Promise<{ verifier: string; challenge: string; state: string }> {
  const verifier = base64Url(randomBytes(32));
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  return { verifier, challenge: base64Url(new Uint8Array(digest)), state: base64Url(randomBytes(16)) };
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
