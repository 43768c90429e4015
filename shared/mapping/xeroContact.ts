import type { Address, AddressType, Contact, ContactPerson, PaymentTerms, Phone, PhoneType } from "../records/contact.ts";
import type { FromXeroContext, MappingResult, Raw, ToXeroOptions, ToXeroResult } from "./mapped.ts";
import { child, children, flag, reading, requiredText, scaled, text, updatedAt, word } from "./reading.ts";
import { ADDRESS_TYPE, CONTACT_STATUS, PHONE_TYPE, reversed, TERMS_TYPE } from "./words.ts";

const PHONE_WORD = reversed(PHONE_TYPE);
const ADDRESS_WORD = reversed(ADDRESS_TYPE);
const STATUS_WORD = reversed(CONTACT_STATUS);
const TERMS_WORD = reversed(TERMS_TYPE);
const ADDRESS_LINES = ["AddressLine1", "AddressLine2", "AddressLine3", "AddressLine4"];

/** Xero's Contact in our words. Phone and address types that we do not keep (OFFICE, DELIVERY) stay in the raw snapshot alone. */
export function contactFromXero(raw: Raw, context: FromXeroContext): MappingResult<"contact"> {
  return reading(raw, "ContactID", () => {
    const mergedToXeroId = text(raw, "MergedToContactID");
    const terms = child(raw, "PaymentTerms");
    const body: Contact = {
      name: requiredText(raw, "Name"),
      firstName: text(raw, "FirstName"),
      lastName: text(raw, "LastName"),
      email: text(raw, "EmailAddress"),
      taxNumber: text(raw, "TaxNumber"),
      accountNumber: text(raw, "AccountNumber"),
      phones: readPhones(children(raw, "Phones")),
      addresses: readAddresses(children(raw, "Addresses")),
      persons: children(raw, "ContactPersons").map(readPerson),
      salesTerms: terms && readTerms(child(terms, "Sales")),
      billTerms: terms && readTerms(child(terms, "Bills")),
      status: text(raw, "ContactStatus") === null ? "active" : word(raw, "ContactStatus", CONTACT_STATUS),
      // Unknown winners stay null here; mergedToXeroId lets the planner say so.
      mergedIntoId: mergedToXeroId === null ? null : context.recordIdOf("contact", mergedToXeroId),
      isCustomer: flag(raw, "IsCustomer"),
      isSupplier: flag(raw, "IsSupplier"),
    };
    return {
      ok: true,
      kind: "contact",
      xeroId: requiredText(raw, "ContactID"),
      body,
      updatedAt: updatedAt(raw),
      rawStatus: text(raw, "ContactStatus"),
      mergedToXeroId,
      backLink: text(raw, "ContactNumber"),
      complete: Array.isArray(raw["Phones"]) || Array.isArray(raw["Addresses"]),
    };
  });
}

function readPhones(list: readonly Raw[]): Record<PhoneType, Phone | null> {
  const phones: Record<PhoneType, Phone | null> = { default: null, mobile: null, direct: null, fax: null };
  for (const raw of list) {
    const type = PHONE_TYPE[raw["PhoneType"] as keyof typeof PHONE_TYPE] as PhoneType | undefined;
    const country = text(raw, "PhoneCountryCode");
    const area = text(raw, "PhoneAreaCode");
    const number = text(raw, "PhoneNumber");
    // Xero lists every type, empty ones too.
    if (type !== undefined && (country ?? area ?? number) !== null) phones[type] = { country, area, number: number ?? "" };
  }
  return phones;
}

function readAddresses(list: readonly Raw[]): Record<AddressType, Address | null> {
  const addresses: Record<AddressType, Address | null> = { postal: null, street: null };
  for (const raw of list) {
    const type = ADDRESS_TYPE[raw["AddressType"] as keyof typeof ADDRESS_TYPE] as AddressType | undefined;
    if (type === undefined) continue;
    const address: Address = {
      lines: ADDRESS_LINES.map((field) => text(raw, field)).filter((line) => line !== null),
      city: text(raw, "City"),
      region: text(raw, "Region"),
      postalCode: text(raw, "PostalCode"),
      country: text(raw, "Country"),
      attention: text(raw, "AttentionTo"),
    };
    const { lines, ...rest } = address;
    if (lines.length > 0 || Object.values(rest).some((value) => value !== null)) addresses[type] = address;
  }
  return addresses;
}

