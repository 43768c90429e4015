import type { Books } from "../books/books.ts";
import type { Address, Contact, ContactPerson, PaymentTerm, Phone, PhoneType } from "../books/contact.ts";
import { nextGuid } from "../random.ts";
import type { Writing } from "../world.ts";
import { accountByCode } from "./accounts.ts";
import { accepted, messages, refused, type Outcome } from "./outcome.ts";
import { child, children, flag, guid, number, oneOf, text, tooLong, type Posted } from "./posted.ts";
import { announce, changed, createdBy, noteHistory, put } from "./writing.ts";

const statuses = ["ACTIVE", "ARCHIVED", "GDPRREQUEST"] as const;
const phoneTypes: readonly PhoneType[] = ["DEFAULT", "DDI", "MOBILE", "FAX", "OFFICE"];
const termTypes = ["DAYSAFTERBILLDATE", "DAYSAFTERBILLMONTH", "OFCURRENTMONTH", "OFFOLLOWINGMONTH"] as const;
const textLimits = {
  Name: 255, FirstName: 255, LastName: 255, ContactNumber: 50, AccountNumber: 50, CompanyNumber: 50, EmailAddress: 255, TaxNumber: 50,
};

/** Names are compared without regard to case and outer spaces: "ACME " is "Acme" (facts §5.2). */
const nameKey = (name: string) => name.trim().replace(/\s+/g, " ").toLowerCase();

export function contactByName(books: Books, name: string, status?: Contact["status"]): Contact | undefined {
  const key = nameKey(name);
  for (const contact of books.contacts.values()) {
    if ((status === undefined || contact.status === status) && nameKey(contact.name) === key) return contact;
  }
  return undefined;
}

export function contactByNumber(books: Books, contactNumber: string): Contact | undefined {
  for (const contact of books.contacts.values()) if (contact.contactNumber === contactNumber) return contact;
  return undefined;
}

export interface SaveMode {
  /** PUT creates only; POST matches by id, then number, then name (facts §2.5, §5.2). */
  createOnly: boolean;
}

export function saveContact(writing: Writing, posted: Posted, mode: SaveMode): Outcome<Contact> {
  const { books } = writing;
  const id = guid(posted, "ContactID");
  const contactNumber = text(posted, "ContactNumber");
  const name = cleanName(text(posted, "Name"));
  let before: Contact | undefined;
  if (id !== undefined) {
    before = books.contacts.get(id);
    if (!before) return refused(messages.contactNotFound);
    if (mode.createOnly) return refused(messages.contactNameTaken(before.name));
  } else {
    if (contactNumber) before = contactByNumber(books, contactNumber);
    if (!before && name) before = contactByName(books, name, "ACTIVE");
    if (before && mode.createOnly && writing.world.state.assumptions.duplicateContactName === "allowed" && before.contactNumber !== contactNumber) before = undefined;
    if (before && mode.createOnly) return refused(before.contactNumber === contactNumber && contactNumber ? messages.contactNumberTaken : messages.contactNameTaken(before.name));
  }
  return before ? changeContact(writing, before, posted) : createContact(writing, posted, name);
}

function cleanName(name: string | undefined): string | undefined {
  return name?.trim().replace(/\s+/g, " ");
}

function createContact(writing: Writing, posted: Posted, name: string | undefined): Outcome<Contact> {
  if (!name) return refused(messages.contactEmpty);
  const blank: Contact = {
    id: nextGuid(writing.world.state.random),
    name,
    status: "ACTIVE",
    contactNumber: "", accountNumber: "", firstName: "", lastName: "", companyNumber: "", emailAddress: "", taxNumber: "",
    bankAccountDetails: "", website: "",
    addresses: [], phones: [], persons: [],
    isCustomer: false, isSupplier: false,
    updatedAtMs: writing.nowMs,
    ...createdBy(writing),
  };
  const { contact, errors } = patched(writing, blank, posted);
  if (errors.length > 0) return refused(...errors);
  store(writing, contact, "CREATE");
  return accepted(contact);
}

export function changeContact(writing: Writing, before: Contact, posted: Posted): Outcome<Contact> {
  const { contact, errors } = patched(writing, before, posted);
  if (before.status === "ARCHIVED" && before.mergedToContactId !== undefined && contact.status === "ACTIVE") {
    errors.push("The contact has been merged and cannot be restored");
  }
  if (errors.length > 0) return refused(...errors);
  store(writing, { ...contact, updatedAtMs: writing.nowMs }, "UPDATE");
  return accepted(writing.books.contacts.get(before.id) as Contact);
}

function store(writing: Writing, contact: Contact, type: "CREATE" | "UPDATE"): void {
  put(writing, "contacts", contact.id, contact);
  changed(writing, "Contact", contact.id, type === "CREATE" ? "create" : "update");
  announce(writing, { category: "CONTACT", id: contact.id, type });
  noteHistory(writing, contact.id, type === "CREATE" ? "Created" : "Edited");
}

