import type { Contact } from "../../../shared/records/contact.ts";
import type { Document } from "../../../shared/records/document.ts";
import { withFirstLine } from "./documents.ts";
import { saying } from "./inXero.ts";
import type { Invoice } from "../../sandbox/books/document.ts";
import type { SimOrganisation, SimWorld } from "../world/simWorld.ts";
import { oneOfOurs, recordsOf, save } from "./ours.ts";
import { anyOf, chosen, step, type StepKind } from "./step.ts";

function sayInXero(world: SimWorld, organisation: SimOrganisation, invoice: Invoice, { field, value }: { field: string; value: number }): void {
  const what = { tenantId: organisation.tenantId, invoiceId: invoice.id };
  const { bookkeeper } = world.sandbox;
  const lines = invoice.lines.map((line, index) => ({ LineItemID: line.lineItemId, ...(index === 0 ? { Quantity: value } : {}) }));
  if (field === "reference") saying(world, organisation, { xeroId: invoice.id, field, text: `xero ${value} said` }, () => bookkeeper.editInvoice({ ...what, changes: { Reference: `xero ${value} said` } as never }));
  else saying(world, organisation, { xeroId: invoice.id, field: "lines quantity", text: `"Quantity":${value}` }, () => bookkeeper.editInvoiceLines({ ...what, lines: lines as never }));
}

/** Both sides at once, within seconds: what a merge is for. The first organisation, so that there is something to meet over. */
export const BOTH_STEPS: Readonly<Record<string, StepKind>> = {
  "both edit one document": step({
    side: "ours",
    draw: (dice) => ({ which: anyOf(dice), theirs: dice.pick(["reference", "quantity", "quantity"]), ours: dice.pick(["reference", "quantity", "quantity"]), value: 100 + dice.below(900), seconds: dice.below(90), oursFirst: dice.chance(50) }),
    run: async (world, { which, theirs, ours, value, seconds, oursFirst }) => {
      const organisation = world.organisations[0]!;
      const links = await world.rows(organisation.id, "link", { kind: { in: ["invoice", "bill"] }, xeroId: { notNull: true } });
      const linked = new Map(links.map(({ recordId, xeroId }) => [recordId, xeroId!]));
      const all = [...(await recordsOf(world, organisation, "invoice")), ...(await recordsOf(world, organisation, "bill"))].map((row) => ({ row, body: JSON.parse(row.body) as Document }));
      const open = all.filter(({ row, body }) => linked.has(row.id) && ["draft", "submitted", "authorised"].includes(body.status));
      // Drafts are where both sides have a say; a posted document is edited where there is no draft.
      const one = chosen(open.some(({ body }) => body.status === "draft") ? open.filter(({ body }) => body.status === "draft") : open, which);
      const invoice = one === null ? undefined : organisation.books.invoices.get(linked.get(one.row.id)!);
      if (one === null || invoice === undefined) return;
      const inOurs = async (): Promise<void> => {
        const body = ours === "reference" ? { ...one.body, reference: `ours ${value}` } : withFirstLine(one.body, { quantityE4: (1 + (value % 9)) * 10_000 });
        await save(world, organisation, { kind: one.row.kind as "invoice" | "bill", id: one.row.id, body, before: one.row });
      };
      if (oursFirst) await inOurs();
      world.clock.advance(oursFirst ? seconds * 1_000 : 0);
      sayInXero(world, organisation, invoice, { field: theirs, value });
      if (oursFirst) return;
      world.clock.advance(seconds * 1_000);
      await inOurs();
    },
  }),
  "both edit one client": step({
    side: "ours",
    draw: (dice) => ({ which: anyOf(dice), same: dice.chance(50), value: 1_000 + dice.below(9_000), seconds: dice.below(90) }),
    run: async (world, { which, same, value, seconds }) => {
      const organisation = world.organisations[0]!;
      const one = await oneOfOurs<Contact>(world, organisation, "contact", which, (body) => body.status === "active");
      const [link] = one === null ? [] : await world.rows(organisation.id, "link", { recordId: one.row.id });
      if (one === null || link?.xeroId == null) return;
      const { xeroId } = link;
      saying(world, organisation, { xeroId, field: "email", text: `both${value}@example.com` }, () => world.sandbox.bookkeeper.editContact({ tenantId: organisation.tenantId, contactId: xeroId, changes: { EmailAddress: `both${value}@example.com` } as never }));
      world.clock.advance(seconds * 1_000);
      const body: Contact = same ? { ...one.body, email: `ours${value}@example.com` } : { ...one.body, phones: { ...one.body.phones, mobile: { country: null, area: null, number: String(value) } } };
      await save(world, organisation, { kind: "contact", id: one.row.id, body, before: one.row });
    },
  }),
};
