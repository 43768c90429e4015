import { type Assumptions, assumptionTable } from "../../sandbox/assumptions.ts";
import { defaultRules, type SyncRules } from "../../../shared/planning/rules.ts";

/** How a schedule's firm is set up. Data, drawn from the seed and kept with the schedule. */
export interface Setting {
  /** Small pages, so that a few documents make several. */
  smallPages: boolean;
  /** False: the first import happens under the schedule's faults. */
  imported: boolean;
  /** Xero delivers webhooks. */
  webhooks: boolean;
  createStatus: "draft" | "authorised";
  unpaidUnsentFlow: boolean;
  createOnApproval: boolean;
  /** Projects stand for options of a tracking category. */
  projectTracking: boolean;
  /** The firm listens to events. */
  eventsOut: boolean;
  /** What nobody knows about Xero is here the other way: names of the stand-in's switches. */
  otherwise: readonly (keyof Assumptions)[];
}

export const PLAIN_SETTING: Setting = {
  smallPages: false, imported: true, webhooks: true, createStatus: "draft", unpaidUnsentFlow: false, createOnApproval: false, projectTracking: false, eventsOut: false, otherwise: [],
};

/** The stand-in's switches of a setting. */
export function assumptionsOf({ otherwise }: Setting): Partial<Assumptions> {
  return Object.fromEntries(otherwise.map((name) => [name, assumptionTable[name].choices[1]]));
}

/** The sync rules that a setting asks for, in an organisation with this tracking category and bank account. */
export function rulesOf(setting: Setting, { trackingCategoryId, bankAccountId }: { trackingCategoryId: string; bankAccountId: string }): SyncRules {
  const { createStatus } = setting;
  return {
    ...defaultRules(),
    createStatus: { invoice: createStatus, bill: createStatus, credit_note: createStatus },
    unpaidUnsentFlow: setting.unpaidUnsentFlow,
    createOnApproval: setting.createOnApproval,
    projectTrackingCategoryId: setting.projectTracking ? trackingCategoryId : null,
    paymentAccounts: { card: bankAccountId },
    eventsUrl: setting.eventsOut ? "https://firm.example/events" : null,
  };
}
