import type { GroupKey, SyncedBody } from "../../../shared/merge/groups.ts";
import { groupsOf, groupValue } from "../../../shared/merge/recordGroups.ts";
import type { SyncedKind } from "../../../shared/records/kinds.ts";
import { canonical } from "../../../worker/engine/canonical.ts";
import type { Row } from "../../../worker/store/port.ts";
import type { SimOrganisation } from "../world/simWorld.ts";
import type { SimView } from "./view.ts";

/** What both sides agreed on is something that both sides once had: never what we sent, never what one side has alone. */
export function monotoneBase(view: SimView): string[] {
  return view.world.organisations.flatMap((organisation) => view.of(organisation, "link").flatMap((link) => baseOf(view, organisation, link)));
}

/** Lines get their ids from the other side, so their groups are compared by convergence; here the document's own count. */
const isWhole = (group: GroupKey): boolean => group !== "money" && !group.includes(":");

function baseOf(view: SimView, organisation: SimOrganisation, link: Row<"link">): string[] {
  const { histories } = view.world;
  if (link.equalAt === null || link.xeroHash === null) return [];
  const key = `${link.id} ${link.version}`;
  if (view.world.basesSeen.has(key)) return [];
  view.world.basesSeen.add(key);
  const kind = link.kind as SyncedKind;
  const kept = histories.snapshots.get(link.baseHash ?? link.xeroHash);
  if (kept === undefined) return [];
  const base = link.baseHash === null ? view.xeroBody(organisation, link, kept) : (JSON.parse(kept) as SyncedBody);
  if (base === null) return [];
  const ours = (histories.records.get(link.recordId) ?? []).map((text) => JSON.parse(text) as SyncedBody);
  const theirs = link.baseHash === null ? null : [...histories.snapshots.values()].filter((text) => text.includes(link.xeroId!)).flatMap((text) => view.xeroBody(organisation, link, text) ?? []);
  const holds = (bodies: readonly SyncedBody[], group: GroupKey): boolean => bodies.some((body) => canonical(groupValue(kind, group, body)) === canonical(groupValue(kind, group, base)));
  // Two that met with different values never agreed on them: a person is asked, and until then the group has no base to speak of.
  const asked = new Set(view.of(organisation, "conflict").filter(({ linkId, resolvedAt }) => linkId === link.id && resolvedAt === null).map(({ fieldGroup }) => fieldGroup));
  return groupsOf(kind, base).filter((group) => isWhole(group) && !asked.has(group)).flatMap((group) => [
    ...(ours.length > 0 && !holds(ours, group) ? [`the base of ${kind} ${link.recordId} holds a ${group} that our side never had`] : []),
    ...(theirs !== null && theirs.length > 0 && !holds(theirs, group) ? [`the base of ${kind} ${link.recordId} holds a ${group} that Xero never had`] : []),
  ]);
}
