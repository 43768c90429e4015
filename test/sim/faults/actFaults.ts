import { XERO_USERS } from "../world/template.ts";
import type { SimWorld } from "../world/simWorld.ts";

export interface ActFaultKind {
  about: string;
  act: (world: SimWorld, params: { org: number; value: number }) => Promise<void>;
}

/** Faults that happen at once: what wakes our process comes late, twice or not at all. */
export const ACT_FAULTS = {
  "alarm-late": {
    about: "The gate's alarm rings half an hour late",
    act: async (world, { org }) => (world.clock.advance(30 * 60_000), void (await world.round(world.organisations[org]!.id))),
  },
  "alarm-twice": {
    about: "The gate's alarm rings twice",
    act: async (world, { org }) => {
      await world.round(world.organisations[org]!.id);
      await world.round(world.organisations[org]!.id);
    },
  },
  "cron-missed": { about: "The cron does not come for a while", act: async (world, { value }) => world.clock.advance((5 + (value % 40)) * 60_000) },
  "cron-doubled": {
    about: "The cron of one minute comes twice",
    act: async (world) => {
      await world.cron();
      await world.cron();
    },
  },
  "keeper-idle": { about: "A user's keeper starts anew and refreshes", act: async (world, { value }) => (world.keepers.clear(), world.endTokens(), void (await world.renewToken(XERO_USERS[value % 2]!))) },
  "request-sent-twice": { about: "The next save arrives twice", act: async (world) => void (world.sendTwice = true) },
  "user-lost-access": {
    about: "Xero takes a user's access to the organisation away; the next one serves it",
    act: async (world, { value }) => {
      const { tenantId } = world.organisations[0]!;
      world.sandbox.bookkeeper.setRole({ tenantId, userId: world.sandbox.users[value % 2]!.userId, role: "REMOVED" });
    },
  },
} as const satisfies Record<string, ActFaultKind>;
