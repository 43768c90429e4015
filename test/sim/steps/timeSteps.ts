import { anOrganisation, step, type StepKind } from "./step.ts";

/** What happens by itself, or by an admin: alarms, cron, deliveries, time, the end and the return of a connection. */
export const TIME_STEPS: Readonly<Record<string, StepKind>> = {
  round: step({
    side: "nobody",
    draw: (dice) => ({ org: anOrganisation(dice) }),
    run: async (world, { org }) => {
      const { id } = world.organisations[org]!;
      await world.round(id);
      world.clock.advance(Math.max(1_000, Math.min(world.dueAt(id) - world.now(), 120_000)));
    },
  }),
  cron: step({
    side: "nobody",
    draw: () => ({}),
    run: async (world) => {
      await world.cron();
      world.clock.advance(60_000);
    },
  }),
  "deliveries come": step({ side: "nobody", draw: () => ({}), run: async (world) => world.pump() }),
  "time passes": step({
    side: "nobody",
    draw: (dice) => ({ seconds: dice.pick([1, 20, 100, 300, 430, 900, 1_800, 4_000]) }),
    run: async (world, { seconds }) => world.clock.advance(seconds * 1_000),
  }),
  disconnect: step({
    side: "nobody",
    draw: (dice) => ({ org: anOrganisation(dice) }),
    run: async (world, { org }) => {
      const { id, tenantId } = world.organisations[org]!;
      await world.disconnect(id);
      world.disconnectedFrom.set(tenantId, world.wire.passed.length);
    },
  }),
  connect: step({
    side: "nobody",
    draw: (dice) => ({ org: anOrganisation(dice) }),
    run: async (world, { org }) => {
      const { id, tenantId } = world.organisations[org]!;
      world.disconnectedFrom.delete(tenantId);
      await world.connect(id);
    },
  }),
};
