import { Hono } from "hono";
import * as v from "valibot";
import { addSecret } from "../../store/reads/people.ts";
import { revokeSession, takeOnce } from "../../store/reads/secrets.ts";
import { hasAdmin } from "../../store/reads/signedIn.ts";
import { authenticate } from "../auth.ts";
import { completeConnect } from "../completeConnect.ts";
import { completeSignIn } from "../completeSignIn.ts";
import type { ConsentDeps } from "../consentDeps.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { readBody, readQuery } from "../input.ts";
import { beginFlow, takeFlow } from "../pendingFlow.ts";
import { backWithError, checkedRedirect } from "../redirect.ts";
import { refuse } from "../refuse.ts";
import { sha256 } from "../sha256.ts";

const SESSION_MS = 30 * 24 * 3_600_000;

const state = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,128}$/, "must be 8 to 128 letters and digits"));
/** S256 of RFC 7636: 32 bytes, base64url. */
const codeChallenge = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/, "must be an S256 code challenge"));
const startEntries = { redirect: v.pipe(v.string(), v.maxLength(200)), codeChallenge, state };
const StartQuery = v.strictObject(startEntries);
const SetupInput = v.strictObject({ ...startEntries, setupToken: v.pipe(v.string(), v.maxLength(200)) });
const TokenInput = v.strictObject({
  code: v.pipe(v.string(), v.maxLength(200)),
  codeVerifier: v.pipe(v.string(), v.regex(/^[A-Za-z0-9._~-]{43,128}$/, "must be a code verifier")),
});

/** Sign-in: Xero tells who someone is; the extension gets a session token of ours, never one of Xero's. */
export function signInRoutes(deps: HttpDeps & ConsentDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const begin = (input: v.InferOutput<typeof StartQuery>, firstAdmin: boolean) =>
    beginFlow(deps, {
      purpose: "sign-in",
      redirect: checkedRedirect(deps.config.extensionIds, input.redirect),
      clientState: input.state,
      codeChallenge: input.codeChallenge,
      firstAdmin,
      memberId: null,
      organisationId: null,
    });

  app.post("/auth/setup", async (c) => {
    const { setupToken, ...start } = await readBody(c, SetupInput);
    // Hashes are compared, so that time tells nothing of the token.
    if ((await sha256(setupToken)) !== (await sha256(deps.config.setupToken)))
      refuse("unauthorised", "This is not the set-up token.", { remedy: "Use the token that start or deploy printed." });
    if (await hasAdmin(deps.db))
      refuse("not_possible_now", "This Worker has an admin already.", { remedy: "Ask that admin to invite you, then sign in." });
    return c.json({ url: await begin(start, true) });
  });

  app.get("/auth/start", async (c) => {
    return c.redirect(await begin(readQuery(c, StartQuery), false));
  });

  app.get("/auth/callback", async (c) => {
    const flow = await takeFlow(deps, c.req.query("state") ?? "");
    if (flow === null) return c.html(OVER, 409);
    const state = c.req.query("state") ?? "";
    const result = await deps.identity.finish(new URL(c.req.url), { purpose: flow.purpose, state, nonce: flow.nonce, verifier: flow.verifier });
    if (!result.ok) return backWithError(flow.redirect, flow.clientState, FAILURES[result.reason]);
    return flow.purpose === "connect" ? completeConnect(deps, flow, result.consent) : completeSignIn(deps, flow, result.consent);
  });

  app.post("/auth/token", async (c) => {
    const { code, codeVerifier } = await readBody(c, TokenInput);
    const now = deps.clock.now();
    const row = await takeOnce(deps.db, "code", await sha256(code), now);
    const expected = (row?.data as { codeChallenge?: unknown } | null)?.codeChallenge;
    if (row === null || row.memberId === null || expected !== (await challengeOf(codeVerifier)))
      return refuse("unauthorised", "This code is unknown, was used before or is too old.", { remedy: "Sign in again." });
    const token = deps.randomToken();
    const expiresAt = now + SESSION_MS;
    await addSecret(deps.db, { hash: await sha256(token), kind: "session", memberId: row.memberId, scopes: row.scopes, createdAt: now, expiresAt });
    return c.json({ token, expiresAt });
  });

  app.post("/auth/sign-out", authenticate(deps), async (c) => {
    const token = (c.req.header("Authorization") ?? "").slice("Bearer ".length);
    await revokeSession(deps.db, await sha256(token), deps.clock.now());
    return c.json({});
  });
  return app;
}

/** Somebody looks at this in a window: no problem document. */
const OVER = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sign-in is over</title>
<body style="font:16px/1.5 system-ui;max-width:32rem;margin:15vh auto;padding:0 1rem"><h1>This sign-in is over</h1>
<p>It was finished already, or took longer than a quarter of an hour. Nothing was changed.</p>
<p>Close this window and begin again in the extension.</p>`;

const FAILURES = {
  declined: { error: "access_denied", sentence: "Access was not given.", remedy: "Nothing was changed. Try again if that was a slip." },
  invalid: { error: "invalid_answer", sentence: "Xero's answer could not be verified.", remedy: "Try again; if it stays, check the client id and secret." },
  unavailable: { error: "xero_unavailable", sentence: "Xero's sign-in does not answer.", remedy: "Try again in a minute." },
} as const;

async function challengeOf(verifier: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier)));
  return btoa(String.fromCharCode(...digest)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
