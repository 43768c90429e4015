import { m, Markup } from "./markup.ts";
import { style } from "./style.ts";

/** What Xero shows for an address it does not know, or for an organisation that is not the user's (facts on the web app §2). */
export function notFound(about: string): Markup {
  return m`<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Page not found | Xero stand-in</title><style>${new Markup(style)}</style></head><body>
<div id="bodyContainer" style="margin-top:12vh;text-align:center;max-width:560px"><h1>Sorry, we can't find that page</h1><p class="hint">${about}</p><p><a class="xbtn" href="/">Go to your organisation</a></p></div><div class="standin-ribbon" role="note">Stand-in, not Xero</div></body></html>`;
}
