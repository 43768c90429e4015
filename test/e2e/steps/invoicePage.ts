import { chipSays, chipText, openCard } from "../chromium.ts";
import { expectThat, type Observed, type StoryWorld } from "../story.ts";

/** On the invoice's page in Xero: project, margin, agreement; the card has the figures. On another organisation's page: nothing. */
export async function invoicePage(world: StoryWorld): Promise<Observed> {
  const { stack, invoice } = world;
  const page = await world.browser.newPage();
  const started = Date.now();
  await page.goto(`https://go.xero.com/app/${world.shortCode}/invoicing/view/${invoice.xeroId}`);
  const chip = await chipSays(page, "Saltbush season launch");
  const chipMs = Date.now() - started;
  expectThat(/margin/.test(chip) && chip.includes("In step"), "The chip says project, margin and that both sides agree.", chip);
  const card = await openCard(page);
  const text = (await card.locator("body").innerText()).replaceAll(/\s+/g, " ");
  for (const words of ["Saltbush season launch", "$24,000", "$4,885.45", "87.7 %"]) expectThat(text.includes(words), `The card shows ${words}.`, text);
  await page.waitForTimeout(300);
  await world.picture("card-project", page);

  const other = stack.sandbox.organisations.find(({ tenantId }) => tenantId !== world.tenantId);
  expectThat(other !== undefined, "There is a second organisation.");
  const theirs = [...other.books.invoices.values()].find(({ type }) => type === "ACCREC");
  expectThat(theirs !== undefined, "It has an invoice.");
  await page.goto(`https://go.xero.com/app/${other.shortCode}/invoicing/view/${theirs.id}`);
  const otherChip = await chipSays(page, "not connected");
  // The first organisation's document under the second one's address: nothing of it may show.
  await page.goto(`https://go.xero.com/app/${other.shortCode}/invoicing/view/${invoice.xeroId}`);
  await page.waitForTimeout(1500);
  const mixed = await chipText(page);
  expectThat(!mixed.includes("Saltbush") && !otherChip.includes("Saltbush"), "Nothing of the first organisation shows in the second.", [otherChip, mixed]);
  await page.close();
  return { chip, chipMs, otherChip, mixedChip: mixed };
}
