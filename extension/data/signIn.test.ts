import { describe, expect, test } from "vitest";
import { signIn, type SignInPorts } from "./signIn.ts";

const REDIRECT = "https://abc.chromiumapp.org/";
const me = { member: { id: "m", name: "Ana", email: "a@x.test", role: "admin" }, organisations: [] };

function setUp(window: (url: URL) => string | undefined) {
  const sent: { path: string; body: unknown }[] = [];
  const ports: SignInPorts = {
    redirectUrl: REDIRECT,
    createRequestId: () => "r",
    randomBytes: (count) => new Uint8Array(count).fill(7),
    openWindow: async (url) => window(new URL(url)),
    fetch: (async (url: URL, init: RequestInit) => {
      sent.push({ path: url.pathname, body: init.body === null ? null : JSON.parse(String(init.body)) });
      const answers: Record<string, unknown> = { "/auth/setup": { url: "https://login.test/?from=setup" }, "/auth/token": { token: "t", expiresAt: 9 }, "/v1/me": me };
      return new Response(JSON.stringify(answers[url.pathname]));
    }) as typeof fetch,
  };
  return { ports, sent };
}

describe("signing in", () => {
  test("exchanges the one-time code with the verifier of the challenge that was sent", async () => {
    let challenge: string | null = null;
    const { ports, sent } = setUp((url) => {
      challenge = url.searchParams.get("codeChallenge");
      expect(url.searchParams.get("redirect")).toBe(REDIRECT);
      return `${REDIRECT}?code=once&state=${url.searchParams.get("state")}`;
    });
    expect(await signIn(ports, "https://m.test", null)).toMatchObject({ ok: true, body: { token: "t", member: me.member } });
    const exchange = sent.find(({ path }) => path === "/auth/token")?.body as { code: string; codeVerifier: string };
    expect(exchange.code).toBe("once");
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(exchange.codeVerifier)));
    expect(Buffer.from(digest).toString("base64url")).toBe(challenge);
  });
  test("the first admin's set-up token goes to the Worker, never into an address", async () => {
    const { ports, sent } = setUp(() => undefined);
    await signIn(ports, "https://m.test", "one-time");
    expect(sent[0]).toMatchObject({ path: "/auth/setup", body: { setupToken: "one-time" } });
  });
  test.each([
    ["the window is closed", () => undefined, "window-closed"],
    ["an answer of another sign-in comes back", () => `${REDIRECT}?code=x&state=other`, "state-mismatch"],
    ["access is refused", (url: URL) => `${REDIRECT}?error=access_denied&state=${url.searchParams.get("state")}`, "access_denied"],
    ["no code comes back", (url: URL) => `${REDIRECT}?state=${url.searchParams.get("state")}`, "no-code"],
  ])("%s: a plain problem and no exchange", async (_, window, code) => {
    const { ports, sent } = setUp(window);
    expect(await signIn(ports, "https://m.test", null)).toMatchObject({ ok: false, problem: { code } });
    expect(sent.some(({ path }) => path === "/auth/token")).toBe(false);
  });
});
