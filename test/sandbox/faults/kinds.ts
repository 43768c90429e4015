/**
 * Every way the outside world goes wrong, by name. `at` says where it strikes:
 * request: instead of handling · books: something happens in Xero just before handling · answer: after the write was committed ·
 * wire: in what is written or answered · webhook: in a delivery · standing: as long as it is armed.
 */
export interface FaultKind {
  at: "request" | "books" | "answer" | "wire" | "webhook" | "standing";
  about: string;
  /** Narrows what it strikes when the test names no path of its own. */
  path?: string;
}

export const faultKinds = {
  "connection-refused": { at: "request", about: "Nothing answers; nothing was done" },
  "timeout-before-commit": { at: "request", about: "The line drops before Xero did anything" },
  "rate-limited-minute": { at: "request", about: "429, the minute is used up" },
  "rate-limited-day": { at: "request", about: "429, the day is used up" },
  "rate-limited-concurrent": { at: "request", about: "429 without Retry-After: six at once" },
  "rate-limited-app": { at: "request", about: "429, the app-wide minute is used up" },
  "rate-limited-bare": { at: "request", about: "429 without any header" },
  "server-error-500": { at: "request", about: "500 with Xero's UnknownErrorException" },
  "bad-gateway-502": { at: "request", about: "502 with an HTML body" },
  "unavailable-503": { at: "request", about: "503, planned or busy" },
  "html-body": { at: "request", about: "200 with a web page instead of JSON" },
  "idempotency-store-down": { at: "request", about: "500 for a request with an Idempotency-Key (§2.5)" },
  "slow-answer": { at: "request", about: "The answer comes, but late ({ms})" },
  "unauthorised": { at: "request", about: "401 mid-sweep: the access token has ended" },
  "consent-revoked": { at: "request", about: "The user took his consent back: all tokens and connections of the app end" },
  "tenant-disconnected": { at: "request", about: "The organisation was disconnected" },
  "tenant-swapped": { at: "request", about: "The organisation was disconnected and another one connected in its place" },
  "user-removed": { at: "request", about: "The user of the token was removed from the organisation" },
  "role-lowered": { at: "request", about: "The user of the token may only read from now on" },
  "answer-lost-after-commit": { at: "answer", about: "The write was accepted, the line drops before the answer" },
  "gateway-timeout-after-commit": { at: "answer", about: "The write was accepted, a gateway answers 504 in HTML" },
  "error-after-commit": { at: "answer", about: "The write was accepted, the answer is 500" },
  "truncated-json": { at: "answer", about: "The body ends in the middle" },
  "refresh-answer-lost": { at: "answer", about: "The refresh token rotated, the answer is lost", path: "/connect/token" },
  "refresh-unavailable": { at: "request", about: "The token endpoint answers 503", path: "/connect/token" },
  "batch-element-invalid": { at: "wire", about: "One element of a batch is refused" },
  "unknown-field": { at: "wire", about: "Records carry a field nobody knows" },
  "tax-adjusted": { at: "wire", about: "Xero moves the tax of a written document by a cent" },
  "invoice-voided": { at: "books", about: "A person voids an unpaid invoice first" },
  "invoice-deleted": { at: "books", about: "A person deletes a draft first" },
  "invoice-paid": { at: "books", about: "A person pays an open invoice first" },
  "payment-deleted": { at: "books", about: "A person takes a payment back first" },
  "invoice-credited": { at: "books", about: "A person credits an open invoice first" },
  "invoice-number-taken": { at: "books", about: "A person gives another invoice the number that is about to be written first" },
  "line-retagged": { at: "books", about: "A person moves a line to another account first" },
  "draft-edited": { at: "books", about: "A person changes a draft's quantity first" },
  "reference-edited": { at: "books", about: "A person changes a reference first" },
  "contact-edited": { at: "books", about: "A person changes a contact's phone first" },
  "contact-renamed": { at: "books", about: "A person renames a contact first" },
  "contact-name-taken": { at: "books", about: "A person makes a contact of the name that is about to be written first" },
  "contact-archived": { at: "books", about: "A person archives a contact first" },
  "contact-unarchived": { at: "books", about: "A person restores an archived contact first" },
  "contacts-merged": { at: "books", about: "A person merges two contacts first" },
  "period-locked": { at: "books", about: "The period is locked up to yesterday" },
  "account-archived": { at: "books", about: "An expense account is archived first" },
  "account-renamed": { at: "books", about: "An account gets another code first" },
  "tracking-archived": { at: "books", about: "A tracking option is archived first" },
  "tracking-category-archived": { at: "books", about: "A whole tracking category is archived first" },
  "item-vanished": { at: "books", about: "An item is deleted first, and leaves nothing behind" },
  "page-shift": { at: "books", about: "A record is touched between two pages of a sweep" },
  "webhook-missed": { at: "webhook", about: "An event is never delivered" },
  "webhook-duplicated": { at: "webhook", about: "A delivery is made twice" },
  "webhook-delayed": { at: "webhook", about: "An event comes hours late ({ms})" },
  "webhook-reordered": { at: "webhook", about: "The events of a delivery are shuffled" },
  "webhook-sequence-gap": { at: "webhook", about: "Sequence numbers skip" },
  "webhook-bad-signature": { at: "webhook", about: "A forged delivery comes in before the true one" },
  "webhook-unknown-tenant": { at: "webhook", about: "A delivery names an organisation nobody knows" },
  "webhook-unknown-category": { at: "webhook", about: "A delivery carries a category nobody knows" },
  "clock-skew": { at: "standing", about: "Xero's clock is off by {ms}" },
  "same-second": { at: "standing", about: "UpdatedDateUTC has whole seconds only" },
} as const satisfies Record<string, FaultKind>;

export type FaultKindName = keyof typeof faultKinds;
