import type { SimView } from "./view.ts";

/** No row and no request crosses organisations; nothing flows for one that was disconnected. */
export function isolation(view: SimView): string[] {
  const { world, rows } = view;
  const found: string[] = [];
  const known = new Set(world.organisations.map(({ id }) => id));
  for (const table of ["link", "record", "snapshot", "audit", "intent", "call", "conflict"] as const) if (rows[table].some(({ organisationId }) => !known.has(organisationId))) found.push(`a ${table} belongs to no organisation`);
  for (const organisation of world.organisations) {
    const strangers = world.organisations.filter((one) => one !== organisation).flatMap(({ books }) => [books.contacts, books.invoices, books.payments, books.creditNotes]);
    for (const { kind, xeroId } of view.of(organisation, "link")) if (xeroId !== null && strangers.some((map) => map.has(xeroId))) found.push(`a ${kind} is linked to ${xeroId}, which another organisation owns`);
  }
  for (const [index, { meant, tenantId, path }] of world.wire.passed.entries()) {
    if (meant === null) continue;
    if (tenantId !== meant) found.push(`a request to ${path} went to another organisation than it was meant for`);
    const since = world.disconnectedFrom.get(meant);
    if (since !== undefined && index >= since) found.push(`a request to ${path} was sent for a disconnected organisation`);
  }
  return found;
}
