import type { Contact } from "../../../shared/records/contact.ts";
import type { Document } from "../../../shared/records/document.ts";
import { withFirstLine } from "./documents.ts";
import { saying } from "./inXero.ts";
import { oneOfOurs, save } from "./ours.ts";
import { anyOf, step, type StepKind } from "./step.ts";

/** Both sides at once, within seconds: what a merge is for. The first organisation, so that there is something to meet over. */
export const BOTH_STEPS: Readonly<Record<string, StepKind>> = {
  "both edit one document": step({
    side: "ours",
    draw: (dice) => ({ which: anyOf(dice), theirs: dice.pick(["reference", "quantity"]), ours: dice.pick(["reference", "quantity"]), value: 100 + dice.below(900), seconds: dice.below(90) }),
    run: async (world, { which, theirs, ours, value, seconds }) => {
      const organisation = world.organisations[0]!;
      const one = await oneOfOurs<Document>(world, organisation, "invoice", which, (body) => body.status === "draft" || body.status === "submitted");
      const [link] = one === null ? [] : await world.rows(organisation.id, "link", { recordId: one.row.id });
      const invoice = link?.xeroId == null ? undefined : organisation.books.invoices.get(link.xeroId);
      if (one === null || invoice === undefined) return;
      const what = { tenantId: organisation.tenantId, invoiceId: invoice.id };
      if (theirs === "reference") saying(world, organisation, { xeroId: invoice.id, field: "reference", text: `xero ${value} said` }, () => world.sandbox.bookkeeper.editInvoice({ ...what, changes: { Reference: `xero ${value} said` } as never }));
      else saying(world, organisation, { xeroId: invoice.id, field: "lines quantity", text: `"Quantity":${value}` }, () => world.sandbox.bookkeeper.editInvoiceLines({ ...what, lines: invoice.lines.map((line, index) => ({ LineItemID: line.lineItemId, ...(index === 0 ? { Quantity: value } : {}) })) as never }));
      world.clock.advance(seconds * 1_000);
      const body = ours === "reference" ? { ...one.body, reference: `ours ${value}` } : withFirstLine(one.body, { quantityE4: (1 + (value % 9)) * 10_000 });
      await save(world, organisation, { kind: "invoice", id: one.row.id, body, before: one.row });
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
