import type { Books } from "../../books/books.ts";
import type { Contact } from "../../books/contact.ts";
import { wireInstant } from "../../dates.ts";
import { jsonFromMinor } from "../../money.ts";
import { invoiceBalance } from "../../rules/balance.ts";
import type { Wire } from "./lines.ts";

/** thin: not paged (facts §2.3); summary: summaryOnly=true; full: paged; single: fetched by id, with balances. */
export type ContactDetail = "thin" | "summary" | "full" | "single";

const phoneTypes = ["DDI", "DEFAULT", "FAX", "MOBILE"] as const;

export function contactWire(books: Books, contact: Contact, detail: ContactDetail): Wire {
  const wire: Wire = { ContactID: contact.id };
  if (contact.contactNumber !== "") wire["ContactNumber"] = contact.contactNumber;
  if (contact.accountNumber !== "") wire["AccountNumber"] = contact.accountNumber;
  wire["ContactStatus"] = contact.status;
  wire["Name"] = contact.name;
  if (contact.firstName !== "") wire["FirstName"] = contact.firstName;
  if (contact.lastName !== "") wire["LastName"] = contact.lastName;
  if (contact.companyNumber !== "") wire["CompanyNumber"] = contact.companyNumber;
  wire["EmailAddress"] = contact.emailAddress;
  wire["BankAccountDetails"] = contact.bankAccountDetails;
  if (contact.taxNumber !== "") wire["TaxNumber"] = contact.taxNumber;
  if (contact.receivableTaxType) wire["AccountsReceivableTaxType"] = contact.receivableTaxType;
  if (contact.payableTaxType) wire["AccountsPayableTaxType"] = contact.payableTaxType;
  wire["UpdatedDateUTC"] = wireInstant(contact.updatedAtMs);
  wire["IsSupplier"] = contact.isSupplier;
  wire["IsCustomer"] = contact.isCustomer;
  wire["HasAttachments"] = (books.attachments.get(contact.id)?.length ?? 0) > 0;
  wire["HasValidationErrors"] = false;
  if (contact.defaultCurrency) wire["DefaultCurrency"] = contact.defaultCurrency;
  if (detail === "summary") return wire;
  wire["Addresses"] = addresses(contact);
  wire["Phones"] = phones(contact);
  wire["ContactGroups"] = [...books.contactGroups.values()]
    .filter((group) => group.status === "ACTIVE" && group.contactIds.includes(contact.id))
    .map((group) => ({ ContactGroupID: group.id, Name: group.name, Status: group.status }));
  wire["ContactPersons"] = contact.persons.map((person) => ({
    FirstName: person.firstName,
    LastName: person.lastName,
    EmailAddress: person.emailAddress,
    IncludeInEmails: person.includeInEmails,
  }));
  if (detail === "thin") return wire;
  // Present only when paged or fetched by id (facts §5.2).
  if (contact.mergedToContactId !== undefined) wire["MergedToContactID"] = contact.mergedToContactId;
  if (contact.website !== "") wire["Website"] = contact.website;
  if (contact.salesAccountCode) wire["SalesDefaultAccountCode"] = contact.salesAccountCode;
  if (contact.purchasesAccountCode) wire["PurchasesDefaultAccountCode"] = contact.purchasesAccountCode;
  wire["SalesTrackingCategories"] = [];
  wire["PurchasesTrackingCategories"] = [];
  if (contact.salesTerms || contact.billsTerms) {
    wire["PaymentTerms"] = {
      ...(contact.billsTerms ? { Bills: { Day: contact.billsTerms.day, Type: contact.billsTerms.type } } : {}),
      ...(contact.salesTerms ? { Sales: { Day: contact.salesTerms.day, Type: contact.salesTerms.type } } : {}),
    };
  }
  if (detail === "single") {
    wire["Balances"] = balances(books, contact.id);
    wire["Attachments"] = [];
  }
  return wire;
}

function addresses(contact: Contact): Wire[] {
  return (["STREET", "POBOX"] as const).map((type) => {
    const address = contact.addresses.find((one) => one.type === type);
    const wire: Wire = { AddressType: type };
    if (address?.line1) wire["AddressLine1"] = address.line1;
    if (address?.line2) wire["AddressLine2"] = address.line2;
    if (address?.line3) wire["AddressLine3"] = address.line3;
    if (address?.line4) wire["AddressLine4"] = address.line4;
    wire["City"] = address?.city ?? "";
    wire["Region"] = address?.region ?? "";
    wire["PostalCode"] = address?.postalCode ?? "";
    wire["Country"] = address?.country ?? "";
    if (address?.attentionTo) wire["AttentionTo"] = address.attentionTo;
    return wire;
  });
}

function phones(contact: Contact): Wire[] {
  const types = [...phoneTypes, ...contact.phones.filter((phone) => phone.type === "OFFICE").map((phone) => phone.type)];
  return types.map((type) => {
    const phone = contact.phones.find((one) => one.type === type);
    return { PhoneType: type, PhoneNumber: phone?.number ?? "", PhoneAreaCode: phone?.areaCode ?? "", PhoneCountryCode: phone?.countryCode ?? "" };
  });
}

function balances(books: Books, contactId: string): Wire {
  const sums = { ACCREC: 0, ACCPAY: 0 };
  for (const invoice of books.invoices.values()) {
    if (invoice.contactId === contactId && invoice.status === "AUTHORISED") sums[invoice.type] += invoiceBalance(books, invoice).dueMinor;
  }
  return {
    AccountsReceivable: { Outstanding: jsonFromMinor(sums.ACCREC), Overdue: 0 },
    AccountsPayable: { Outstanding: jsonFromMinor(sums.ACCPAY), Overdue: 0 },
  };
}