function readPerson(raw: Raw): ContactPerson {
  return {
    firstName: text(raw, "FirstName"),
    lastName: text(raw, "LastName"),
    email: text(raw, "EmailAddress"),
    includeInEmails: flag(raw, "IncludeInEmails"),
  };
}

function readTerms(raw: Raw | null): PaymentTerms | null {
  if (!raw || text(raw, "Type") === null) return null;
  return { day: scaled(raw, "Day", 0) ?? 0, type: word(raw, "Type", TERMS_TYPE) };
}

/** Which of Xero's fields carry each group. Clearing is said with an empty text: an absent field means "leave it". */
const FIELDS: Readonly<Record<string, (contact: Contact) => Record<string, unknown>>> = {
  name: (c) => ({ Name: c.name, FirstName: c.firstName ?? "", LastName: c.lastName ?? "" }),
  email: (c) => ({ EmailAddress: c.email ?? "" }),
  taxNumber: (c) => ({ TaxNumber: c.taxNumber ?? "" }),
  accountNumber: (c) => ({ AccountNumber: c.accountNumber ?? "" }),
  persons: (c) => ({
    ContactPersons: c.persons.map((person) => ({
      FirstName: person.firstName ?? "",
      LastName: person.lastName ?? "",
      EmailAddress: person.email ?? "",
      IncludeInEmails: person.includeInEmails,
    })),
  }),
  // An erased contact (GDPRREQUEST) is Xero's own doing and cannot be set.
  status: (c) => (c.status === "erased" ? {} : { ContactStatus: STATUS_WORD[c.status] }),
};

/** The writable fields of the groups asked for, and nothing else: Xero refuses some read-only fields that come back to it. */
export function contactToXero(contact: Contact, options: ToXeroOptions): ToXeroResult {
  const creating = options.xeroId === null;
  const wanted = (group: string) => options.groups === "all" || options.groups.includes(group);
  const element: Record<string, unknown> = creating ? {} : { ContactID: options.xeroId };
  if (creating && options.backLink !== null) element["ContactNumber"] = options.backLink;
  for (const [group, fields] of Object.entries(FIELDS)) {
    if (!wanted(group) || (creating && group === "status")) continue;
    for (const [field, value] of Object.entries(fields(contact))) {
      if (!creating || value !== "") element[field] = value;
    }
  }
  if (creating && contact.persons.length === 0) delete element["ContactPersons"];
  // Phones and addresses are merged by type in Xero, so only the changed types are sent.
  const phones = Object.entries(contact.phones).filter(([type, phone]) => wanted(`phone:${type}`) && (!creating || phone));
  if (phones.length > 0) element["Phones"] = phones.map(([type, phone]) => phoneElement(type as PhoneType, phone));
  const addresses = Object.entries(contact.addresses).filter(([type, address]) => wanted(`address:${type}`) && (!creating || address));
  if (addresses.length > 0) element["Addresses"] = addresses.map(([type, address]) => addressElement(type as AddressType, address));
  const terms = {
    ...(wanted("terms:sales") && contact.salesTerms ? { Sales: termsElement(contact.salesTerms) } : {}),
    ...(wanted("terms:bills") && contact.billTerms ? { Bills: termsElement(contact.billTerms) } : {}),
  };
  if (Object.keys(terms).length > 0) element["PaymentTerms"] = terms;
  return { ok: true, element };
}

function phoneElement(type: PhoneType, phone: Phone | null): Record<string, string> {
  return {
    PhoneType: PHONE_WORD[type],
    PhoneNumber: phone?.number ?? "",
    PhoneAreaCode: phone?.area ?? "",
    PhoneCountryCode: phone?.country ?? "",
  };
}

function addressElement(type: AddressType, address: Address | null): Record<string, string> {
  const lines = ADDRESS_LINES.map((field, index) => [field, address?.lines[index] ?? ""]);
  return {
    AddressType: ADDRESS_WORD[type],
    ...Object.fromEntries(lines),
    City: address?.city ?? "",
    Region: address?.region ?? "",
    PostalCode: address?.postalCode ?? "",
    Country: address?.country ?? "",
    AttentionTo: address?.attention ?? "",
  };
}

function termsElement(terms: PaymentTerms): Record<string, unknown> {
  return { Day: terms.day, Type: TERMS_WORD[terms.type] };
}
