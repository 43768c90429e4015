import { routeOf } from "../page/route.ts";
import { ABOUT } from "../page/subject.ts";
import type { XeroPage } from "./messages.ts";

/**
 * What a tab is about: what its content script reported if that still fits the tab's address, else what the address alone says. So the side panel
 * works where the overlay does not. A classic page's address names no organisation, so without a report that stays unknown.
 */
export function tabPage(reported: XeroPage | null, address: string | null): XeroPage | null {
  if (address === null || !URL.canParse(address)) return null;
  const route = routeOf(new URL(address));
  if (route === null) return null;
  const about = ABOUT[route.kind];
  const fits = reported !== null && reported.kind === route.kind && (route.shortCode === null || reported.shortCode === route.shortCode || reported.shortCode === null);
  const sameRecord = fits && (route.id === null || reported.subject === null || reported.subject.id === route.id);
  if (fits && sameRecord) return reported;
  return {
    shortCode: route.shortCode,
    kind: route.kind,
    editing: about.editing,
    subject: about.subject !== null && route.id !== null ? { kind: about.subject, id: route.id } : null,
    listed: [],
    accountId: route.accountId,
  };
}
