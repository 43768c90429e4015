import type { Contact } from "../../../shared/records/contact.ts";
import { contactBody } from "../bodies.ts";
import { oneOfOurs, save } from "./ours.ts";
import { aNewId, anOrganisation, anyOf, idOf, step, type StepKind } from "./step.ts";

const FIELDS = ["mobile", "email", "street", "first name", "terms", "name"] as const;

function edited(contact: Contact, field: string, value: number): Contact {
  switch (field) {
    case "mobile": return { ...contact, phones: { ...contact.phones, mobile: { country: null, area: null, number: String(value) } } };
    case "email": return { ...contact, email: `ours${value}@example.com` };
    case "street": return { ...contact, addresses: { ...contact.addresses, street: { lines: [`${value} Shore Street`], city: null, region: null, postalCode: null, country: null, attention: null } } };
    case "first name": return { ...contact, firstName: `First${value}` };
    case "terms": return { ...contact, salesTerms: { day: 1 + (value % 28), type: "days_after_bill_date" } };
    default: return { ...contact, name: `Renamed ${value}` };
  }
}

/** What people do with clients and suppliers on our side. */
export const CONTACT_STEPS: Readonly<Record<string, StepKind>> = {
  "new client here": step({
    side: "ours",
    draw: (dice) => ({ org: anOrganisation(dice), id: aNewId(dice), name: dice.below(500) }),
    run: async (world, { org, id, name }) => void (await save(world, world.organisations[org]!, { kind: "contact", id: idOf(id), body: contactBody(`Client ${name}`) })),
  }),
  "edit client here": step({
    side: "ours",
    draw: (dice) => ({ org: anOrganisation(dice), which: anyOf(dice), field: dice.pick<string>(FIELDS), value: 100 + dice.below(900) }),
    run: async (world, { org, which, field, value }) => {
      const one = await oneOfOurs<Contact>(world, world.organisations[org]!, "contact", which, (body) => body.status === "active");
      if (one !== null) await save(world, world.organisations[org]!, { kind: "contact", id: one.row.id, body: edited(one.body, field, value), before: one.row });
    },
  }),
  "archive client here": step({
    side: "ours",
    draw: (dice) => ({ org: anOrganisation(dice), which: anyOf(dice), back: dice.chance(40) }),
    run: async (world, { org, which, back }) => {
      const from = back ? "archived" : "active";
      const one = await oneOfOurs<Contact>(world, world.organisations[org]!, "contact", which, (body) => body.status === from && body.mergedIntoId === null);
      if (one !== null) await save(world, world.organisations[org]!, { kind: "contact", id: one.row.id, body: { ...one.body, status: back ? "active" : "archived" }, before: one.row });
    },
  }),
};
