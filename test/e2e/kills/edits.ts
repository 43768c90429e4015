import type { PageView, RecordView } from "../../../shared/api/views.ts";
import type { Document } from "../../../shared/records/document.ts";
import type { RestClient } from "../restClient.ts";
import type { Stack } from "../stack.ts";
import type { Tool } from "./askedAgain.ts";

export interface EditHand {
  stack: Stack;
  api: RestClient;
  tool: Tool;
  tenantId: string;
  pick: <T>(list: readonly T[]) => T | undefined;
  between: (low: number, high: number) => number;
  /** A name that nothing else has, so that twins are seen. */
  unique: (word: string) => string;
}

const LINE = { description: "Design", quantityE4: 10_000, unitAmountE4: 1_000_000, accountCode: "200", taxType: "OUTPUT" };
const DATES = { date: "2026-11-20", dueDate: "2026-12-20" };

/** What happens on either side while the Worker is killed. Reads that fail under a kill leave nothing to do. */
export const EDITS: Readonly<Record<string, (hand: EditHand) => Promise<unknown>>> = {
  "new client here": ({ tool, unique }) => tool.send({ method: "POST", path: "/v1/contacts", body: { name: unique("Client"), isCustomer: true } }),
  "new invoice here": async ({ api, tool, pick, between, unique }) => {
    const client = pick((await list(api, "contacts")).filter((row) => (row.body as { status: string }).status === "active"));
    const body = { contactId: client?.id, reference: unique("ref"), status: "draft", ...DATES, lines: [{ ...LINE, quantityE4: between(1, 9) * 10_000 }] };
    return client === undefined ? null : tool.send({ method: "POST", path: "/v1/invoices", body });
  },
  "edit a draft here": async ({ api, tool, pick, between }) => {
    const row = pick((await list(api, "invoices")).filter(isOurDraft));
    if (row === undefined) return null;
    const { contactId, reference, date, dueDate, lines } = row.body as Document;
    const kept = lines.map(({ id, description, unitAmountE4, accountCode, taxType, quantityE4 }, index) => ({
      id, description, unitAmountE4, accountCode, taxType, quantityE4: index === 0 ? between(1, 9) * 10_000 : quantityE4,
    }));
    return tool.send({
      method: "PUT", path: `/v1/invoices/${row.id}`, body: { contactId, reference, date, dueDate, status: "draft", lines: kept }, headers: { "If-Match": `"${row.revision}"` },
    });
  },
  "edit an invoice in Xero": async ({ stack, tenantId, pick, between }) => {
    const invoice = pick([...stack.sandbox.organisations[0]!.books.invoices.values()].filter(({ status }) => status === "DRAFT"));
    if (invoice !== undefined) inXero(() => stack.sandbox.bookkeeper.editInvoice({ tenantId, invoiceId: invoice.id, changes: { DueDate: `2026-12-${between(10, 28)}` } as never }));
  },
  "edit a client in Xero": async ({ stack, tenantId, pick, between }) => {
    const contact = pick([...stack.sandbox.organisations[0]!.books.contacts.values()]);
    if (contact !== undefined) inXero(() => stack.sandbox.bookkeeper.editContact({ tenantId, contactId: contact.id, changes: { EmailAddress: `a${between(1, 9_999)}@example.com` } as never }));
  },
  "approve or pay in Xero": async ({ stack, tenantId, pick }) => {
    const invoice = pick([...stack.sandbox.organisations[0]!.books.invoices.values()]);
    if (invoice === undefined) return;
    const { bookkeeper } = stack.sandbox;
    const what = { tenantId, invoiceId: invoice.id };
    inXero(invoice.status === "DRAFT" ? () => bookkeeper.approve(what) : () => bookkeeper.payInvoice({ ...what, amountMinor: 1_000 }));
  },
  "a bill in Xero": async ({ stack, tenantId, pick, between }) => {
    const contact = pick([...stack.sandbox.organisations[0]!.books.contacts.values()]);
    const line = { Description: "Hire", Quantity: 1, UnitAmount: between(10, 99), AccountCode: "429", TaxType: "INPUT" };
    const bill = { Contact: { ContactID: contact?.id }, Date: "2026-11-20", DueDate: "2026-12-01", LineItems: [line] } as never;
    if (contact !== undefined) inXero(() => stack.sandbox.bookkeeper.createBill({ tenantId, bill }));
  },
};

const isOurDraft = ({ body }: RecordView): boolean => (body as Document).status === "draft" && ((body as Document).reference ?? "").startsWith("ref ");

/** The newest records of a kind; none while the Worker is down. */
async function list(api: RestClient, resource: string): Promise<readonly RecordView[]> {
  return api.get<PageView<RecordView>>(`/v1/${resource}?limit=50`).then(({ items }) => items, () => []);
}

/** People are refused by Xero's own rules now and then; that is no fault. */
function inXero(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "BookkeeperRefused") throw error;
  }
}
