import { activeContactsOf, contactsOf, inXero, saying } from "./inXero.ts";
import { anOrganisation, anyOf, chosen, step, type StepKind } from "./step.ts";

type Posted = Record<string, unknown>;
/** What a person changes of a contact: its field, the change, and a text that shows it. */
const CHANGES: Readonly<Record<string, (value: number) => { changes: Posted; text: string }>> = {
  email: (value) => ({ changes: { EmailAddress: `theirs${value}@example.com` }, text: `theirs${value}@example.com` }),
  mobile: (value) => ({ changes: { Phones: [{ PhoneType: "MOBILE", PhoneNumber: `04${value}` }] }, text: `"04${value}"` }),
  "first name": (value) => ({ changes: { FirstName: `Theirs${value}` }, text: `"Theirs${value}"` }),
  name: (value) => ({ changes: { Name: `Xero named ${value}` }, text: `Xero named ${value}` }),
};

/** What people do with contacts in Xero. */
export const XERO_CONTACT_STEPS: Readonly<Record<string, StepKind>> = {
  "new contact in Xero": step({
    side: "xero",
    draw: (dice) => ({ org: anOrganisation(dice), name: dice.below(500) }),
    run: async (world, { org, name }) => {
      const { tenantId } = world.organisations[org]!;
      // The same names as here, so that some are one and the same client.
      inXero(world, () => world.sandbox.bookkeeper.createContact({ tenantId, contact: { Name: `Client ${name}` } as never }));
    },
  }),
  "edit contact in Xero": step({
    side: "xero",
    draw: (dice) => ({ org: anOrganisation(dice), which: anyOf(dice), field: dice.pick(Object.keys(CHANGES)), value: 1_000 + dice.below(9_000) }),
    run: async (world, { org, which, field, value }) => {
      const organisation = world.organisations[org]!;
      const contact = chosen(contactsOf(organisation), which);
      if (contact === null) return;
      const { changes, text } = CHANGES[field]!(value);
      saying(world, organisation, { xeroId: contact.id, field, text }, () => world.sandbox.bookkeeper.editContact({ tenantId: organisation.tenantId, contactId: contact.id, changes: changes as never }));
    },
  }),
  "archive or merge in Xero": step({
    side: "xero",
    draw: (dice) => ({ org: anOrganisation(dice), which: anyOf(dice), other: anyOf(dice), act: dice.pick(["archive", "restore", "merge"]) }),
    run: async (world, { org, which, other, act }) => {
      const organisation = world.organisations[org]!;
      const { tenantId } = organisation;
      const active = activeContactsOf(organisation);
      const contact = act === "restore" ? chosen(contactsOf(organisation).filter((one) => one.status === "ARCHIVED" && one.mergedToContactId === undefined), which) : chosen(active, which);
      if (contact === null) return;
      const { bookkeeper } = world.sandbox;
      const into = chosen(active.filter((one) => one.id !== contact.id), other);
      if (act === "archive") inXero(world, () => bookkeeper.archive({ tenantId, contactId: contact.id }));
      else if (act === "restore") inXero(world, () => bookkeeper.unarchive({ tenantId, contactId: contact.id }));
      else if (into !== null) inXero(world, () => bookkeeper.mergeContacts({ tenantId, contactId: contact.id, intoContactId: into.id }));
    },
  }),
  "edits around a poll": step({
    side: "xero",
    draw: (dice) => ({ which: anyOf(dice), value: 1_000 + dice.below(9_000) }),
    run: async (world, { which, value }) => {
      const organisation = world.organisations[0]!;
      const all = activeContactsOf(organisation);
      if (all.length < 2) return;
      const edit = (index: number): void => {
        const contact = chosen(all, which + index)!;
        saying(world, organisation, { xeroId: contact.id, field: "first name", text: `"Around${value + index}"` }, () =>
          world.sandbox.bookkeeper.editContact({ tenantId: organisation.tenantId, contactId: contact.id, changes: { FirstName: `Around${value + index}` } as never }));
      };
      await world.stored.store.commit([], [{ update: "cursor", where: { organisationId: organisation.id, kind: "contact", lane: "poll" }, set: { dueAt: 0 } }]);
      // The clock stands still: both edits fall into one second, the poll between them.
      edit(0);
      await world.round(organisation.id);
      world.clock.advance(300);
      edit(1);
    },
  }),
};
