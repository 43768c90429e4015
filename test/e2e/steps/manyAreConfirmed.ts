import type { BulkPreviewView } from "../../../shared/api/bulkShapes.ts";
import { ownPage } from "../chromium.ts";
import { PATIENCE_MS, restClient, until } from "../restClient.ts";
import { expectThat, type Observed, type StoryWorld } from "../story.ts";
import { ofTenant } from "./firstImport.ts";

/** Suppliers whose next bill arrives; some of them are sure enough, whichever the seed makes. */
const SUPPLIERS = 8;

/** Bills of regular suppliers arrive; the sure ones are confirmed together in the dashboard, less one supplier, and taken back again. */
export async function manyAreConfirmed(world: StoryWorld): Promise<Observed> {
  const { stack, tenantId } = world;
  const { books } = ofTenant(world);
  const arrived = regulars(world).map(({ contactId, description }, index) =>
    stack.sandbox.bookkeeper.createBill({
      tenantId,
      bill: { Contact: { ContactID: contactId }, InvoiceNumber: `MANY-${index}`, Date: "2026-11-22", DueDate: "2026-12-22", LineAmountTypes: "Exclusive", Status: "DRAFT", LineItems: [{ Description: description, Quantity: 1, UnitAmount: 120 + index }] },
    }),
  );
  const bookkeeper = restClient(stack.workerUrl, world.session, world.organisationId);
  const coded = (): number => arrived.filter(({ id }) => books.invoices.get(id)?.lines[0]?.accountId !== undefined).length;
  const ready = await until("Sure lines can be confirmed", () => bookkeeper.get<BulkPreviewView>("/v1/suggestions/bulk"), ({ lines }) => lines.length >= 3, PATIENCE_MS);
  const suppliers = [...new Set(ready.value.lines.map(({ supplier }) => supplier))];
  expectThat(suppliers.length >= 2 && coded() === 0, "Several suppliers are sure, and nothing is written yet.", ready.value);

  const page = await world.browser.newPage();
  await page.goto(`${ownPage("dashboard")}#confirm`);
  const group = page.getByRole("checkbox", { name: new RegExp(suppliers[0] ?? "") });
  await group.waitFor();
  const confirm = page.getByRole("button", { name: /^Confirm \d+ lines?$/ });
  const ticked = async (): Promise<number> => Number(/\d+/.exec(await confirm.innerText())?.[0]);
  // More lines may have become sure since the list was asked for: what the page offers counts.
  const offered = await ticked();
  await group.uncheck();
  await world.picture("confirm-many", page);
  const wanted = await ticked();
  await confirm.click();
  // Reloaded at once: what was confirmed goes on by itself.
  await page.getByText(/Writing to Xero|confirmed\./).first().waitFor();
  await page.reload();
  await until("All that was ticked is written", async () => coded(), (written) => written === wanted, PATIENCE_MS);
  const undo = page.getByRole("button", { name: /^Undo/ }).first();
  await undo.waitFor();
  await page.waitForTimeout(300);
  await world.picture("confirm-undo", page);
  await undo.click();
  await page.getByRole("button", { name: /^Really undo/ }).first().click();
  await until("Everything is as it was", async () => coded(), (left) => left === 0, PATIENCE_MS);
  await page.getByText(/taken back/).first().waitFor();
  await page.goto(`${ownPage("dashboard")}#review`);
  await page.getByText(/booked lines looked at/).waitFor();
  await world.picture("to-review", page);
  await page.close();
  return { offered, confirmed: wanted, afterUndo: coded() };
}

/** Suppliers with many bills of one line, all to one account, and the text of their newest. */
function regulars(world: StoryWorld): { contactId: string; description: string }[] {
  const seen = new Map<string, { count: number; accounts: Set<string>; description: string }>();
  for (const { type, contactId, lines } of ofTenant(world).books.invoices.values()) {
    const [line] = lines;
    if (type !== "ACCPAY" || lines.length !== 1 || line?.accountId === undefined) continue;
    const entry = seen.get(contactId) ?? { count: 0, accounts: new Set(), description: "" };
    entry.accounts.add(line.accountId);
    seen.set(contactId, { ...entry, count: entry.count + 1, description: line.description ?? "" });
  }
  return [...seen]
    .filter(([, { accounts }]) => accounts.size === 1)
    .sort((a, b) => b[1].count - a[1].count)
    .slice(0, SUPPLIERS)
    .map(([contactId, { description }]) => ({ contactId, description }));
}
