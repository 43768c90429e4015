import { backLinkOf } from "../../../worker/engine/takeIn.ts";
import type { View } from "./view.ts";

const ENDED: ReadonlySet<string> = new Set(["VOIDED", "DELETED", "ARCHIVED"]);

/** One record is at most one live document in Xero, and one document is at most one record. */
export function duplicates(view: View): string[] {
  return view.world.organisations.flatMap((organisation) => {
    const found: string[] = [];
    const { contacts, invoices } = organisation.books;
    const byRecord = new Map<string, string>();
    for (const one of [...[...contacts.values()].map(({ id, status, contactNumber }) => ({ id, status: String(status), Url: undefined, ContactNumber: contactNumber })), ...[...invoices.values()].map(({ id, status, url }) => ({ id, status: String(status), Url: url, ContactNumber: undefined }))]) {
      const recordId = backLinkOf({ ...(one.Url === undefined ? {} : { Url: one.Url }), ...(one.ContactNumber === undefined ? {} : { ContactNumber: one.ContactNumber }) });
      if (recordId === null || ENDED.has(one.status)) continue;
      if (byRecord.has(recordId)) found.push(`record ${recordId} is twice in Xero: ${byRecord.get(recordId)} and ${one.id}`);
      byRecord.set(recordId, one.id);
    }
    for (const [xeroId, links] of Map.groupBy(view.of(organisation, "link"), ({ xeroId: id }) => id)) if (xeroId !== null && links.length > 1) found.push(`${links.length} records are linked to ${xeroId}`);
    return found;
  });
}

/** At rest, everything that we made in Xero is linked: no creation was lost sight of, and none was made twice. */
export function unlinkedCreations(view: View): string[] {
  const { sandbox, organisations } = view.world;
  const linked = new Set(view.rows.link.map(({ xeroId }) => xeroId));
  const own = sandbox.log.changes({ action: "create", by: sandbox.apps[0]!.clientId }).filter(({ entity }) => /contact|invoice|payment|credit ?note|quote|transaction/i.test(entity) && !/history|allocation/i.test(entity));
  const lost = own.filter(({ id }) => !linked.has(id)).map(({ entity, id }) => `${entity} ${id} was made in Xero and nothing here is linked to it`);
  const twice = organisations.flatMap(({ books }) => {
    const live = [...books.payments.values()].filter(({ status, reference }) => status !== "DELETED" && /^p\d+$/.test(reference ?? ""));
    return [...Map.groupBy(live, ({ reference }) => reference)].filter(([, same]) => same.length > 1).map(([reference, same]) => `payment ${reference} is ${same.length} times in Xero`);
  });
  return [...lost, ...twice];
}
