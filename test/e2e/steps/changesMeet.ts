import type { ContextView, ConflictView, RecordView } from "../../../shared/api/views.ts";
import type { Contact } from "../../../shared/records/contact.ts";
import type { Document } from "../../../shared/records/document.ts";
import { chipSays, openCard } from "../chromium.ts";
import { PATIENCE_MS, until } from "../restClient.ts";
import { expectThat, type Observed, type StoryWorld } from "../story.ts";
import type { Account } from "../../sandbox/books/ledger.ts";
import { ofTenant } from "./firstImport.ts";

interface Met {
  draftId: string;
  xeroId: string;
  contactId: string;
  /** The account that Xero's side gave the line, and the one that ours did. */
  other: Account;
  ours: Account;
}

/** Drafts tried until one is changed on both sides with no round in between: rounds come when they come, and then it was changed in turn. */
const DRAFTS = 6;

async function changedOnBothSides(world: StoryWorld): Promise<Met> {
  for (let turn = 0; turn < DRAFTS; turn += 1) {
    const met = await tryBothSides(world);
    if (met !== null) return met;
  }
  throw new Error(`A round came between both sides' changes ${DRAFTS} times in a row.`);
}

async function tryBothSides(world: StoryWorld): Promise<Met | null> {
  const { api, stack, tenantId } = world;
  const { books } = ofTenant(world);
  const invoice = { contactId: world.clientId, reference: "SBT-02 draft", date: "2026-11-22", dueDate: "2026-12-06", status: "draft" };
  const lines = [{ description: "Workshop days", quantityE4: 20_000, unitAmountE4: 9_000_000, accountCode: "200", taxType: "OUTPUT", projectId: world.projectId }];
  const draft = await api.send<RecordView>("POST", "/v1/invoices", { ...invoice, lines });
  const pushed = await until("The draft is in Xero", () => api.get<RecordView>(`/v1/invoices/${draft.id}`), ({ sync }) => sync?.state === "in_step" && sync.xeroId !== null, PATIENCE_MS, 50);
  const xeroId = pushed.value.sync?.xeroId ?? "";
  const inXero = books.invoices.get(xeroId);
  const xeroLine = inXero?.lines[0];
  expectThat(inXero !== undefined && xeroLine !== undefined, "The draft has a line in Xero.");
  const revenue = [...books.accounts.values()].filter(({ code, type }) => code !== "200" && type === books.accounts.get(xeroLine.accountId ?? "")?.type);
  const [other, ours = other] = revenue;
  expectThat(other?.code !== undefined && ours?.code !== undefined, "The chart has other revenue accounts.");
  // Xero tells nobody while both sides change.
  stack.setWebhooks(false);
  stack.sandbox.bookkeeper.editInvoiceLines({
    tenantId,
    invoiceId: xeroId,
    lines: [{ LineItemID: xeroLine.lineItemId, Description: "Workshop days", Quantity: 3, UnitAmount: 900, AccountCode: other.code, TaxType: "OUTPUT" }],
  });
  const [line] = (pushed.value.body as Document).lines;
  const isSaved = await saved(world, `/v1/invoices/${draft.id}`, pushed.value.revision, { ...invoice, lines: [{ ...lines[0], id: line?.id, quantityE4: 40_000, accountCode: ours.code }] });
  if (!isSaved) stack.setWebhooks(true);
  return isSaved ? { draftId: draft.id, xeroId, contactId: inXero.contactId, other, ours } : null;
}

/** False: the record changed since this revision. */
async function saved({ api }: StoryWorld, path: string, revision: number, body: object): Promise<boolean> {
  const { status, body: answer } = await api.raw("PUT", path, JSON.stringify(body), { "If-Match": `"${revision}"` });
  expectThat(status === 200 || status === 409, `${path} is saved.`, answer);
  return status === 200;
}

