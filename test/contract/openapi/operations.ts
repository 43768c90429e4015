/** Xero's names of the operations that the product calls: worker/xero/{xeroKinds,xeroWrites,connections}.ts. */
export const OPERATIONS = [
  "getOrganisations", "getOrganisationActions", "getUsers", "getAccounts", "getTaxRates", "getTrackingCategories", "getItems",
  "getContacts", "getInvoices", "getCreditNotes", "getPayments", "getBankTransactions", "getQuotes", "getOverpayments", "getPrepayments",
  "updateOrCreateContacts", "updateOrCreateInvoices", "updateOrCreateCreditNotes", "updateOrCreateQuotes", "updateOrCreateBankTransactions",
  "createContacts", "createInvoices", "createCreditNotes", "createQuotes", "createBankTransactions", "createPayments", "deletePayment",
  "createCreditNoteAllocation", "createOverpaymentAllocations", "createPrepaymentAllocations",
  "deleteCreditNoteAllocations", "deleteOverpaymentAllocations", "deletePrepaymentAllocations",
  "createTrackingOptions", "updateTrackingOptions",
  "createContactHistory", "createInvoiceHistory", "createCreditNoteHistory", "createPaymentHistory", "createQuoteHistory", "createBankTransactionHistoryRecord",
  "getContactHistory", "getInvoiceHistory", "getCreditNoteHistory", "getPaymentHistory", "getQuoteHistory", "getBankTransactionsHistory",
  "getConnections", "deleteConnection",
] as const;
