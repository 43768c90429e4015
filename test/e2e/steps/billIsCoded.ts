import type { ContextView, ProjectFigures } from "../../../shared/api/views.ts";
import { chipSays, openCard } from "../chromium.ts";
import { PATIENCE_MS, until } from "../restClient.ts";
import { expectThat, type Observed, type StoryWorld } from "../story.ts";
import { ofTenant } from "./firstImport.ts";

/** A bill arrives; its coding is suggested with evidence, applied through Xero's API, and costs the project once it is approved. */
export async function billIsCoded(world: StoryWorld): Promise<Observed> {
  const { stack, tenantId } = world;
  const { books } = ofTenant(world);
  const supplier = regularSupplier(world);
  const usual = [...books.accounts.values()].find(({ id }) => id === supplier.accountId);
  const bill = stack.sandbox.bookkeeper.createBill({
    tenantId,
    bill: {
      Contact: { ContactID: supplier.contactId },
      InvoiceNumber: "NB-20714",
      Date: "2026-11-21",
      DueDate: "2026-12-21",
      LineAmountTypes: "Exclusive",
      Status: "DRAFT",
      LineItems: [{ Description: supplier.description, Quantity: 1, UnitAmount: 310 }],
    },
  });
  // Ready before anyone opens it.
  const ready = await until("The suggestion is ready", () => contextOf(world, bill.id), ({ suggestions }) => suggestions.length > 0, PATIENCE_MS, 50);
  const context = ready.value;
  const page = await world.browser.newPage();
  await page.goto(`https://go.xero.com/app/${world.shortCode}/bills/view/bill?id=${bill.id}`);
  await chipSays(page, "Suggestion ready");
  const suggestion = context.suggestions[0];
  expectThat(suggestion !== undefined && suggestion.account.value === usual?.code, "The suggested account is the supplier's usual one.", { suggested: suggestion?.account, usual: usual?.code });
  expectThat(suggestion.evidence.length > 0, "It rests on earlier bills.", suggestion);
  const card = await openCard(page);
  await card.getByRole("button", { name: /^Apply/ }).first().waitFor();
  await page.waitForTimeout(300);
  await world.picture("card-suggestion", page);

  // The bookkeeper chooses the project too, then applies.
  await card.getByRole("button", { name: "Change" }).first().click();
  await card.getByLabel("Project").first().selectOption(world.projectId);
  const before = await world.api.get<ProjectFigures>(`/v1/projects/${world.projectId}/profit`);
  await card.getByRole("button", { name: /^Apply/ }).first().click();
  await card.getByText("Reload", { exact: false }).first().waitFor({ timeout: PATIENCE_MS });
  await world.picture("card-written", page);
  const written = books.invoices.get(bill.id)?.lines[0];
  expectThat(written?.accountId === supplier.accountId, "Xero has the account that was applied.", written);
  const committed = await world.api.get<ProjectFigures>(`/v1/projects/${world.projectId}/profit`);
  expectThat(committed.otherCostsMinor === before.otherCostsMinor, "A draft bill is no actual cost yet.", committed);

  await page.goto(`https://go.xero.com/AccountsPayable/Edit.aspx?InvoiceID=${bill.id}`);
  await chipSays(page, /Suggestion|In step|Saltbush|No project/);
  const editCard = await openCard(page);
  expectThat((await editCard.getByRole("button", { name: /^Apply/ }).count()) === 0, "On the edit form nothing can be applied.");
  await page.close();

  stack.sandbox.bookkeeper.approve({ tenantId, invoiceId: bill.id });
  const costed = await until(
    "The cost is on the project",
    () => world.api.get<ProjectFigures>(`/v1/projects/${world.projectId}/profit`),
    (figures) => figures.otherCostsMinor - before.otherCostsMinor === 31_000,
    PATIENCE_MS,
  );
  return {
    billId: bill.id,
    supplier: supplier.name,
    suggestionReadyMs: ready.ms,
    suggestedAccount: suggestion.account.value,
    suggestedTax: suggestion.tax.value,
    agree: `${suggestion.account.agreeCount} of ${suggestion.account.ofCount}`,
    marginBeforeMinor: before.marginMinor,
    marginAfterMinor: costed.value.marginMinor,
    costSeenMs: costed.ms,
  };
}

async function contextOf(world: StoryWorld, xeroId: string): Promise<ContextView> {
  const answer = await fetch(`${world.stack.workerUrl}/v1/context?shortCode=${encodeURIComponent(world.shortCode)}&kind=bill&xeroId=${xeroId}`, {
    headers: { Authorization: `Bearer ${world.session}` },
  });
  expectThat(answer.ok, "The bill's context is answered.", answer.status);
  return (await answer.json()) as ContextView;
}

/** The supplier whose bills most often have one line to one account: what a bookkeeper would call a regular. */
function regularSupplier(world: StoryWorld): { contactId: string; name: string; accountId: string; description: string } {
  const { books } = ofTenant(world);
  const seen = new Map<string, { count: number; contactId: string; accountId: string; description: string }>();
  const accountsOf = new Map<string, Set<string>>();
  for (const bill of books.invoices.values()) {
    const line = bill.lines[0];
    if (bill.type !== "ACCPAY" || bill.lines.length !== 1 || line?.accountId === undefined || !["AUTHORISED", "PAID"].includes(bill.status)) continue;
    const key = bill.contactId;
    const entry = seen.get(key) ?? { count: 0, contactId: key, accountId: line.accountId, description: line.description ?? "" };
    entry.count += 1;
    seen.set(key, entry);
    accountsOf.set(key, (accountsOf.get(key) ?? new Set()).add(line.accountId));
  }
  const best = [...seen.values()].filter(({ contactId }) => accountsOf.get(contactId)?.size === 1).sort((a, b) => b.count - a.count)[0];
  expectThat(best !== undefined, "The demo firm has a regular supplier.");
  return { ...best, name: books.contacts.get(best.contactId)?.name ?? "" };
}
