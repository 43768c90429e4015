/** What a scope lets an app do, in the words its consent page uses, and who may ask for it. */
export interface ScopeRule {
  words: string;
  /** identity: about the user; tenanted: about one organisation; app: about the app itself, never part of a consent. */
  kind: "identity" | "tenanted" | "app";
  /** Only apps that Xero gave leave to may ask (facts §1.4: journals, finance, bank feeds). */
  gated?: true;
}

const tenanted = (words: string): ScopeRule => ({ words, kind: "tenanted" });
const gated = (words: string): ScopeRule => ({ words, kind: "tenanted", gated: true });

/** A scope and its `.read` variant. */
function both(name: string, subject: string): Record<string, ScopeRule> {
  return { [name]: tenanted(`View and change ${subject}`), [`${name}.read`]: tenanted(`View ${subject}`) };
}

const reports: Record<string, string> = {
  aged: "aged receivables and payables", balancesheet: "the balance sheet", banksummary: "the bank summary", budgetsummary: "the budget summary",
  executivesummary: "the executive summary", profitandloss: "profit and loss", trialbalance: "the trial balance", taxreports: "tax reports",
  tenninetynine: "1099 reports",
};

const common: Record<string, ScopeRule> = {
  openid: { words: "Know who you are", kind: "identity" },
  profile: { words: "See your name", kind: "identity" },
  email: { words: "See your e-mail address", kind: "identity" },
  offline_access: { words: "Stay connected while you are away", kind: "identity" },
  ...both("accounting.settings", "your organisation's settings: accounts, tax rates, tracking, users"),
  ...both("accounting.contacts", "your contacts"),
  ...both("accounting.attachments", "files attached to your documents"),
  "accounting.budgets.read": tenanted("View your budgets"),
  "accounting.journals.read": gated("View your journals"),
  ...both("files", "your file library"),
  ...both("assets", "your fixed assets"),
  ...both("projects", "your projects, tasks and time"),
  ...both("payroll.employees", "your employees"),
  ...both("payroll.payruns", "your pay runs"),
  ...both("payroll.payslip", "your payslips"),
  ...both("payroll.settings", "your payroll settings"),
  ...both("payroll.timesheets", "your employees' timesheets"),
  paymentservices: tenanted("Offer payment services on your invoices"),
  "finance.statements.read": gated("View your financial statements"),
  "finance.cashvalidation.read": gated("View your cash validation"),
  "finance.bankstatementsplus.read": gated("View your bank statement lines"),
  bankfeeds: gated("Deliver bank statements"),
  "app.connections": { words: "See which organisations are connected", kind: "app" },
  "marketplace.billing": { words: "See the app's own billing", kind: "app" },
};

/** All that an app created since 2 March 2026 may name (facts §1.4). */
export const granularScopes: Record<string, ScopeRule> = {
  ...common,
  ...both("accounting.invoices", "your invoices, bills, credit notes, quotes and items"),
  ...both("accounting.payments", "your payments, prepayments and overpayments"),
  ...both("accounting.banktransactions", "your bank transactions and transfers"),
  ...both("accounting.manualjournals", "your manual journals"),
  ...Object.fromEntries(Object.entries(reports).map(([name, subject]) => [`accounting.reports.${name}.read`, tenanted(`View ${subject}`)])),
};

/** What older apps still use until September 2027 (facts §1.4). */
export const broadScopes: Record<string, ScopeRule> = {
  ...granularScopes,
  ...both("accounting.transactions", "your invoices, payments and bank transactions"),
  "accounting.reports.read": tenanted("View your reports"),
};

/** The scopes of a request, split at spaces as OAuth 2.0 writes them (RFC 6749 §3.3). */
export const scopesOf = (text: string | null | undefined): string[] => [...new Set((text ?? "").split(" ").filter(Boolean))];

/** The first scope that this app may not ask for. One is enough to refuse the whole call (facts §1.4). */
export function refusedScope(app: { scopes: "granular" | "broad"; extraScopes: string[] }, scopes: string[]): string | undefined {
  const known = app.scopes === "broad" ? broadScopes : granularScopes;
  return scopes.find((scope) => {
    const rule = Object.hasOwn(known, scope) ? known[scope] : undefined;
    return rule === undefined || (rule.gated === true && !app.extraScopes.includes(scope));
  });
}

export const isTenanted = (scope: string): boolean => (Object.hasOwn(broadScopes, scope) ? broadScopes[scope] : undefined)?.kind === "tenanted";
export const isAppScope = (scope: string): boolean => (Object.hasOwn(broadScopes, scope) ? broadScopes[scope] : undefined)?.kind === "app";
