import type { Person, Project, Service, TimeEntry } from "../../../shared/records/project.ts";
import { oneOfOurs, save } from "./ours.ts";
import { aNewId, anOrganisation, anyOf, idOf, step, type StepKind } from "./step.ts";

const project = (name: string): Project => ({
  name, code: null, clientId: null, status: "active", startsOn: null, endsOn: null, budgetMinor: 1_000_000, labourBudgetMinor: null, budgetMinutes: null, targetMarginPercent: null,
  billing: "time_and_materials", retainerMinutesPerMonth: null, trackingOptionId: null,
});

/** What project people do: projects, people and their rates, time. Ours alone, but the ledger follows each. */
export const PROJECT_STEPS: Readonly<Record<string, StepKind>> = {
  "new project here": step({
    side: "ours",
    draw: (dice) => ({ org: anOrganisation(dice), id: aNewId(dice), option: anyOf(dice), mapped: dice.chance(50) }),
    run: async (world, { org, id, option, mapped }) => {
      const organisation = world.organisations[org]!;
      const options = [...organisation.books.trackingCategories.values()][0]!.options.filter(({ status }) => status === "ACTIVE");
      const used = new Set((await world.rows(organisation.id, "record", { kind: "project" })).map((row) => (JSON.parse(row.body) as Project).trackingOptionId));
      const free = options.filter((one) => !used.has(one.id));
      const trackingOptionId = mapped && free.length > 0 ? free[option % free.length]!.id : null;
      await save(world, organisation, { kind: "project", id: idOf(id), body: { ...project(`Project ${id}`), trackingOptionId } });
    },
  }),
  "person or rate here": step({
    side: "ours",
    draw: (dice) => ({ org: anOrganisation(dice), id: aNewId(dice), which: anyOf(dice), rate: 50 + dice.below(100), fresh: dice.chance(40) }),
    run: async (world, { org, id, which, rate, fresh }) => {
      const organisation = world.organisations[org]!;
      const known = fresh ? null : await oneOfOurs<Person>(world, organisation, "person", which);
      const body: Person = { name: "Sam", email: null, active: true, costRates: [{ from: "2026-01-01", perHourMinor: rate * 100 }] };
      await save(world, organisation, { kind: "person", id: known?.row.id ?? idOf(id), body, ...(known === null ? {} : { before: known.row }) });
    },
  }),
  "service or price here": step({
    side: "ours",
    draw: (dice) => ({ org: anOrganisation(dice), id: aNewId(dice), which: anyOf(dice), price: 80 + dice.below(200), fresh: dice.chance(40) }),
    run: async (world, { org, id, which, price, fresh }) => {
      const organisation = world.organisations[org]!;
      const known = fresh ? null : await oneOfOurs<Service>(world, organisation, "service", which);
      const body: Service = { name: "Design", unitAmountE4: price * 10_000, accountCode: "200", taxType: "OUTPUT", active: true };
      await save(world, organisation, { kind: "service", id: known?.row.id ?? idOf(id), body, ...(known === null ? {} : { before: known.row }) });
    },
  }),
  "time here": step({
    side: "ours",
    draw: (dice) => ({ org: anOrganisation(dice), id: aNewId(dice), which: anyOf(dice), minutes: 15 * (1 + dice.below(20)), fresh: dice.chance(70) }),
    run: async (world, { org, id, which, minutes, fresh }) => {
      const organisation = world.organisations[org]!;
      const [on, by] = [await oneOfOurs<Project>(world, organisation, "project", which), await oneOfOurs<Person>(world, organisation, "person", which)];
      if (on === null || by === null) return;
      const service = await oneOfOurs<Service>(world, organisation, "service", which);
      const known = fresh ? null : await oneOfOurs<TimeEntry>(world, organisation, "time_entry", which);
      const body: TimeEntry = { projectId: on.row.id, personId: by.row.id, serviceId: service?.row.id ?? null, date: "2026-11-19", minutes, note: null, billable: true, approved: true, invoiceLineId: null };
      await save(world, organisation, { kind: "time_entry", id: known?.row.id ?? idOf(id), body, ...(known === null ? {} : { before: known.row }) });
    },
  }),
};