function patched(writing: Writing, before: Contact, posted: Posted): { contact: Contact; errors: string[] } {
  const { books } = writing;
  const errors = tooLong(posted, textLimits);
  const set = (field: string, now: string) => text(posted, field) ?? now;
  const name = cleanName(text(posted, "Name")) ?? before.name;
  if (name === "") errors.push(messages.contactEmpty);
  if (/[<>]/.test(name)) errors.push("The contact name contains characters that are not allowed: < >");
  const contactNumber = set("ContactNumber", before.contactNumber);
  const holder = contactNumber === "" ? undefined : contactByNumber(books, contactNumber);
  if (holder && holder.id !== before.id) errors.push(messages.contactNumberTaken);
  const status = oneOf(posted, "ContactStatus", statuses) ?? before.status;
  const namesake = status === "ACTIVE" && (nameKey(name) !== nameKey(before.name) || before.status !== "ACTIVE" || !books.contacts.has(before.id)) ? contactByName(books, name, "ACTIVE") : undefined;
  if (namesake && namesake.id !== before.id && writing.world.state.assumptions.duplicateContactName === "refused") errors.push(messages.contactNameTaken(name));
  const emailAddress = set("EmailAddress", before.emailAddress);
  if (emailAddress !== "" && !/^[\x21-\x7e]+@[\x21-\x7e]+\.[\x21-\x7e]+$/.test(emailAddress)) errors.push(`Email address '${emailAddress}' is not a valid email address`);
  const persons = readPersons(posted, errors) ?? before.persons;

  const contact: Contact = {
    ...before,
    name, status, contactNumber, emailAddress, persons,
    accountNumber: set("AccountNumber", before.accountNumber),
    firstName: set("FirstName", before.firstName),
    lastName: set("LastName", before.lastName),
    companyNumber: set("CompanyNumber", before.companyNumber),
    taxNumber: set("TaxNumber", before.taxNumber),
    bankAccountDetails: set("BankAccountDetails", before.bankAccountDetails),
    addresses: mergedByType(before.addresses, readAddresses(posted, errors)),
    phones: mergedByType(before.phones, readPhones(posted, errors)),
  };
  readDefaults(writing, posted, contact, errors);
  return { contact, errors };
}

function readDefaults(writing: Writing, posted: Posted, contact: Contact, errors: string[]): void {
  const currency = text(posted, "DefaultCurrency");
  if (currency) {
    const { baseCurrency, currencies } = writing.books.organisation;
    if (currency !== baseCurrency && currencies[currency] === undefined) errors.push(messages.currencyNotSubscribed(currency));
    contact.defaultCurrency = currency;
  }
  for (const [field, key] of [["SalesDefaultAccountCode", "salesAccountCode"], ["PurchasesDefaultAccountCode", "purchasesAccountCode"]] as const) {
    const code = text(posted, field);
    if (!code) continue;
    if (!accountByCode(writing.books, code)) errors.push(messages.accountNotValid(code));
    contact[key] = code;
  }
  for (const [field, key] of [["AccountsReceivableTaxType", "receivableTaxType"], ["AccountsPayableTaxType", "payableTaxType"]] as const) {
    const taxType = text(posted, field);
    if (!taxType) continue;
    if (!writing.books.taxRates.has(taxType)) errors.push(messages.taxTypeNotValid(taxType));
    contact[key] = taxType;
  }
  const terms = child(posted, "PaymentTerms");
  if (!terms) return;
  const sales = readTerm(child(terms, "Sales"), errors);
  const bills = readTerm(child(terms, "Bills"), errors);
  if (sales) contact.salesTerms = sales;
  if (bills) contact.billsTerms = bills;
}

function readTerm(posted: Posted | undefined, errors: string[]): PaymentTerm | undefined {
  if (!posted) return undefined;
  const day = number(posted, "Day");
  const type = oneOf(posted, "Type", termTypes);
  if (day === undefined || type === undefined) return undefined;
  if (day < 0 || (type.startsWith("OF") && day > 31)) errors.push("Payment terms day is not valid");
  return { day, type };
}

function readPersons(posted: Posted, errors: string[]): ContactPerson[] | undefined {
  const given = children(posted, "ContactPersons");
  if (given && given.length > 5) errors.push("A contact can have a maximum of 5 contact persons");
  return given?.map((person) => ({
    firstName: text(person, "FirstName") ?? "",
    lastName: text(person, "LastName") ?? "",
    emailAddress: text(person, "EmailAddress") ?? "",
    includeInEmails: flag(person, "IncludeInEmails") ?? false,
  }));
}

const addressFields = [
  ["AddressLine1", "line1", 500], ["AddressLine2", "line2", 500], ["AddressLine3", "line3", 500], ["AddressLine4", "line4", 500], ["City", "city", 255],
  ["Region", "region", 255], ["PostalCode", "postalCode", 50], ["Country", "country", 50], ["AttentionTo", "attentionTo", 255],
] as const;

function readAddresses(posted: Posted, errors: string[]): Address[] | undefined {
  return children(posted, "Addresses")?.map((element) => {
    const address: Address = { type: oneOf(element, "AddressType", ["POBOX", "STREET", "DELIVERY"] as const) ?? "POBOX" };
    if (address.type === "DELIVERY") errors.push("Address type DELIVERY is not valid for contacts");
    for (const [wire, field, limit] of addressFields) {
      const value = text(element, wire);
      if (value !== undefined && value.length > limit) errors.push(`The field ${wire} must be a string with a maximum length of ${limit}.`);
      if (value) address[field] = value;
    }
    return address;
  });
}

function readPhones(posted: Posted, errors: string[]): Phone[] | undefined {
  return children(posted, "Phones")?.map((element) => {
    errors.push(...tooLong(element, { PhoneNumber: 50, PhoneAreaCode: 10, PhoneCountryCode: 20 }));
    return {
      type: oneOf(element, "PhoneType", phoneTypes) ?? "DEFAULT",
      number: text(element, "PhoneNumber") ?? "",
      areaCode: text(element, "PhoneAreaCode") ?? "",
      countryCode: text(element, "PhoneCountryCode") ?? "",
    };
  });
}

/** Addresses and phones are replaced type by type, the others stay (facts §2.5). */
function mergedByType<T extends { type: string }>(before: T[], given: T[] | undefined): T[] {
  if (!given) return before;
  const types = new Set(given.map((one) => one.type));
  return [...before.filter((one) => !types.has(one.type)), ...given];
}
