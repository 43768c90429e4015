import { Hono, type Context } from "hono";
import { findSession, openSession, sessionSetCookie, type LoginSession } from "../login/session.ts";
import type { XeroUser } from "../tokens.ts";
import type { World } from "../world.ts";
import { actOnPage } from "./act.ts";
import { notFound } from "./notFound.ts";
import { pageContext, readSwitches, type PageContext } from "./pageContext.ts";
import { appRoutes, classicRoutes, drawn, type Answer } from "./routes.ts";
import { arrived, fragment, shell } from "./shell.ts";

/**
 * The web application at go.xero.com. Whoever opens it is the first user, signed in already: what is tested here is what stands
 * in the pages. `/app/!code/…` names its organisation; `.aspx` pages take it from the session (facts on the web app §0.3).
 */
export function pages(world: World): Hono {
  const app = new Hono();
  const switchesOf = new Map<string, string>();

  const visitor = (c: Context): { user: XeroUser; session: LoginSession } | undefined => {
    const known = findSession(world, c.req.header("cookie"));
    if (known) return known;
    const user = world.state.users[0];
    if (!user) return undefined;
    const session = openSession(world, user);
    c.header("Set-Cookie", sessionSetCookie(session));
    return { user, session };
  };

  /** What drawing needs, or the reason why this person sees nothing here. */
  const enter = (c: Context, url: URL, shortCode: string | undefined): PageContext | string => {
    const who = visitor(c);
    if (!who) return "Nobody can sign in to this stand-in.";
    const own = world.state.organisations.filter(({ tenantId }) => (who.user.roles[tenantId] ?? "REMOVED") !== "REMOVED");
    const current = own.find(({ tenantId }) => tenantId === who.session.tenantId) ?? own[0];
    const organisation = shortCode === undefined ? current : own.find((one) => one.shortCode === shortCode);
    if (!organisation) return shortCode === undefined ? "You have no organisation." : `There is no organisation ${shortCode}, or it is not yours.`;
    const given = url.searchParams.get("standin");
    if (given !== null) switchesOf.set(who.session.id, given);
    return pageContext(world, organisation, { ...who, url, switches: readSwitches(switchesOf.get(who.session.id) ?? "") });
  };

  const send = (c: Context, context: PageContext, answer: Answer) => {
    if (!answer) return c.html(notFound("It may have been moved, or belong to another organisation.").text, 404);
    if ("redirect" in answer) return c.redirect(answer.redirect, 302);
    if (context.switches.coep) {
      c.header("Cross-Origin-Embedder-Policy", "require-corp");
      c.header("Cross-Origin-Opener-Policy", "same-origin");
    }
    c.header("Cache-Control", "no-store");
    return c.html(context.url.searchParams.get("standin") === "whole" ? arrived(context, answer) : shell(context, answer).text);
  };

  app.post("/standin/act/:shortCode/:action", async (c) => {
    const context = enter(c, new URL(c.req.url), c.req.param("shortCode"));
    if (typeof context === "string") return c.json({ ok: false, errors: [context] });
    return c.json(actOnPage(context, c.req.param("action"), new URLSearchParams(await c.req.text())));
  });

  app.get("/standin/fragment", (c) => {
    const at = new URL(c.req.query("at") ?? "/", new URL(c.req.url).origin);
    const { shortCode, rest } = appAddress(at);
    const context = enter(c, at, shortCode);
    if (typeof context === "string") return c.json({ redirect: "/app/errors/404" });
    const answer = drawn(context, appRoutes, rest);
    if (!answer) return c.json({ redirect: "/app/errors/404" });
    return c.json("redirect" in answer ? answer : fragment(context, answer));
  });

  app.get("/app/errors/404", (c) => c.html(notFound("It may have been moved, or belong to another organisation.").text, 404));

  app.get("/app/*", (c) => {
    const url = new URL(c.req.url);
    const { shortCode, rest } = appAddress(url);
    const context = enter(c, url, shortCode);
    if (typeof context === "string") return c.html(notFound(context).text, 404);
    // An address without a code opens in whichever organisation is current (facts §6: wrong-organisation risk).
    if (shortCode === undefined) return c.redirect(`${context.base}${url.pathname.slice("/app".length)}${url.search}`, 302);
    return send(c, context, drawn(context, appRoutes, rest));
  });

  app.get("/:switch{[Oo]rganisation[Ll]ogin}/*", (c) => switchOrganisation(c));
  app.get("/:switch{[Oo]rganisation[Ll]ogin}", (c) => switchOrganisation(c));

  /** The only way to move the session to another organisation. `redirecturl` stays inside: a path, never another host. */
  function switchOrganisation(c: Context) {
    const url = new URL(c.req.url);
    const query = new Map([...url.searchParams].map(([name, value]) => [name.toLowerCase(), value]));
    const context = enter(c, url, query.get("shortcode") ?? "");
    if (typeof context === "string") return c.html(notFound(context).text, 404);
    context.session.tenantId = context.organisation.tenantId;
    const wanted = query.get("redirecturl") ?? "";
    return c.redirect(/^\/(?![/\\])/.test(wanted) ? withRest(url, wanted) : `${context.base}/homepage`, 302);
  }

  app.get("*", (c) => {
    const url = new URL(c.req.url);
    const context = enter(c, url, undefined);
    if (typeof context === "string") return c.html(notFound(context).text, 404);
    return send(c, context, drawn(context, classicRoutes, url.pathname));
  });

  return app;
}

/** Integrators append `redirecturl=/AccountsPayable/Edit.aspx?InvoiceID=…` without escaping it; what follows its "&" belongs to it too. */
function withRest(url: URL, wanted: string): string {
  const written = /[?&]redirecturl=([^#]*)/i.exec(url.search)?.[1] ?? "";
  return written.startsWith("/") ? written : wanted;
}

function appAddress(url: URL): { shortCode: string | undefined; rest: string } {
  // Browsers write "!" as it is; some integrators escape it.
  const found = /^\/app\/(!?[^/]*)(\/.*)?$/.exec(url.pathname.replaceAll("%21", "!"));
  const shortCode = found?.[1]?.startsWith("!") ? found[1] : undefined;
  return { shortCode, rest: shortCode === undefined ? "" : (found?.[2] ?? "/") };
}

