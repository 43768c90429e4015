import { pageDate } from "./format.ts";
import { m } from "./markup.ts";
import type { DrawnPage, PageContext } from "./pageContext.ts";

/** Lock dates, as on Xero's financial settings (facts §5.8: one for everyone but advisers, one for all). */
export function settings({ books, organisation }: PageContext): DrawnPage {
  const { periodLockDate, endOfYearLockDate } = books.organisation;
  return {
    ui: "spa",
    title: "Financial settings",
    main: m`<header class="xui-pageheading" data-automationid="PageHeader"><div class="xui-pageheading--content"><h1 class="xui-pageheading--title" data-automationid="PageHeader--title">Financial settings</h1></div></header>
<section class="xui-panel" aria-label="Lock dates"><h2>Lock dates</h2><p class="hint">Nothing can be posted on or before a lock date. Leave a date empty to unlock.</p>
<form class="row" data-act="/standin/act/${organisation.shortCode}/setLockDates"><label class="field">Stop all users (except advisers) making changes on and before<input type="text" name="periodLockDate" value="${pageDate(periodLockDate)}" placeholder="31 Oct 2026"></label>
<label class="field">Stop all users making changes on and before<input type="text" name="endOfYearLockDate" value="${pageDate(endOfYearLockDate)}" placeholder="30 Jun 2026"></label><button type="submit" class="xui-button xui-button-main" data-standin="setLockDates">Save</button></form></section>`,
  };
}
