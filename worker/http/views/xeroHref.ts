/** Where a record is in Xero's web app. {@link https://developer.xero.com/documentation/api-guides/deep-link-xero} */
const PAGES: Readonly<Record<string, (shortCode: string, id: string) => string>> = {
  invoice: (code, id) => `/app/${code}/invoicing/view/${id}`,
  bill: (code, id) => `/app/${code}/bills/view/bill?id=${id}`,
  contact: (code, id) => `/app/${code}/contacts/contact/${id}`,
  quote: (code, id) => `/app/${code}/quotes/view/${id}`,
  // Classic pages name no organisation: the wrapper switches to the right one first.
  credit_note: (code, id) => switching(code, `/AccountsPayable/ViewCreditNote.aspx?creditNoteID=${id}`),
  bank_transaction: (code, id) => switching(code, `/Bank/ViewTransaction.aspx?bankTransactionID=${id}`),
  payment: (code, id) => switching(code, `/Bank/ViewTransaction.aspx?bankTransactionID=${id}`),
};

export function xeroHref(shortCode: string | null, kind: string, xeroId: string | null): string | null {
  const page = PAGES[kind];
  return shortCode === null || xeroId === null || page === undefined ? null : `https://go.xero.com${page(shortCode, xeroId)}`;
}

function switching(shortCode: string, path: string): string {
  return `/organisationlogin/default.aspx?shortcode=${encodeURIComponent(shortCode)}&redirecturl=${encodeURIComponent(path)}`;
}
