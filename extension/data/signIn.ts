import type { Me } from "../../shared/api/views.ts";
import { askWorker, type ApiPorts } from "./api.ts";
import type { ApiAnswer, Problem } from "./messages.ts";
import { createPkce } from "./pkce.ts";
import type { Stored } from "./storage.ts";

export interface SignInPorts {
  fetch: typeof fetch;
  createRequestId: () => string;
  randomBytes: (count: number) => Uint8Array;
  /** Where the Worker sends the one-time code: https://{extension id}.chromiumapp.org/ */
  redirectUrl: string;
  /** Opens a window, resolves with the address that it ended on. Rejects when the person closes it. */
  openWindow: (url: string) => Promise<string | undefined>;
}

/**
 * Sign-in: a window of Xero's login, a one-time code at our redirect address, exchanged with the PKCE verifier for a session token. The first admin
 * begins with the set-up token. No token of Xero's ever comes this way.
 */
export async function signIn(ports: SignInPorts, workerUrl: string, setupToken: string | null): Promise<ApiAnswer<NonNullable<Stored["session"]> & { me: Me }>> {
  const api: ApiPorts = { fetch: ports.fetch, createRequestId: ports.createRequestId, workerUrl, token: null, organisationId: null };
  const { verifier, challenge, state } = await createPkce(ports.randomBytes);
  const fields = { redirect: ports.redirectUrl, codeChallenge: challenge, state };
  let url = `${workerUrl}/auth/start?${new URLSearchParams(fields)}`;
  if (setupToken !== null) {
    const setUp = await askWorker(api, { route: "setup", body: { setupToken, ...fields } });
    if (!setUp.ok) return setUp;
    url = setUp.body.url;
  }
  const returned = await windowReturned(ports, url, state);
  if (!returned.ok) return returned;
  const code = returned.body.get("code");
  if (code === null) return failed({ code: "no-code", title: "The sign-in did not finish.", next: "Try again." });
  const token = await askWorker(api, { route: "authToken", body: { code, codeVerifier: verifier } });
  if (!token.ok) return token;
  const me = await askWorker({ ...api, token: token.body.token }, { route: "me" });
  if (!me.ok) return me;
  return { ok: true, body: { ...token.body, member: me.body.member, me: me.body } };
}

/** Connect: an admin lets the Worker into organisations of Xero. The tokens stay in the Worker. */
export async function connect(ports: SignInPorts, api: ApiPorts, organisationId: string | null): Promise<ApiAnswer<Me>> {
  const { state } = await createPkce(ports.randomBytes);
  const start = await askWorker(api, { route: "connectStart", body: { redirect: ports.redirectUrl, state, ...(organisationId !== null && { organisationId }) } });
  if (!start.ok) return start;
  const returned = await windowReturned(ports, start.body.url, state);
  if (!returned.ok) return returned;
  return await askWorker(api, { route: "me" });
}

async function windowReturned(ports: SignInPorts, url: string, state: string): Promise<ApiAnswer<URLSearchParams>> {
  const ended = await ports.openWindow(url).catch(() => undefined);
  if (ended === undefined || !URL.canParse(ended)) return failed({ code: "window-closed", title: "The window was closed before it finished.", next: "Try again when you are ready." });
  const query = new URL(ended).searchParams;
  if (query.get("state") !== state) return failed({ code: "state-mismatch", title: "The answer does not belong to this sign-in.", next: "Try again." });
  const error = query.get("error");
  if (error !== null) {
    const refused = error === "access_denied";
    return failed({
      code: error,
      title: query.get("error_description") ?? (refused ? "Access was not given." : "Xero could not sign you in."),
      next: query.get("remedy") ?? (refused ? "Nothing was changed. Try again if that was a slip." : "Try again."),
    });
  }
  return { ok: true, body: query };
}

function failed(problem: Problem): { ok: false; status: number; problem: Problem } {
  return { ok: false, status: 0, problem };
}