/** Both sides change a draft before a sync: what merges merges, what does not is shown with three values; a posted document gets a proposal. */
export async function changesMeet(world: StoryWorld): Promise<Observed> {
  const { api, stack, tenantId } = world;
  const { books } = ofTenant(world);
  const { draftId, xeroId, contactId, other, ours } = await changedOnBothSides(world);
  stack.sandbox.bookkeeper.editContact({ tenantId, contactId, changes: { ContactID: contactId, Phones: [{ PhoneType: "MOBILE", PhoneNumber: "0400 555 777" }] } });
  const phone = { name: "Saltbush Community Theatre", email: "accounts@saltbush.example", phones: { default: { area: "02", number: "5550 9999" } }, salesTerms: { day: 14, type: "days_after_bill_date" }, isCustomer: true };
  await until("The phone is saved here", async () => saved(world, `/v1/contacts/${world.clientId}`, (await api.get<RecordView>(`/v1/contacts/${world.clientId}`)).revision, phone), (isSaved) => isSaved, PATIENCE_MS);
  stack.setWebhooks(true);

  const inConflict = await until("The conflict is shown", () => api.get<RecordView>(`/v1/invoices/${draftId}`), ({ sync }) => sync?.state === "conflict", PATIENCE_MS);
  const merged = inConflict.value.body as Document;
  expectThat(merged.lines[0]?.accountCode === other.code, "The account is Xero's.", merged.lines[0]);
  const contact = await until("Both phones are here", () => api.get<RecordView>(`/v1/contacts/${world.clientId}`), ({ body: value }) => (value as Contact).phones.mobile !== null, PATIENCE_MS);
  expectThat((contact.value.body as Contact).phones.default?.number === "5550 9999", "The phone changed here survives beside the one changed in Xero.", contact.value.body);

  const page = await world.browser.newPage();
  await page.goto(`https://go.xero.com/app/${world.shortCode}/invoicing/view/${xeroId}`);
  const conflictChip = await chipSays(page, "Differs");
  const card = await openCard(page);
  const conflict = await conflictOf(world, xeroId);
  const quantity = conflict.fields.find(({ field, label }) => /quantity/i.test(field) || /quantity/i.test(label));
  expectThat(quantity !== undefined, "The conflict names the quantity.", conflict);
  await page.waitForTimeout(300);
  await world.picture("card-conflict", page);
  await card.getByRole("radio", { name: /In your projects/ }).first().check();
  await card.getByRole("button", { name: "Keep what I chose" }).click();
  const agreed = await until("Both sides agree", () => Promise.resolve(books.invoices.get(xeroId)?.lines[0]?.quantityScaled), (value) => value === 40_000, PATIENCE_MS);
  await until("The invoice is in step again", () => api.get<RecordView>(`/v1/invoices/${draftId}`), ({ sync }) => sync?.state === "in_step", PATIENCE_MS);
  expectThat(books.invoices.get(xeroId)?.lines[0]?.accountId === other.id, "Xero's account stayed.");

  // A change made here to a posted document is a proposal on its page, not a write.
  const posted = await api.get<RecordView>(`/v1/invoices/${world.invoice.id}`);
  const postedBody = posted.body as Document;
  const linesBefore = JSON.stringify(books.invoices.get(world.invoice.xeroId)?.lines);
  await api.send(
    "PUT",
    `/v1/invoices/${world.invoice.id}`,
    {
      contactId: postedBody.contactId,
      number: postedBody.number,
      reference: postedBody.reference,
      date: postedBody.date,
      dueDate: postedBody.dueDate,
      lines: postedBody.lines.map(({ id, description, quantityE4, unitAmountE4, taxType, projectId }) => ({ id, description, quantityE4, unitAmountE4, taxType, projectId, accountCode: ours.code })),
    },
    { "If-Match": `"${posted.revision}"` },
  );
  const proposed = await until("The proposal waits", () => api.get<RecordView>(`/v1/invoices/${world.invoice.id}`), ({ sync }) => sync?.state === "proposal", PATIENCE_MS);
  expectThat(JSON.stringify(books.invoices.get(world.invoice.xeroId)?.lines) === linesBefore, "Nothing was written to the posted invoice.");
  await page.goto(`https://go.xero.com/app/${world.shortCode}/invoicing/view/${world.invoice.xeroId}`);
  const proposalChip = await chipSays(page, "Change proposed");
  await openCard(page);
  await page.waitForTimeout(300);
  await world.picture("card-proposal", page);
  await page.close();
  return { draftId, xeroId, conflictChip, quantity, resolvedMs: agreed.ms, proposalChip, proposalState: proposed.value.sync?.state };
}

async function conflictOf(world: StoryWorld, xeroId: string): Promise<ConflictView> {
  const answer = await fetch(`${world.stack.workerUrl}/v1/context?shortCode=${encodeURIComponent(world.shortCode)}&kind=invoice&xeroId=${xeroId}`, { headers: { Authorization: `Bearer ${world.session}` } });
  const conflict = ((await answer.json()) as ContextView).conflicts[0];
  expectThat(conflict !== undefined, "The context carries the conflict.");
  return conflict;
}
