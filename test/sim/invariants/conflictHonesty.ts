import type { View } from "./view.ts";

/** A conflict is open only about a group that both sides moved to different values; and who is told of a conflict can see it. */
export function conflictHonesty(view: View): string[] {
  const found: string[] = [];
  const open = view.rows.conflict.filter(({ resolvedAt }) => resolvedAt === null);
  const touched = touchedInXero(view);
  for (const { fieldGroup, recordId, linkId, base, ours, xero, openedAt } of open) {
    const what = `the conflict about ${fieldGroup} of ${recordId}, opened at ${openedAt},`;
    const xeroId = view.rows.link.find((link) => link.id === linkId)?.xeroId;
    if (xeroId != null && base !== "null" && !touched.has(xeroId)) found.push(`${what} is about what nobody changed in Xero`);
    if (ours === xero) found.push(`${what} is between equal values`);
    // Against a removal it is the edit that stands against the status, which our side did not move.
    if (fieldGroup !== "status" && base !== "null" && (base === ours || base === xero)) found.push(`${what} is about what one side did not change`);
  }
  found.push(...sentWhileAsked(view));
  const asked = new Set(open.map(({ linkId }) => linkId));
  for (const { id, kind, recordId, state } of view.rows.link) if (state === "conflict" && !asked.has(id)) found.push(`${kind} ${recordId} is said to be in conflict, and nobody can see which`);
  return found;
}

/** What people changed in Xero; a merge of contacts changes the documents that it moves as well. */
function touchedInXero({ world }: View): Set<string> {
  const touched = new Set(world.sandbox.world.state.log.bookkeeperChanges.map(({ id }) => id));
  for (const { books } of world.organisations) {
    const winners = new Set([...books.contacts.values()].map(({ mergedToContactId }) => mergedToContactId));
    for (const { id, contactId } of [...books.invoices.values(), ...books.creditNotes.values(), ...books.quotes.values()]) if (winners.has(contactId)) touched.add(id);
  }
  return touched;
}

/** A write that was decided before a person was asked about its group, and left while he was. */
function sentWhileAsked({ rows }: View): string[] {
  const sentAt = new Map(rows.call.map((call) => [call.id, call.sentAt ?? call.createdAt]));
  return rows.intent.flatMap(({ linkId, callId, groups, createdAt, kind }) => {
    const at = sentAt.get(callId ?? "");
    if (at === undefined) return [];
    const written = (JSON.parse(groups) as { group: string }[]).map(({ group }) => group);
    return rows.conflict
      .filter((one) => one.linkId === linkId && written.includes(one.fieldGroup) && createdAt <= one.openedAt && one.openedAt < at && (one.resolvedAt === null || one.resolvedAt >= at))
      .map(({ fieldGroup, recordId }) => `${fieldGroup} of ${kind} ${recordId} was written while a person was asked about it`);
  });
}
