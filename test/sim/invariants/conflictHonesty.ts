import type { View } from "./view.ts";

/** A conflict is open only about a group that both sides moved to different values; and who is told of a conflict can see it. */
export function conflictHonesty(view: View): string[] {
  const found: string[] = [];
  const open = view.rows.conflict.filter(({ resolvedAt }) => resolvedAt === null);
  const touched = new Set(view.world.sandbox.world.state.log.bookkeeperChanges.map(({ id }) => id));
  for (const { fieldGroup, recordId, linkId, base, ours, xero, openedAt } of open) {
    const what = `the conflict about ${fieldGroup} of ${recordId}, opened at ${openedAt},`;
    const xeroId = view.rows.link.find((link) => link.id === linkId)?.xeroId;
    if (xeroId != null && base !== "null" && !touched.has(xeroId)) found.push(`${what} is about what nobody changed in Xero`);
    if (ours === xero) found.push(`${what} is between equal values`);
    // Against a removal it is the edit that stands against the status, which our side did not move.
    if (fieldGroup !== "status" && base !== "null" && (base === ours || base === xero)) found.push(`${what} is about what one side did not change`);
  }
  const asked = new Set(open.map(({ linkId }) => linkId));
  for (const { id, kind, recordId, state } of view.rows.link) if (state === "conflict" && !asked.has(id)) found.push(`${kind} ${recordId} is said to be in conflict, and nobody can see which`);
  return found;
}
