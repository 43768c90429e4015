import { fromXero, type XeroListKind } from "../../../shared/mapping/fromXero.ts";
import type { FromXeroContext, Raw, ToXeroOptions } from "../../../shared/mapping/mapped.ts";
import { toXero } from "../../../shared/mapping/toXero.ts";
import { allocationToXero } from "../../../shared/mapping/xeroDocument.ts";
import type { Payment } from "../../../shared/records/payment.ts";
import { deleteConnection, listConnections } from "../../../worker/xero/connections.ts";
import { XERO_KINDS, type ListQuery, type XeroKind } from "../../../worker/xero/xeroKinds.ts";
import { HISTORY, type NoteOwner, type XeroWrite } from "../../../worker/xero/xeroWrites.ts";
import { asClient } from "../../sandbox/asClient.ts";
import type { RecordedXero } from "./recordedXero.ts";

/** Our ids are Xero's here: what is judged is the wire, not the links. */
const CONTEXT: FromXeroContext = { recordIdOf: (_, xeroId) => xeroId, projectOfOption: () => null, homeCurrency: "AUD" };
const CLIENT = "Harbour Films";
const xeroIdOf: ToXeroOptions["xeroIdOf"] = (_, recordId) => recordId;

const BATCHES = [
  ["contact", "contacts"], ["invoice", "invoices"], ["credit_note", "credit_notes"], ["quote", "quotes"], ["bank_transaction", "bank_transactions"],
] as const;
const NOTED = Object.keys(HISTORY) as NoteOwner[];

/** Every call that the product can make to Xero, once in each of its forms. Throws when the stand-in does not carry one out. */
export async function everyCall(xero: RecordedXero): Promise<void> {
  const { client } = xero;
  let writes = 0;
  const rows = async (kind: XeroKind, query: ListQuery = {}): Promise<readonly Raw[]> => {
    const page = await client.list(kind, query);
    if (!page.ok) throw new Error(`${kind}: ${JSON.stringify(page.error)}`);
    return page.value.elements;
  };
  const write = async (what: XeroWrite): Promise<readonly Raw[]> => {
    const done = await client.write(await client.prepare(what), `key-${(writes += 1)}`);
    if (!done.ok) throw new Error(`${JSON.stringify(what)}: ${JSON.stringify(done.error)}`);
    const refused = done.value.find((each) => each.status === "error");
    if (refused) throw new Error(`${JSON.stringify(what)}: ${refused.messages.join(" ")}`);
    return done.value.map((each) => each.raw);
  };

  await fillBooks(xero);
  await listEverything(rows);
  for (const [kind, type] of BATCHES) await createAndChange(kind, type, await rows(kind), write);
  await payAndAllocate(await rows("invoice"), await rows("payment"), write, rows);
  await refuse(xero, await rows("payment"));

  const [category] = await rows("tracking_category");
  const categoryId = String(category?.["TrackingCategoryID"]);
  const [option] = await write({ type: "create_tracking_option", categoryId, element: { Name: "Harbour film" } });
  await write({ type: "update_tracking_option", categoryId, optionId: String(option?.["TrackingOptionID"]), element: { Name: "Harbour film 2" } });

  for (const on of NOTED) {
    const row = (await rows(on)).find((each) => each["Status"] !== "DELETED");
    const id = String(row?.[XERO_KINDS[on].id]);
    await write({ type: "note", on, id, text: "Seen in the margin" });
    const history = await client.history(on, id);
    if (!history.ok) throw new Error(JSON.stringify(history.error));
  }

  while (xero.sandbox.webhooks.nextDueMs() !== undefined) {
    xero.sandbox.clock.advance(1_000);
    await xero.sandbox.webhooks.pump();
  }
  const listed = await listConnections(xero.connections, null);
  if (!listed.ok) throw new Error(JSON.stringify(listed.error));
  await listConnections(xero.connections, listed.value[0]!.authEventId);
  await deleteConnection(xero.connections, listed.value[1]!.id);
}

type Rows = (kind: XeroKind, query?: ListQuery) => Promise<readonly Raw[]>;
type Write = (what: XeroWrite) => Promise<readonly Raw[]>;

/** What the agency's books lack: a service, and a client with an open invoice, a credit note, an overpayment and a prepayment. */
async function fillBooks({ sandbox, organisation, client }: RecordedXero): Promise<void> {
  await asClient(sandbox).put("/Items", { Code: "DESIGN", Name: "Design", SalesDetails: { UnitPrice: 150, AccountCode: "200" } });
  const bank = await client.list("account", { where: 'Type=="BANK"' });
  const { tenantId } = organisation;
  const { id } = sandbox.bookkeeper.createContact({ tenantId, contact: { Name: CLIENT } });
  const paper = { Contact: { ContactID: id }, Date: "2026-11-10", LineAmountTypes: "Exclusive", LineItems: [{ Description: "Design", Quantity: 1, UnitAmount: 500, AccountCode: "200" }] };
  const owed = { ...paper, DueDate: "2026-12-10", Status: "AUTHORISED" };
  sandbox.bookkeeper.createInvoice({ tenantId, invoice: owed });
  const overpaid = sandbox.bookkeeper.createInvoice({ tenantId, invoice: owed });
  sandbox.bookkeeper.payInvoice({ tenantId, invoiceId: overpaid.id, amountMinor: 60_000 });
  sandbox.bookkeeper.createCreditNote({ tenantId, creditNote: { ...paper, Type: "ACCRECCREDIT", Status: "AUTHORISED" } });
  const bankAccountId = bank.ok ? bank.value.elements[0]?.["AccountID"] : null;
  sandbox.bookkeeper.createBankTransaction({ tenantId, bankTransaction: { ...paper, Type: "RECEIVE-PREPAYMENT", BankAccount: { AccountID: bankAccountId } } });
}

