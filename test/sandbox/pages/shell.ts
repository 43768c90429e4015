import { clientScript } from "./client/clientScript.ts";
import { jsonScript, m, Markup } from "./markup.ts";
import type { DrawnPage, PageContext } from "./pageContext.ts";
import { style } from "./style.ts";


/**
 * The whole document of a page. A classic page comes complete; of a React-like one only the frame comes, and its navigation and
 * content arrive after the document is idle, as Xero's micro-frontends do (facts on the web app §2).
 */
export function shell(context: PageContext, page: DrawnPage): Markup {
  const isSpa = page.ui === "spa";
  const { redrawMs, marks, lateMs } = context.switches;
  return m`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${page.title} | Xero stand-in</title><style>${new Markup(style)}</style></head>
<body class="${page.ui}">
${isSpa ? m`<div id="shell-nav"></div><div id="shell-app-root"><div class="loading" role="status">Loading</div></div>` : m`${navigation(context)}${page.main}`}
${ribbon}${jsonScript("standin-page", { ui: page.ui, redrawMs, marks, lateMs })}
<script>${new Markup(clientScript("shared"))}${new Markup(clientScript(isSpa ? "spa" : "classic"))}</script>
</body></html>`;
}

/** What the micro-frontend brings: the parts that the page's script puts into the frame. */
export const fragment = (context: PageContext, page: DrawnPage) => ({
  ui: page.ui,
  title: `${page.title} | Xero stand-in`,
  navigation: navigation(context).text,
  main: `<article><main>${page.main.text}</main></article>`,
});

/** The same page with its late parts in place: what a browser shows once everything has arrived. */
export function arrived(context: PageContext, page: DrawnPage): string {
  const whole = shell(context, page).text;
  if (page.ui === "classic") return whole;
  const parts = fragment(context, page);
  return whole
    .replace('<div id="shell-nav"></div>', () => `<div id="shell-nav">${parts.navigation}</div>`)
    .replace(/<div class="loading"[^>]*>Loading<\/div>/, () => parts.main);
}

/** Always in sight, in the navigation's bar: the headers' actions, where overlays mount, are below it. */
const ribbon = m`<div class="standin-ribbon" role="note">Stand-in, not Xero</div>`;

const item = (href: string, text: string) =>
  m`<li class="x-nav--nav-item x-nav--nav-item-link"><a class="x-nav-xui-button x-nav-xui-button-borderless-standard x-nav-xui-button-small x-nav-xui-button-fullwidth" href="${href}" role="link"><span class="x-nav--nav-item-text" role="none">${text}</span></a></li>`;

const menu = (name: string, items: Markup[]) => {
  const id = `${name.toLowerCase()}-sub-nav`;
  return m`<li aria-label="${name}"><button type="button" aria-controls="${id}" aria-expanded="false"><span>${name}</span></button>
<div id="${id}" class="x-nav--sub-nav-container x-nav--sub-nav-container-hidden"><ul class="x-nav--nav-item-list" aria-label="${name} sub-menu">${items}</ul></div></li>`;
};

/** Hooks of the 2026 navigation; the same on both kinds of page. The organisation switcher's links go to OrganisationLogin. */
function navigation(context: PageContext): Markup {
  const { base, organisation, user, world } = context;
  const bank = [...context.books.accounts.values()].find((account) => account.type === "BANK" && account.status === "ACTIVE");
  const own = world.state.organisations.filter(({ tenantId }) => (user.roles[tenantId] ?? "REMOVED") !== "REMOVED");
  return m`<nav id="wac-top-panel" aria-label="Top navigation bar">
  <div class="x-nav--logo"><a href="${base}/homepage" role="link">Home</a></div>
  <div class="x-nav--tenant-menu"><button type="button" class="x-nav-xui-button x-nav--tenant-menu-button x-nav-xui-button-borderless-inverted x-nav-xui-button-medium x-nav-xui-button-has-icon" aria-controls="tenant-menu-list" aria-expanded="false"><span class="x-nav--tenant-menu-button-text">${organisation.name}</span></button>
  <div id="tenant-menu-list" class="x-nav--sub-nav-container x-nav--sub-nav-container-hidden"><ul aria-label="Organisations">${own.map((other) => item(`/OrganisationLogin/?shortCode=${other.shortCode}`, other.name))}</ul></div></div>
  <ul aria-label="Primary navigation items">
    ${menu("Sales", [item("/AccountsReceivable/Search.aspx", "Invoices"), item(`${base}/invoicing`, "New invoice"), item(`${base}/contacts/customers`, "Customers")])}
    ${menu("Purchases", [item(`${base}/bills`, "Bills"), item("/AccountsPayable/Edit.aspx", "New bill"), item(`${base}/contacts/suppliers`, "Suppliers")])}
    ${menu("Accounting", [item(bank ? `/BankRec/BankRec.aspx?accountID=${bank.id}` : `${base}/homepage`, "Bank reconciliation"), item(`${base}/settings/financial`, "Lock dates")])}
    ${menu("Contacts", [item(`${base}/contacts/all`, "All contacts")])}
  </ul>
</nav>`;
}
