import { mappingProblems } from "../../shared/planning/mappingProblems.ts";
import { defaultRules, type SyncRules } from "../../shared/planning/rules.ts";
import type { Service } from "../../shared/records/project.ts";
import { references } from "./demoReferences.ts";

const DESIGN: Service = { name: "Design", unitAmountE4: null, accountCode: "260", taxType: "OUTPUT", active: true };

/** Sync rules that are kept, with a mapping whose account Xero has archived and one that it has lost; judged by the real check. */
export function fakeMappings() {
  const start = defaultRules();
  let rules: SyncRules = { ...start, defaultCoding: { ...start.defaultCoding, sales: { accountCode: "260", taxType: "OUTPUT" }, purchases: { accountCode: "310", taxType: "CAPEXINPUT" } }, paymentAccounts: { stripe: "acc_5" } };
  return (pathname: string, body: unknown): { status: number; answer: unknown } | null => {
    if (pathname === "/v1/mapping-problems") return { status: 200, answer: { items: mappingProblems({ ...references, rules, services: [{ id: "s1", body: DESIGN }], projects: [] }) } };
    if (pathname === "/v1/references") return { status: 200, answer: references };
    if (pathname !== "/v1/rules") return null;
    if (body !== null) rules = body as SyncRules;
    return { status: 200, answer: rules };
  };
}