async function listEverything(rows: Rows): Promise<void> {
  for (const kind of Object.keys(XERO_KINDS) as XeroKind[]) {
    const all = await rows(kind);
    if (all.length === 0) throw new Error(`The agency has no ${kind} to judge`);
    await rows(kind, { modifiedSince: Date.UTC(2026, 0, 1), page: 2, pageSize: 10 });
  }
  const ids = (await rows("invoice")).slice(0, 3).map((row) => String(row["InvoiceID"]));
  await rows("invoice", { ids });
  await rows("invoice", { summaryOnly: true });
  await rows("invoice", { createdByMyApp: true, statuses: ["DRAFT", "AUTHORISED"] });
  await rows("contact", { ids: (await rows("contact")).slice(0, 3).map((row) => String(row["ContactID"])) });
  await rows("contact", { summaryOnly: true });
}

/** A copy of one of the firm's records as ours would be made, then changed in every group it has. */
async function createAndChange(kind: Extract<XeroListKind, XeroKind>, type: (typeof BATCHES)[number][1], all: readonly Raw[], write: Write): Promise<void> {
  const [mapped] = all.map((row) => fromXero(kind, row, CONTEXT)).filter((each) => each.ok);
  if (mapped === undefined) throw new Error(`No ${kind} can be mapped`);
  const fresh = kind === "contact" ? { name: "Contract Films", accountNumber: null } : { number: null, status: kind === "bank_transaction" ? "authorised" : "draft" };
  const body = { ...mapped.body, ...fresh } as typeof mapped.body;
  const element = (xeroId: string | null) => {
    const made = toXero(mapped.kind, body, { groups: "all", xeroId, xeroIdOf, backLink: xeroId === null ? "https://books.example/r/1" : null });
    if (!made.ok) throw new Error(`${kind} needs ${made.needs.kind}`);
    return made.element;
  };
  const [made] = await write({ type, create: true, elements: [element(null)] });
  await write({ type, elements: [element(String(made?.[XERO_KINDS[kind].id]))] });
}

async function payAndAllocate(invoices: readonly Raw[], payments: readonly Raw[], write: Write, rows: Rows): Promise<void> {
  const isOurs = (row: Raw) => (row["Contact"] as Raw)["Name"] === CLIENT;
  const invoice = invoices.find((row) => isOurs(row) && row["Status"] === "AUTHORISED");
  const example = payments.map((row) => fromXero("payment", row, CONTEXT)).find((each) => each.ok);
  if (example === undefined || invoice === undefined) throw new Error("The agency has nothing to pay");
  const payment: Payment = { ...(example.body as Payment), documentId: String(invoice["InvoiceID"]), amountMinor: 500, date: "2026-11-20" };
  const made = toXero("payment", payment, { groups: "all", xeroId: null, xeroIdOf, backLink: null });
  if (!made.ok) throw new Error("payment");
  const [paid] = await write({ type: "payments", elements: [made.element] });
  await write({ type: "delete_payment", id: String(paid?.["PaymentID"]) });

  for (const on of ["credit_note", "overpayment", "prepayment"] as const) {
    const credit = (await rows(on)).find(isOurs);
    if (credit === undefined) throw new Error(`${CLIENT} has no ${on}`);
    const element = allocationToXero({ documentId: String(invoice["InvoiceID"]), amountMinor: 100, date: "2026-11-20" }, "AUD", xeroIdOf);
    if (!element.ok) throw new Error("allocation");
    const id = String(credit[XERO_KINDS[on].id]);
    await write({ type: "allocate", on, id, elements: [element.element] });
    const [allocation] = ((await rows(on)).find(isOurs)?.["Allocations"] ?? []) as readonly Raw[];
    await write({ type: "unallocate", on, id, allocationId: String(allocation?.["AllocationID"]) });
  }
}

/** One good element beside one that Xero refuses, and a request that it refuses as a whole. */
async function refuse({ client }: RecordedXero, payments: readonly Raw[]): Promise<void> {
  const gone = payments.find((row) => row["Status"] === "DELETED");
  const mixed: XeroWrite = { type: "contacts", elements: [{ Name: "Contract Sound" }, { Name: "" }] };
  const again: XeroWrite = { type: "delete_payment", id: String(gone?.["PaymentID"]) };
  for (const [index, what] of [mixed, again].entries()) await client.write(await client.prepare(what), `refused-${index}`);
}
