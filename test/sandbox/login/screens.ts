import { html, raw } from "hono/html";
import { broadScopes } from "../identity/scopes.ts";
import type { XeroUser } from "../tokens.ts";
import type { AuthorizeRequest } from "./authorizeRequest.ts";
import type { Choice } from "./consent.ts";

type Html = ReturnType<typeof html>;

const css = `
*{box-sizing:border-box}body{margin:0;min-height:100vh;font:15px/1.5 system-ui,"Segoe UI",Roboto,sans-serif;color:#1f2a37;background:#eaf1f7;display:flex;flex-direction:column;align-items:center}
.standin{align-self:stretch;background:#fff4d6;color:#6b4e00;text-align:center;font-size:13px;padding:6px;border-bottom:1px solid #f0dca0}
main{width:min(440px,calc(100% - 32px));margin:5vh 0 40px;background:#fff;border-radius:10px;padding:32px;box-shadow:0 2px 14px #1b3a5722}
.mark{width:44px;height:44px;border-radius:12px;background:#12608f;color:#fff;display:grid;place-items:center;font-weight:700;margin:0 auto 14px}
h1{font-size:21px;line-height:1.3;text-align:center;margin:0 0 6px}p{margin:0 0 16px}.lead{text-align:center;color:#566474}
label{display:block;font-weight:600;font-size:13px;margin:14px 0 4px}input[type=text],input[type=password]{width:100%;padding:9px 11px;border:1px solid #a9b7c5;border-radius:5px;font:inherit}
button{width:100%;margin-top:18px;padding:10px 16px;border:0;border-radius:5px;background:#12608f;color:#fff;font:inherit;font-weight:600;cursor:pointer}
button.plain{background:none;color:#12608f;margin-top:6px}button:focus-visible,input:focus-visible{outline:3px solid #7cb8e6;outline-offset:1px}
.choice{display:flex;gap:12px;align-items:center;border:1px solid #cfd9e3;border-radius:6px;padding:11px 14px;margin:8px 0;font-weight:400;font-size:15px;cursor:pointer}.choice:has(:checked){border-color:#12608f;background:#f2f8fc}
.choice small,.scopes small{display:block;color:#566474}.choice.no{opacity:.65;cursor:default}.scopes{margin:16px 0 0;padding:0;list-style:none}.scopes li{padding:6px 0 6px 26px;line-height:1.35;border-top:1px solid #e6ecf2;position:relative}.scopes li:before{content:"\\2713";position:absolute;left:4px;color:#0b7a4b;font-weight:700}
.error{background:#fdecec;color:#8f1d1d;border-radius:5px;padding:9px 12px;margin:0 0 6px}.who{font-size:13px;color:#566474;text-align:center;margin:18px 0 0}code{font-size:12px}`;

const page = (title: string, body: Html) => html`<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} | Stand-in, not Xero</title><style>${raw(css)}</style></head>
<body><div class="standin">Stand-in, not Xero: a sign-in for tests, on this machine alone</div><main><div class="mark" aria-hidden="true">SI</div>${body}</main></body></html>`;

/** What every form carries along: the authorize call it belongs to, checked anew at each step. */
const form = (query: string, step: string, body: Html) => html`<form method="post" action="/identity/connect/authorize"><input type="hidden" name="request" value="${query}"><input type="hidden" name="step" value="${step}">${body}</form>`;

export const loginScreen = (query: string, user: XeroUser | undefined, error?: string) =>
  page("Log in", html`<h1>Log in</h1><p class="lead">The demo user is filled in.</p>${error === undefined ? "" : html`<p class="error" role="alert">${error}</p>`}
${form(query, "login", html`<label for="Username">Email address</label><input type="text" id="Username" name="Username" autocomplete="username" value="${user?.email ?? ""}">
<label for="Password">Password</label><input type="password" id="Password" name="Password" autocomplete="current-password" value="${user?.password ?? ""}">
<button type="submit" id="submit-button" data-automationid="LoginSubmit--button">Log in</button>`)}`);

export const pickerScreen = (query: string, request: AuthorizeRequest, user: XeroUser, choices: Choice[]) => {
  const first = choices.find((choice) => choice.refusal === undefined)?.tenantId;
  return page("Choose an organisation", html`<h1>Which organisation should ${request.app.name} connect to?</h1><p class="lead">One at a time. To add another, connect again.</p>
${form(query, "organisation", html`${choices.map(({ tenantId, name, connected, refusal }) => html`<label class="choice ${refusal === undefined ? "" : "no"}"><input type="radio" name="tenantId" value="${tenantId}" ${tenantId === first ? "checked" : ""} ${refusal === undefined ? "" : "disabled"}><span>${name}<small>${refusal ?? (connected ? "Connected already" : "")}</small></span></label>`)}
${first === undefined ? html`<p class="error" role="alert">None of your organisations can be connected.</p>` : html`<button type="submit" name="decision" value="allow">Continue</button>`}
<button type="submit" class="plain" name="decision" value="deny">Cancel</button>`)}<p class="who">Signed in as ${user.givenName} ${user.familyName}</p>`);
};

export const consentScreen = (query: string, request: AuthorizeRequest, user: XeroUser, organisation?: { tenantId: string; name: string }) =>
  page("Allow access", html`<h1>${request.app.name} would like to</h1><p class="lead">${organisation ? html`in <strong>${organisation.name}</strong>` : "with your account"}</p>
<ul class="scopes">${request.scopes.map((scope) => html`<li data-scope="${scope}">${broadScopes[scope]?.words ?? scope}<small><code>${scope}</code></small></li>`)}</ul>
${form(query, "consent", html`<input type="hidden" name="tenantId" value="${organisation?.tenantId ?? ""}"><button type="submit" id="approveButton" name="decision" value="allow">Allow access</button><button type="submit" class="plain" id="denyButton" name="decision" value="deny">Cancel</button>`)}
<p class="who">Signed in as ${user.givenName} ${user.familyName}</p>`);

export const refusalScreen = (error: string, about: string) =>
  page("Sorry, something went wrong", html`<h1>Sorry, something went wrong</h1><p class="lead">Error: <code>${error}</code></p><p class="error" role="alert">${about}</p><p class="who">Nothing was sent back to the app. Mend its authorize address and try again.</p>`);
