import { step, type StepKind } from "./step.ts";

/** Steps of situations that are aimed at: a fault on exactly one request. */
export const AIMED_STEPS: Readonly<Record<string, StepKind>> = {
  "a page fails": step({
    side: "nobody",
    draw: (dice) => ({ list: dice.pick(["/Contacts", "/Invoices"]), page: 1 + dice.below(2) }),
    run: async (world, { list, page }) => {
      world.sandbox.faults.arm({ kind: "connection-refused", times: 1, after: page, match: { method: "GET", path: list } });
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
