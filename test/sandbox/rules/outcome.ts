/** What became of one element of a write. Errors are Xero's own sentences, one per broken rule. */
export type Outcome<T> = { ok: true; record: T; warnings: string[] } | { ok: false; errors: string[] };

export const accepted = <T>(record: T, warnings: string[] = []): Outcome<T> => ({ ok: true, record, warnings });
export const refused = (...errors: string[]): { ok: false; errors: string[] } => ({ ok: false, errors });

/** The sentences the notes record from the wild (facts §5.12); the ones Xero was seen to say are kept to the letter. */
export const messages = {
  accountNotValid: (code: string) => `Account code '${code}' is not a valid code for this document.`,
  accountMissing: "Account must be valid.",
  accountUnknown: "Account could not be found",
  taxTypeNotValid: (taxType: string) => `The TaxType code '${taxType}' does not exist or cannot be used for this type of transaction.`,
  taxTypeNotForAccount: (taxType: string, code: string) => `The TaxType code '${taxType}' cannot be used with account code '${code}'.`,
  numberNotUnique: "Invoice # must be unique.",
  statusNotValid: "Invoice not of valid status for modification",
  documentStatusNotValid: "Document not of valid status for modification",
  paidLock: "This document cannot be edited as it has a payment or credit note allocated to it.",
  periodLocked: (date: string) => `The document date cannot be before the period lock date, currently set at ${date}`,
  yearLocked: (date: string) => `The document date cannot be before the end of year lock date, currently set at ${date}`,
  contactMissing: "A Contact must be specified for this type of transaction",
  contactEmpty: "The contact must contain at least 1 of the following elements to identify the contact: Name, ContactID, ContactNumber",
  contactNotFound: "The specified contact could not be found",
  contactArchived:
    "The contact with the specified contact details has been archived. The contact must be un-archived before creating new invoices or credit notes.",
  contactNumberTaken: "Another contact has this contact number. Contact number must be unique across all contacts.",
  contactNameTaken: (name: string) => `The contact name ${name} is already assigned to another contact. The contact name must be unique across all active contacts.`,
  currencyNotSubscribed: (currency: string) => `Organisation is not subscribed to currency ${currency}`,
  codeNotUnique: "Please enter a unique Code.",
  nameNotUnique: "Please enter a unique Name.",
  paidOff: (number: string) => `The invoice ${number} has already been paid off`,
  paymentTooLarge: "Payment amount exceeds the amount outstanding on this document",
  paymentStatus: "Payments can only be made against Authorised documents",
  allocationTooLarge: "Credit Note cannot be allocated as amount is greater than outstanding",
  planCap: "You have reached the limit of invoices you can approve",
  documentNotFound: "The document with the supplied id was not found for this endpoint",
  quantityNotValid: (quantity: string) => `The quantity value ${quantity} is invalid`,
  lineTotal: (given: string, expected: string) => `The line total ${given} does not match the expected line total ${expected}`,
  tooManyTracking: "A maximum of 2 tracking categories may be specified on a line item",
  dueDateMissing: "Invoice must have a Due Date.",
  linesMissing: "One or more line items must be specified",
} as const;
