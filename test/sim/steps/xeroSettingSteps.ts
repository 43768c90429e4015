import { inXero } from "./inXero.ts";
import { anOrganisation, anyOf, chosen, step, type StepKind } from "./step.ts";

/** Accounts that nothing else in the schedules needs: one that is archived must not end every document. */
const SPARE = new Set(["441", "453", "461", "473", "260"]);

/** What an adviser does to the settings in Xero. */
export const XERO_SETTING_STEPS: Readonly<Record<string, StepKind>> = {
  "change settings in Xero": step({
    side: "xero",
    draw: (dice) => ({ org: anOrganisation(dice), which: anyOf(dice), act: dice.pick(["lock", "unlock", "unlock", "rename account", "archive account", "archive option"]) }),
    run: async (world, { org, which, act }) => {
      const { tenantId, books } = world.organisations[org]!;
      const { bookkeeper } = world.sandbox;
      const account = chosen([...books.accounts.values()].filter((one) => SPARE.has(one.code) && one.status === "ACTIVE"), which);
      const category = [...books.trackingCategories.values()][0]!;
      const option = chosen(category.options.filter(({ status }) => status === "ACTIVE"), which);
      const acts: Readonly<Record<string, () => unknown>> = {
        lock: () => bookkeeper.setLockDates({ tenantId, periodLockDate: which % 2 === 0 ? "2026-11-21" : "2026-10-31" }),
        unlock: () => bookkeeper.setLockDates({ tenantId, periodLockDate: null, endOfYearLockDate: null }),
        "rename account": () => (account === null ? null : bookkeeper.renameAccount({ tenantId, accountId: account.id, name: `Renamed ${which}` })),
        "archive account": () => (account === null ? null : bookkeeper.archiveAccount({ tenantId, accountId: account.id })),
        "archive option": () => (option === null ? null : bookkeeper.archiveTrackingOption({ tenantId, categoryId: category.id, optionId: option.id })),
      };
      inXero(world, acts[act]!);
    },
  }),
};
