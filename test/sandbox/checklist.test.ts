import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/**
 * Each rule of Xero's that the stand-in keeps, the section of the notes it rests on, and the test that holds it, by a part of its name.
 * The table of contents of the stand-in's promises: a rule whose test is renamed or lost is seen here.
 */
const rules: [rule: string, fact: string, file: string, name: string][] = [
  ["status transitions", "§5.3", "rules/invoices.test.ts", "status transitions go one way"],
  ["what may be edited in each status", "§5.3", "rules/editing.test.ts", "what may be edited in which state, by API"],
  ["payment and credit locks", "§5.3", "rules/invoices.test.ts", "a payment locks the document"],
  ["period and year-end locks, in the organisation's time zone", "§5.8", "rules/invoices.test.ts", "lock dates, by the organisation's own calendar"],
  ["no payment behind a lock date", "§5.5", "rules/payments.test.ts", "a payment before the lock date"],
  ["lines are a replacing set by LineItemID", "§5.3", "rules/invoices.test.ts", "lines are a replacing set"],
  ["tax rounded by line; exclusive, inclusive, none; discounts", "§5.3", "rules/lines.test.ts", "tax is rounded to cents line by line, then summed"],
  ["unitdp", "§2.3", "rules/lines.test.ts", "without unitdp=4 a price is cut to two decimals"],
  ["foreign currency and rates", "§5.3", "rules/payments.test.ts", "foreign currency"],
  ["account and tax rate compatibility, system accounts refused", "§5.7", "rules/lines.test.ts", "what a line may not say"],
  ["archived accounts and options refused, two categories on a line", "§5.7", "rules/lines.test.ts", "an archived account or tracking option is refused"],
  ["tracking limits", "§5.7", "rules/lines.test.ts", "two active tracking categories"],
  ["unique numbers of sales invoices, shared ones of bills", "§5.3", "rules/invoices.test.ts", "numbers (facts §5.3)"],
  ["contact names and numbers unique", "§5.2", "rules/contacts.test.ts", "names and numbers"],
  ["a document without ContactID matches by name; the rename trap", "§5.2", "rules/contacts.test.ts", "the contact of a document"],
  ["archiving, and merging with MergedToContactID", "§5.2", "rules/contacts.test.ts", "archive and merge"],
  ["plan caps", "§2.2", "rules/invoices.test.ts", "approval needs"],
  ["AmountDue with part payments, credits, over- and prepayments", "§5.5", "rules/payments.test.ts", "what is due"],
  ["deleted payments stay readable", "§5.5", "rules/payments.test.ts", "the deleted payment stays readable with its amount"],
  ["what moves UpdatedDateUTC and what does not", "§2.4", "rules/stamps.test.ts", "one UpdatedDateUTC a record"],
  ["no version check on any write", "§2.5", "rules/editing.test.ts", "nobody's write is checked for age"],
  ["thin objects without pages", "§2.3", "queries/list.test.ts", "not paged: thin, without lines"],
  ["where and its refusals", "§2.3", "queries/list.test.ts", "where (facts §2.3)"],
  ["order", "§2.3", "queries/list.test.ts", "pages ordered by UpdatedDateUTC cover every record once"],
  ["page and pageSize", "§2.3", "queries/list.test.ts", "page and pageSize with a pagination object"],
  ["IDs, InvoiceNumbers, ContactIDs, Statuses", "§2.3", "queries/list.test.ts", "IDs, InvoiceNumbers, ContactIDs, Statuses"],
  ["createdByMyApp", "§2.3", "queries/list.test.ts", "createdByMyApp"],
  ["includeArchived", "§5.2", "rules/contacts.test.ts", "archived contacts are left out unless asked for"],
  ["If-Modified-Since by the second", "§2.4", "queries/list.test.ts", "If-Modified-Since"],
  ["no snapshot between pages", "§2.3", "faults/arming.test.ts", "pages that shift under a sweep"],
  ["error shapes and sentences", "§5.12", "api/pipeline.test.ts", "errors in Xero's shapes"],
  ["per-element errors, whole-batch refusal", "§2.5", "api/pipeline.test.ts", "summarizeErrors=false: 200, each element for itself"],
  ["401 in its other shape, scope and tenant refusals", "§1.2", "api/pipeline.test.ts", "who may ask"],
  ["what is malformed changes nothing", "§5.12", "api/badInput.test.ts", "what cannot be read"],
  ["limits by minute, day, at once and app-wide", "§2.1", "api/pipeline.test.ts", "limits (facts §2.1)"],
  ["Idempotency-Key for six minutes, with its errors", "§2.5", "api/pipeline.test.ts", "Idempotency-Key"],
  ["quotes", "§5.4", "rules/otherEntities.test.ts", "quotes (facts §5.4"],
  ["bank transactions", "§5.6", "rules/otherEntities.test.ts", "bank transactions"],
  ["linked transactions, history, attachments", "§5.9", "rules/otherEntities.test.ts", "notes and files"],
  ["accounts, rates, items, groups", "§5.7", "rules/otherEntities.test.ts", "accounts, rates, items, groups"],
  ["Projects", "§5.10", "rules/otherEntities.test.ts", "projects (facts §5.10)"],
  ["webhooks: envelope, echo, mixed organisations", "§4.2", "webhooks/outbox.test.ts", "what is sent"],
  ["webhooks: retries for a day, replay, intent to receive", "§4.3", "webhooks/outbox.test.ts", "retries (facts §4.3)"],
  ["authorization code, with and without PKCE, once within five minutes", "§1.2", "identity/identity.test.ts", "with PKCE, verifier"],
  ["nonce and state", "§1.2", "identity/identity.test.ts", "the id_token carries nonce"],
  ["rotation with 30 minutes of grace", "§1.2", "identity/identity.test.ts", "rotates on every use; the old one may be retried for 30 minutes"],
  ["60 days unused end a refresh token", "§1.2", "identity/identity.test.ts", "unused for 60 days it is gone"],
  ["revocation", "§1.1", "identity/identity.test.ts", "answers 200 with nothing, ends all tokens of the user"],
  ["a user removed", "§1.2", "identity/identity.test.ts", "of a user who was removed from the organisation"],
  ["a role lowered", "§1.2", "api/pipeline.test.ts", "a user removed, a role lowered"],
  ["granular scopes, one wrong refuses all", "§1.4", "login/login.test.ts", "one unknown scope among good ones"],
  ["several organisations, one a consent", "§1.3", "login/login.test.ts", "one organisation a consent"],
];

const here = fileURLToPath(new URL(".", import.meta.url));

test.each(rules)("%s (facts %s) is held by a test", (_, fact, file, name) => {
  const source = readFileSync(join(here, file), "utf8");
  expect(source).toContain(name);
  // The test, or the group it stands in, says what it rests on.
  expect(source).toContain(fact);
});

test("and no file of tests of the rules is missing from the list", () => {
  const all = readdirSync(join(here, "rules")).filter((file) => file.endsWith(".test.ts")).map((file) => relative(here, join(here, "rules", file)));
  expect(all.filter((file) => !rules.some(([, , listed]) => listed === file))).toEqual([]);
});
