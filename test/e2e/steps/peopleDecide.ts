import type { Page } from "playwright-core";
import type { RecordView } from "../../../shared/api/views.ts";
import { ownPage } from "../chromium.ts";
import { PATIENCE_MS, until } from "../restClient.ts";
import { expectThat, type Observed, type StoryWorld } from "../story.ts";
import { ofTenant } from "./firstImport.ts";

const KNOWN = "Saltbush Community Theatre";
const SLIP = "Saltbush Comunity Theatre";

/** What only a person can say, said in the dashboard: which contact a new one is, and which account stands for lines once Xero has archived the one that did. */
export async function peopleDecide(world: StoryWorld): Promise<Observed> {
  const page = await world.browser.newPage();
  const joined = await contactIsChosen(world, page);
  const mended = await mappingIsMended(world, page);
  await page.close();
  return { ...joined, ...mended };
}

async function contactIsChosen({ api, clientId, ...world }: StoryWorld, page: Page): Promise<Observed> {
  const { books } = ofTenant({ api, clientId, ...world });
  const before = books.contacts.size;
  const slip = await api.send<RecordView>("POST", "/v1/contacts", { name: SLIP, isCustomer: true });
  await until("The new contact waits for a person", () => api.get<RecordView>(`/v1/contacts/${slip.id}`), ({ sync }) => sync?.state === "waiting", PATIENCE_MS);
  await page.goto(`${ownPage("dashboard")}#conflicts`);
  const question = page.getByRole("region", { name: `Which contact is ${SLIP}?` });
  await question.getByRole("button", { name: new RegExp(`^It is ${KNOWN}`) }).click();
  await page.getByRole("status").getByText(`${SLIP} is ${KNOWN} from now on`).waitFor();
  await question.waitFor({ state: "detached" });
  const after = await until("It is the other one now", () => api.get<RecordView>(`/v1/contacts/${slip.id}`), ({ sync }) => sync?.state === "ended", PATIENCE_MS);
  expectThat((after.value.body as { mergedIntoId?: string }).mergedIntoId === clientId, "The new contact says which one it is.", after.value.body);
  expectThat(books.contacts.size === before, "No contact was made in Xero.", { before, after: books.contacts.size });
  return { contactsBefore: before, contactsAfter: books.contacts.size };
}

async function mappingIsMended(world: StoryWorld, page: Page): Promise<Observed> {
  const { api, stack, tenantId, clientId } = world;
  const { books } = ofTenant(world);
  const [chosen, other] = ["260", "200"].map((wanted) => [...books.accounts.values()].find(({ code }) => code === wanted));
  expectThat(chosen !== undefined && other !== undefined, "The chart has two accounts for revenue.");
  const mapped = page.getByRole("region", { name: "Sales lines without a coding of their own" });
  const choose = async (label: string): Promise<void> => {
    await mapped.getByLabel("Account").selectOption({ label });
    await mapped.getByLabel("GST").selectOption({ label: "GST on Income" });
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("status").getByText("Saved", { exact: true }).waitFor();
  };
  await page.goto(`${ownPage("dashboard")}#mappings`);
  await choose(`260 ${chosen.name}`);
  stack.sandbox.bookkeeper.archiveAccount({ tenantId, accountId: chosen.id });
  const invoice = { contactId: clientId, reference: "SBT-03", date: "2026-11-23", dueDate: "2026-12-07", status: "draft", lines: [{ description: "Programme notes", quantityE4: 10_000, unitAmountE4: 2_500_000 }] };
  const held = await api.send<RecordView>("POST", "/v1/invoices", invoice);
  // Xero refuses the account by name, which has the chart read again.
  await until("The invoice is held up", () => api.get<RecordView>(`/v1/invoices/${held.id}`), ({ sync }) => sync?.state === "refused" || sync?.state === "waiting", PATIENCE_MS);
  const warned = page.getByRole("region", { name: "Mappings that need another choice" });
  await until("The dashboard warns of the mapping", async () => {
    await page.reload();
    await mapped.waitFor();
    return warned.getByText(`Sales lines: In Xero account 260 (${chosen.name}) is archived.`).count();
  }, (count) => count === 1, PATIENCE_MS, 1_000);
  await choose(`200 ${other.name}`);
  await warned.waitFor({ state: "detached" });
  await page.goto(`${ownPage("dashboard")}#health`);
  const row = page.getByRole("region", { name: "Waiting, refused or set aside" });
  const again = row.getByRole("listitem").filter({ hasText: "250.00" }).getByRole("button", { name: /^Try again now/ });
  // What Xero refused is sent again when a person says so; what only waited has gone by itself.
  const { sync } = await api.get<RecordView>(`/v1/invoices/${held.id}`);
  if (sync?.state === "refused") await again.click();
  const sent = await until("The invoice is in Xero", () => api.get<RecordView>(`/v1/invoices/${held.id}`), ({ sync: now }) => now?.state === "in_step", PATIENCE_MS);
  const line = books.invoices.get(sent.value.sync?.xeroId ?? "")?.lines[0];
  const code = books.accounts.get(line?.accountId ?? "")?.code;
  expectThat(code === "200", "Its line has the account that was chosen.", line);
  return { heldUpAs: sync?.state, account: code };
}
