import { FAULT_STEPS } from "../faults/faultSteps.ts";
import { AIMED_STEPS } from "./aimedSteps.ts";
import { BOTH_STEPS } from "./bothSteps.ts";
import { CONTACT_STEPS } from "./contactSteps.ts";
import { DECISION_STEPS } from "./decisionSteps.ts";
import { DOCUMENT_STEPS } from "./documentSteps.ts";
import { MONEY_STEPS } from "./moneySteps.ts";
import { PROJECT_STEPS } from "./projectSteps.ts";
import { RACE_STEPS } from "./raceSteps.ts";
import type { StepKind } from "./step.ts";
import { TIME_STEPS } from "./timeSteps.ts";
import { XERO_CONTACT_STEPS } from "./xeroContactSteps.ts";
import { XERO_DOCUMENT_STEPS } from "./xeroDocumentSteps.ts";
import { XERO_SETTING_STEPS } from "./xeroSettingSteps.ts";

/** Everything that can happen in a schedule, by name. */
export const STEPS: Readonly<Record<string, StepKind>> = {
  ...CONTACT_STEPS, ...DOCUMENT_STEPS, ...MONEY_STEPS, ...PROJECT_STEPS, ...DECISION_STEPS, ...XERO_CONTACT_STEPS, ...XERO_DOCUMENT_STEPS, ...XERO_SETTING_STEPS,
  ...BOTH_STEPS, ...TIME_STEPS, ...FAULT_STEPS, ...AIMED_STEPS, ...RACE_STEPS,
};
