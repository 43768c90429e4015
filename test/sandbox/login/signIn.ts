import { createHash } from "node:crypto";
import { JSDOM } from "jsdom";
import type { Sandbox } from "../sandbox.ts";
import type { XeroApp } from "../tokens.ts";

export interface SignInOptions {
  app?: XeroApp;
  scope?: string;
  /** Index of the user who signs in, and of the organisation he picks. */
  user?: number;
  organisation?: number;
  decision?: "allow" | "deny";
  verifier?: string;
  /** Further parameters of the authorize call, or other values for its own. */
  parameters?: Record<string, string>;
}

export const connectScope = "openid profile email offline_access accounting.invoices accounting.payments accounting.contacts accounting.settings accounting.banktransactions";
const host = "https://login.xero.com";

/** A person before the stand-in's sign-in pages: fills in each form that comes, as it came, and stops where he is sent back or refused. */
export function person(sandbox: Sandbox, userIndex = 0) {
  let cookie = "";
  const send = async (path: string, form?: URLSearchParams) => {
    const headers = { cookie, ...(form ? { "content-type": "application/x-www-form-urlencoded" } : {}) };
    const response = await sandbox.fetch(new Request(new URL(path, host), { headers, redirect: "manual", ...(form ? { method: "POST", body: form } : {}) }));
    for (const set of response.headers.getSetCookie()) cookie = set.split(";")[0] ?? "";
    return response;
  };

  return {
    send,
    /** The address that the app was answered at, or the page that refused, with the titles of all pages seen on the way. */
    async authorize(options: SignInOptions = {}): Promise<{ answer?: URL; refusal?: Document; pages: Document[] }> {
      const app = options.app ?? sandbox.apps[0];
      const query = new URLSearchParams({
        response_type: "code", client_id: app?.clientId ?? "", redirect_uri: app?.redirectUris[0] ?? "", scope: options.scope ?? connectScope, state: "st/at e+1", nonce: "n-1",
        ...(options.verifier === undefined ? {} : { code_challenge: challengeOf(options.verifier), code_challenge_method: "S256" }),
        ...options.parameters,
      });
      const pages: Document[] = [];
      let response = await send(`/identity/connect/authorize?${query}`);
      for (let step = 0; step < 8; step += 1) {
        const location = response.headers.get("location");
        if (location !== null && !location.startsWith("/")) return { answer: new URL(location), pages };
        if (location !== null) {
          response = await send(location);
          continue;
        }
        const { document } = new JSDOM(await response.text()).window;
        pages.push(document);
        const form = document.querySelector("form");
        if (!form) return { refusal: document, pages };
        response = await send("/identity/connect/authorize", filledIn(sandbox, form, options, userIndex));
      }
      throw new Error("The sign-in goes round in circles");
    },
  };
}

function filledIn(sandbox: Sandbox, form: HTMLFormElement, options: SignInOptions, userIndex: number): URLSearchParams {
  const fields = new URLSearchParams([...form.querySelectorAll<HTMLInputElement>("input")].filter((input) => input.type !== "radio" || input.checked).map((input) => [input.name, input.value]));
  const user = sandbox.users[options.user ?? userIndex];
  if (fields.get("step") === "login" && user) {
    fields.set("Username", user.email);
    fields.set("Password", user.password);
  }
  if (fields.get("step") === "organisation" && options.organisation !== undefined) fields.set("tenantId", sandbox.organisations[options.organisation]?.tenantId ?? "");
  fields.set("decision", options.decision ?? "allow");
  return fields;
}

const challengeOf = (verifier: string) => createHash("sha256").update(verifier).digest("base64url");

/** A call to the token endpoint or the revocation endpoint, with Basic credentials unless told otherwise. */
export async function tokenCall(sandbox: Sandbox, form: Record<string, string>, options: { app?: XeroApp; auth?: "basic" | "body" | "none"; path?: string } = {}) {
  const app = options.app ?? sandbox.apps[0];
  const body = new URLSearchParams(form);
  const headers: Record<string, string> = { "content-type": "application/x-www-form-urlencoded" };
  if (options.auth === "body") {
    body.set("client_id", app?.clientId ?? "");
    body.set("client_secret", app?.clientSecret ?? "");
  } else if (options.auth !== "none") headers["authorization"] = `Basic ${btoa(`${app?.clientId}:${app?.clientSecret}`)}`;
  const response = await sandbox.fetch(new Request(`https://identity.xero.com${options.path ?? "/connect/token"}`, { method: "POST", headers, body }));
  const text = await response.text();
  return { status: response.status, body: (text === "" ? {} : JSON.parse(text)) as Record<string, string> };
}
