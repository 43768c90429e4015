import type { Account } from "../../shared/records/organisation.ts";
import type { References } from "../data/routeAnswers.ts";

/** The made-up firm's chart and taxes; two of its accounts are archived in Xero. */

const account = (id: string, code: string, name: string, type: string, accountClass: string): Account => ({
  id,
  code,
  name,
  type,
  class: accountClass,
  taxType: null,
  systemAccount: null,
  enablePayments: type === "BANK",
  status: "active",
});
const everywhere = { revenue: true, expenses: true, assets: true, liabilities: true, equity: true };

export const references: References = {
  accounts: [
    account("acc_1", "090", "Business Cheque Account", "BANK", "ASSET"),
    account("acc_2", "200", "Sales", "REVENUE", "REVENUE"),
    account("acc_3", "310", "Cost of Goods Sold", "DIRECTCOSTS", "EXPENSE"),
    { ...account("acc_4", "260", "Other Revenue", "REVENUE", "REVENUE"), status: "archived" },
    { ...account("acc_5", "091", "Stripe clearing", "BANK", "ASSET"), status: "archived" },
  ],
  taxRates: [
    { taxType: "OUTPUT", name: "GST on Income", rateE4: 100_000, appliesTo: everywhere, status: "active" },
    { taxType: "INPUT", name: "GST on Expenses", rateE4: 100_000, appliesTo: everywhere, status: "active" },
  ],
  trackingCategories: [{ id: "trk_1", name: "Job", status: "active", options: [] }],
};
