import { activeContactsOf, saying } from "./inXero.ts";
import { anyOf, chosen, step, type StepKind } from "./step.ts";

/** Steps of situations that are aimed at: a fault on exactly one request. */
export const AIMED_STEPS: Readonly<Record<string, StepKind>> = {
  "a page fails": step({
    side: "nobody",
    draw: (dice) => ({ list: dice.pick(["/Contacts", "/Invoices"]), page: 1 + dice.below(2) }),
    run: async (world, { list, page }) => {
      world.sandbox.faults.arm({ kind: "connection-refused", times: 1, after: page, match: { method: "GET", path: list } });
    },
  }),
  "edited in Xero, seen, and edited again": step({
    side: "xero",
    draw: (dice) => ({ which: anyOf(dice), ms: dice.pick([400, 1_500, 2_500]) }),
    run: async (world, { which, ms }) => {
      const organisation = world.organisations[0]!;
      const contact = chosen(activeContactsOf(organisation), which);
      if (contact === null) return;
      const edit = (text: string): void =>
        saying(world, organisation, { xeroId: contact.id, field: "email", text }, () => world.sandbox.bookkeeper.editContact({ tenantId: organisation.tenantId, contactId: contact.id, changes: { EmailAddress: text } as never }));
      edit(`seen${which}@example.com`);
      await world.stored.store.commit([], [{ update: "cursor", where: { organisationId: organisation.id, kind: "contact", lane: "poll" }, set: { dueAt: 0 } }]);
      await world.round(organisation.id);
      world.clock.advance(ms);
      edit(`again${which}@example.com`);
    },
  }),
  "a row moves between two pages": step({
    side: "nobody",
    draw: (dice) => ({ list: dice.pick(["/Contacts", "/Invoices"]), page: 1 + dice.below(2) }),
    run: async (world, { list, page }) => {
      world.sandbox.faults.arm({ kind: "page-shift", times: 1, after: page, match: { path: list } });
    },
  }),
};
