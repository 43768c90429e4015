import { randomUUID } from "node:crypto";
import type { ProjectFigures, RecordView } from "../../../shared/api/views.ts";
import { PATIENCE_MS, restClient, until } from "../restClient.ts";
import { expectThat, type Observed, type StoryWorld } from "../story.ts";
import { ofTenant } from "./firstImport.ts";

/** A project tool with an API key saves an invoice, twice; Xero has it once, with contact, lines, accounts, GST and terms. */
export async function invoiceIsPushed(world: StoryWorld): Promise<Observed> {
  const { stack } = world;
  const { key } = await world.api.send<{ key: string }>("POST", "/v1/api-keys", { name: "Project tool" });
  const tool = restClient(stack.workerUrl, key);

  const client = await tool.send<RecordView>("POST", "/v1/contacts", {
    name: "Saltbush Community Theatre",
    email: "accounts@saltbush.example",
    phones: { default: { area: "02", number: "5550 4821" } },
    salesTerms: { day: 14, type: "days_after_bill_date" },
    isCustomer: true,
  });
  const project = await tool.send<RecordView>("POST", "/v1/projects", { name: "Saltbush season launch", code: "SBT-01", clientId: client.id, budgetMinor: 2_400_000, budgetMinutes: 9_000, targetMarginPercent: 40 });
  const service = await tool.send<RecordView>("POST", "/v1/services", { name: "Design, by the hour", unitAmountE4: 1_400_000, accountCode: "200", taxType: "OUTPUT" });
  const person = await tool.send<RecordView>("POST", "/v1/people", { name: "Priya Raman", costRates: [{ from: "2026-07-01", perHourMinor: 7_500 }] });
  const before = await tool.get<ProjectFigures>(`/v1/projects/${project.id}/profit`);
  const time = await tool.send<RecordView>("POST", "/v1/time-entries", { projectId: project.id, personId: person.id, serviceId: service.id, date: "2026-11-19", minutes: 480, approved: true, billable: true });
  const afterTime = await tool.get<ProjectFigures>(`/v1/projects/${project.id}/profit`);
  expectThat(afterTime.labourMinor - before.labourMinor === 60_000, "Eight hours at 75.00 cost the project 600.00 at once.", afterTime);

  const invoice = {
    contactId: client.id,
    reference: "SBT-01 stage one",
    date: "2026-11-20",
    lineAmountTypes: "exclusive",
    status: "authorised",
    lines: [
      { description: "Campaign design, stage one", quantityE4: 30_000, unitAmountE4: 14_000_000, accountCode: "200", taxType: "OUTPUT", projectId: project.id, serviceId: service.id, timeEntryIds: [time.id] },
      { description: "Poster printing, at cost", quantityE4: 10_000, unitAmountE4: 6_854_500, accountCode: "200", taxType: "OUTPUT", projectId: project.id },
    ],
  };
  const requestId = randomUUID();
  const started = Date.now();
  const [saved, again] = await Promise.all([
    tool.raw("POST", "/v1/invoices", JSON.stringify(invoice), { "Request-Id": requestId }),
    tool.raw("POST", "/v1/invoices", JSON.stringify(invoice), { "Request-Id": requestId }),
  ]);
  const record = [saved, again].find(({ status }) => status === 201)?.body as RecordView | undefined;
  expectThat(record !== undefined, "The invoice is saved.", [saved, again]);
  const third = await tool.raw("POST", "/v1/invoices", JSON.stringify(invoice), { "Request-Id": requestId });
  expectThat((third.body as RecordView).id === record.id, "The same request id gives the same invoice.", third);

  const pushed = await until("The invoice is in Xero", () => tool.get<RecordView>(`/v1/invoices/${record.id}`), ({ sync }) => sync?.state === "in_step" && sync.xeroId !== null, PATIENCE_MS, 50);
  const ms = Date.now() - started;
  const xeroId = pushed.value.sync?.xeroId ?? "";
  const { books } = ofTenant(world);
  const inXero = books.invoices.get(xeroId);
  expectThat(inXero !== undefined, "Xero has the invoice under the id we were told.", xeroId);
  const twins = [...books.invoices.values()].filter(({ reference }) => reference === "SBT-01 stage one");
  expectThat(twins.length === 1, "Saving three times made one invoice in Xero.", twins.length);
  const account = [...books.accounts.values()].find(({ code }) => code === "200");
  expectThat(inXero.status === "AUTHORISED", "It has the status that was configured.", inXero.status);
  expectThat(books.contacts.get(inXero.contactId)?.name === "Saltbush Community Theatre", "It is the client's.");
  expectThat(inXero.lines.every((line) => line.accountId === account?.id && line.taxType === "OUTPUT"), "Its lines carry account and GST.", inXero.lines);
  expectThat(inXero.subTotalMinor === 488_545 && inXero.taxMinor === 48_855, "488 545 cents net, GST rounded per line: 48 855.", { net: inXero.subTotalMinor, gst: inXero.taxMinor });
  expectThat(inXero.dueDate === "2026-12-04", "It is due by the client's terms of 14 days.", inXero.dueDate);
  world.projectId = project.id;
  world.clientId = client.id;
  world.api = tool;
  world.invoice = { id: record.id, xeroId, number: inXero.number, totalMinor: inXero.totalMinor };
  const creates = stack.sandbox.log.changes({ entity: "Invoice", action: "create", by: "app" });
  return { invoiceId: record.id, xeroId, number: inXero.number, netMinor: inXero.subTotalMinor, gstMinor: inXero.taxMinor, savedToXeroMs: ms, createsAccepted: creates.length };
}
