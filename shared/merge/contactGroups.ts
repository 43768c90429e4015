import type { AddressType, Contact, PhoneType } from "../records/contact.ts";
import { fields, type GroupSpec } from "./groupSpec.ts";
import type { Json } from "./groups.ts";
import { sameJson } from "./sameJson.ts";

const PHONE_TYPES: readonly PhoneType[] = ["default", "mobile", "direct", "fax"];
const ADDRESS_TYPES: readonly AddressType[] = ["postal", "street"];

const phone = (type: PhoneType): GroupSpec<Contact> => ({
  key: `phone:${type}`,
  value: (contact) => ({ phone: contact.phones[type] as Json }),
  take: (target, source) => ({ ...target, phones: { ...target.phones, [type]: source.phones[type] } }),
  equal: (a, b) => sameJson(a.phones[type] as Json, b.phones[type] as Json),
});

const address = (type: AddressType): GroupSpec<Contact> => ({
  key: `address:${type}`,
  value: (contact) => ({ address: contact.addresses[type] as Json }),
  take: (target, source) => ({ ...target, addresses: { ...target.addresses, [type]: source.addresses[type] } }),
  equal: (a, b) => sameJson(a.addresses[type] as Json, b.addresses[type] as Json),
});

const unspaced = (text: string | null) => text?.replaceAll(/\s/g, "") ?? null;

/**
 * Each phone and each address is a group of its own, so that an address changed in Xero and a phone changed here both survive.
 * People are one: Xero replaces them as a whole.
 */
export const CONTACT_GROUPS: readonly GroupSpec<Contact>[] = [
  fields<Contact>("name", "name", "firstName", "lastName"),
  fields<Contact>("email", "email"),
  { ...fields<Contact>("taxNumber", "taxNumber"), equal: (a, b) => unspaced(a.taxNumber) === unspaced(b.taxNumber) },
  fields<Contact>("accountNumber", "accountNumber"),
  ...PHONE_TYPES.map(phone),
  ...ADDRESS_TYPES.map(address),
  fields<Contact>("persons", "persons"),
  fields<Contact>("terms:sales", "salesTerms"),
  fields<Contact>("terms:bills", "billTerms"),
  fields<Contact>("status", "status"),
];

/**
 * What only Xero knows: whether it has used the contact on either side, and who won a merge. What we know ourselves (a client without
 * an invoice yet) stays.
 */
export function takeObservedContact(ours: Contact, xero: Contact): Contact {
  const isCustomer = ours.isCustomer || xero.isCustomer;
  const isSupplier = ours.isSupplier || xero.isSupplier;
  const mergedIntoId = xero.mergedIntoId ?? ours.mergedIntoId;
  const same = isCustomer === ours.isCustomer && isSupplier === ours.isSupplier && mergedIntoId === ours.mergedIntoId;
  return same ? ours : { ...ours, isCustomer, isSupplier, mergedIntoId };
}
