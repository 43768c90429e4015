import { Hono, type Context } from "hono";
import type { World } from "../world.ts";
import { answerAddress, readAuthorize, type AuthorizeRequest } from "./authorizeRequest.ts";
import { choicesOf, grantConsent } from "./consent.ts";
import { consentScreen, loginScreen, pickerScreen, refusalScreen } from "./screens.ts";
import { closeSession, findSession, openSession, sessionCookie, sessionSetCookie } from "./session.ts";

/**
 * Xero's login host: who are you, which organisation, do you agree (facts §1.1 to §1.3). Each step is a form that carries the
 * whole authorize call, and each checks it again: nothing a page carries is believed.
 */
export function login(world: World): Hono {
  const app = new Hono();

  app.get("/identity/connect/authorize", (c) => {
    guard(c);
    const query = new URL(c.req.url).searchParams;
    const read = readAuthorize(world, query);
    if (!read.ok) return c.html(refusalScreen(read.error, read.about), 400);
    const signedIn = query.get("prompt") === "login" ? undefined : findSession(world, c.req.header("cookie"));
    if (!signedIn) return c.html(loginScreen(query.toString(), world.state.users[0]));
    return nextScreen(world, c, query, read.request);
  });

  app.post("/identity/connect/authorize", async (c) => {
    guard(c);
    const form = new URLSearchParams(await c.req.text());
    const query = new URLSearchParams(form.get("request") ?? "");
    const read = readAuthorize(world, query);
    if (!read.ok) return c.html(refusalScreen(read.error, read.about), 400);
    if (form.get("step") === "login") return signIn(world, c, query, form);
    const signedIn = findSession(world, c.req.header("cookie"));
    if (!signedIn) return c.html(loginScreen(query.toString(), world.state.users[0]));
    if (form.get("decision") !== "allow") return c.redirect(answerAddress(read.request, { error: "access_denied" }), 302);
    if (!read.request.needsOrganisation) {
      return c.redirect(answerAddress(read.request, granted(read.request, grantConsent(world, read.request, signedIn.user))), 302);
    }
    const choice = choicesOf(world, read.request.app, signedIn.user).find(({ tenantId }) => tenantId === form.get("tenantId"));
    if (!choice || choice.refusal !== undefined) return c.html(refusalScreen("access_denied", choice?.refusal ?? "Choose one of your organisations"), 400);
    if (form.get("step") === "organisation") return c.html(consentScreen(query.toString(), read.request, signedIn.user, choice));
    return c.redirect(answerAddress(read.request, granted(read.request, grantConsent(world, read.request, signedIn.user, choice.tenantId))), 302);
  });

  app.get("/identity/user/logout", (c) => {
    const signedIn = findSession(world, c.req.header("cookie"));
    if (signedIn) closeSession(world, signedIn.session.id);
    c.header("Set-Cookie", `${sessionCookie}=; Path=/; Max-Age=0`);
    return c.text("Signed out of the stand-in.");
  });

  return app;
}

function nextScreen(world: World, c: Context, query: URLSearchParams, request: AuthorizeRequest) {
  const signedIn = findSession(world, c.req.header("cookie"));
  if (!signedIn) return c.html(loginScreen(query.toString(), world.state.users[0]));
  if (!request.needsOrganisation) return c.html(consentScreen(query.toString(), request, signedIn.user));
  return c.html(pickerScreen(query.toString(), request, signedIn.user, choicesOf(world, request.app, signedIn.user)));
}

function signIn(world: World, c: Context, query: URLSearchParams, form: URLSearchParams) {
  const email = (form.get("Username") ?? "").trim().toLowerCase();
  const user = world.state.users.find((candidate) => candidate.email.toLowerCase() === email && candidate.password === form.get("Password"));
  if (!user) return c.html(loginScreen(query.toString(), world.state.users[0], "Your email or password is incorrect"), 200);
  c.header("Set-Cookie", sessionSetCookie(openSession(world, user)));
  query.delete("prompt");
  return c.redirect(`/identity/connect/authorize?${query.toString()}`, 302);
}

const granted = (request: AuthorizeRequest, code: string) => ({ code, scope: request.scopes.join(" ") });

/** Xero lets no page frame its login (facts §1.2). */
function guard(c: Context): void {
  c.header("Content-Security-Policy", "frame-ancestors 'none'");
  c.header("X-Frame-Options", "DENY");
  c.header("Cache-Control", "no-store");
}
