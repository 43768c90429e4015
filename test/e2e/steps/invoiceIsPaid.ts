import type { Document } from "../../../shared/records/document.ts";
import type { ProjectFigures, RecordView } from "../../../shared/api/views.ts";
import { chipSays } from "../chromium.ts";
import { PATIENCE_MS, until } from "../restClient.ts";
import { expectThat, type Observed, type StoryWorld } from "../story.ts";

/** The bookkeeper pays part, then the rest, on Xero's own page; the project knows within seconds and nobody clicked anything here. */
export async function invoiceIsPaid(world: StoryWorld): Promise<Observed> {
  const { api, invoice, stack } = world;
  const figures = (): Promise<ProjectFigures> => api.get<ProjectFigures>(`/v1/projects/${world.projectId}/profit`);
  const read = (): Promise<RecordView> => api.get<RecordView>(`/v1/invoices/${invoice.id}`);
  const before = await figures();

  stack.sandbox.bookkeeper.payInvoice({ tenantId: world.tenantId, invoiceId: invoice.xeroId, amountMinor: 200_000, date: "2026-11-21" });
  const part = await until("The part payment is seen", read, ({ body }) => (body as Document).amountDueMinor === invoice.totalMinor - 200_000, PATIENCE_MS, 50);
  const between = await figures();
  expectThat((part.value.body as Document).status === "authorised", "Paid in part is not paid.", part.value.body);

  const page = await world.browser.newPage();
  await page.goto(`https://go.xero.com/app/${world.shortCode}/invoicing/view/${invoice.xeroId}`);
  await chipSays(page, "Saltbush season launch");
  await world.picture("xero-invoice", page);
  await page.close();
  stack.sandbox.bookkeeper.payInvoice({ tenantId: world.tenantId, invoiceId: invoice.xeroId, date: "2026-11-22" });
  const paid = await until("The invoice is paid here too", read, ({ body }) => (body as Document).status === "paid", PATIENCE_MS, 50);
  const body = paid.value.body as Document;
  const after = await figures();
  expectThat(body.fullyPaidOn === "2026-11-22" && body.amountPaidMinor === invoice.totalMinor && body.amountDueMinor === 0, "It is paid with date and amount.", body);
  const net = 488_545;
  expectThat(after.collectedMinor - before.collectedMinor === net, "The project's collected revenue is the invoice's net amount, to the cent.", { before, after });
  expectThat(after.outstandingMinor === 0, "Nothing is outstanding.", after);
  return {
    collectedBeforeMinor: before.collectedMinor,
    collectedAfterPartMinor: between.collectedMinor,
    collectedAfterMinor: after.collectedMinor,
    marginMinor: after.marginMinor,
    partSeenMs: part.ms,
    paidSeenMs: paid.ms,
  };
}
