import { describe, expect, test } from "vitest";
import { asClient, type Body } from "../asClient.ts";
import { createSandbox } from "../sandbox.ts";

/** States a document comes to, the paid ones by way of money. */
const states = ["DRAFT", "SUBMITTED", "AUTHORISED", "part-paid", "PAID", "credited", "VOIDED", "DELETED"] as const;
type State = (typeof states)[number];
type Side = "ACCREC" | "ACCPAY";

async function documentIn(state: State, Type: Side) {
  const sandbox = createSandbox({ seed: 1, organisations: 1, firm: "empty" });
  const client = asClient(sandbox);
  const [code, other] = Type === "ACCREC" ? ["200", "260"] : ["400", "404"];
  const first = state === "DRAFT" || state === "SUBMITTED" ? state : state === "DELETED" ? "DRAFT" : "AUTHORISED";
  const made = (await client.put("/Invoices", { Type, Status: first, InvoiceNumber: "N-1", DueDate: "2026-12-20", Contact: { Name: "A" }, LineItems: [{ Description: "x", Quantity: 1, UnitAmount: 100, AccountCode: code }] })).json()["Invoices"][0] as Body;
  const target = { tenantId: client.tenantId, invoiceId: made["InvoiceID"] as string };
  if (state === "part-paid") sandbox.bookkeeper.payInvoice({ ...target, amountMinor: 1_000 });
  if (state === "PAID") sandbox.bookkeeper.payInvoice(target);
  if (state === "VOIDED") sandbox.bookkeeper.void(target);
  if (state === "DELETED") sandbox.bookkeeper.delete(target);
  if (state === "credited") {
    const note = { Type: `${Type}CREDIT`, Status: "AUTHORISED", Contact: { ContactID: made["Contact"].ContactID }, LineItems: [{ Description: "back", Quantity: 1, UnitAmount: 10, AccountCode: code }] };
    sandbox.bookkeeper.allocate({ ...target, creditId: sandbox.bookkeeper.createCreditNote({ tenantId: client.tenantId, creditNote: note }).id });
  }
  const line = (made["LineItems"] as Body[])[0]!;
  const edit = async (changes: Body) => (await client.post(`/Invoices/${target.invoiceId}`, changes)).status === 200;
  return { edit, line: (changes: Body) => ({ LineItems: [{ LineItemID: line["LineItemID"], ...changes }] }), other };
}
type Document = Awaited<ReturnType<typeof documentIn>>;

/** Yes in the states where a field may be changed: everything before approval, money only while nothing is paid, tags of a paid bill (since 19 March 2026). */
const untilPaid: readonly State[] = ["DRAFT", "SUBMITTED", "AUTHORISED"];
const whilePaid: readonly State[] = ["part-paid", "PAID", "credited"];
const edits: [what: string, changes: (document: Document) => Body, sales: readonly State[], bills: readonly State[]][] = [
  ["Reference", () => ({ Reference: "new" }), untilPaid, [...untilPaid, ...whilePaid]],
  ["DueDate", () => ({ DueDate: "2027-01-31" }), untilPaid, [...untilPaid, ...whilePaid]],
  ["Url", () => ({ Url: "https://books.example/r/1" }), untilPaid, [...untilPaid, ...whilePaid]],
  ["Date", () => ({ Date: "2026-11-01" }), untilPaid, untilPaid],
  ["LineAmountTypes", () => ({ LineAmountTypes: "Inclusive" }), untilPaid, untilPaid],
  ["CurrencyCode", () => ({ CurrencyCode: "USD" }), untilPaid, untilPaid],
  ["a line's description", ({ line }) => line({ Description: "other words" }), untilPaid, [...untilPaid, ...whilePaid]],
  ["a line's account", ({ line, other }) => line({ AccountCode: other }), untilPaid, [...untilPaid, ...whilePaid]],
  ["a line's price", ({ line }) => line({ UnitAmount: 99 }), untilPaid, untilPaid],
  ["a line's quantity", ({ line }) => line({ Quantity: 2 }), untilPaid, untilPaid],
  ["a line more", ({ line, other }) => ({ LineItems: [...(line({})["LineItems"] as Body[]), { Description: "y", UnitAmount: 1, AccountCode: other }] }), untilPaid, untilPaid],
];

describe.each(["ACCREC", "ACCPAY"] as const)("what may be edited in which state, by API (facts §5.3, §5.11): %s", (side) => {
  test.each(edits)("%s", async (_, changes, sales, bills) => {
    const allowed: State[] = [];
    for (const state of states) {
      const document = await documentIn(state, side);
      if (await document.edit(changes(document))) allowed.push(state);
    }
    expect(allowed).toEqual(side === "ACCREC" ? sales : bills);
  });
});

test("nobody's write is checked for age: the later one wins, and no answer carries a version (facts §2.5)", async () => {
  const sandbox = createSandbox({ seed: 1, organisations: 1, firm: "empty" });
  const client = asClient(sandbox);
  const made = (await client.put("/Invoices", { Type: "ACCREC", Contact: { Name: "A" }, LineItems: [{ Description: "x", UnitAmount: 1 }] })).json()["Invoices"][0];
  const read = await client.get(`/Invoices/${made.InvoiceID}`);
  expect(["etag", "last-modified"].filter((name) => read.headers.has(name))).toEqual([]);
  sandbox.clock.advance(60_000);
  sandbox.bookkeeper.editInvoice({ tenantId: client.tenantId, invoiceId: made.InvoiceID, changes: { Reference: "theirs" } });
  const stale = { Reference: "from an old reading", UpdatedDateUTC: read.json()["Invoices"][0].UpdatedDateUTC };
  const answer = await client.post(`/Invoices/${made.InvoiceID}`, stale, { "if-match": "*", "if-unmodified-since": "Mon, 01 Jan 2024 00:00:00 GMT" });
  expect([answer.status, answer.json()["Invoices"][0].Reference]).toEqual([200, "from an old reading"]);
});
