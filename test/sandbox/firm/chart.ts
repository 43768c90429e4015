import type { Account, AccountType, TaxRate } from "../books/ledger.ts";

type Row = [code: string, name: string, type: AccountType, taxType: string, systemAccount?: string];

/** An Australian chart of accounts. Codes look like Xero's demo company's and mean nothing: they differ by organisation (facts §5.7). */
export const australianChart: readonly Row[] = [
  ["090", "Business Cheque Account", "BANK", "BASEXCLUDED"],
  ["091", "Business Savings Account", "BANK", "BASEXCLUDED"],
  ["200", "Agency Fees", "REVENUE", "OUTPUT"],
  ["205", "Media Commissions", "REVENUE", "OUTPUT"],
  ["210", "Production Recharges", "REVENUE", "OUTPUT"],
  ["220", "Export Services", "REVENUE", "EXEMPTEXPORT"],
  ["260", "Other Revenue", "REVENUE", "OUTPUT"],
  ["270", "Interest Income", "OTHERINCOME", "EXEMPTOUTPUT"],
  ["310", "Contractors", "DIRECTCOSTS", "INPUT"],
  ["315", "Media Buying", "DIRECTCOSTS", "INPUT"],
  ["320", "Print and Production", "DIRECTCOSTS", "INPUT"],
  ["325", "Photography and Film", "DIRECTCOSTS", "INPUT"],
  ["330", "Stock Images and Fonts", "DIRECTCOSTS", "INPUT"],
  ["400", "Advertising", "EXPENSE", "INPUT"],
  ["404", "Bank Fees", "EXPENSE", "EXEMPTEXPENSES"],
  ["408", "Cleaning", "EXPENSE", "INPUT"],
  ["412", "Consulting & Accounting", "EXPENSE", "INPUT"],
  ["416", "Depreciation", "DEPRECIATN", "BASEXCLUDED"],
  ["420", "Entertainment", "EXPENSE", "INPUT"],
  ["425", "Freight & Courier", "EXPENSE", "INPUT"],
  ["429", "General Expenses", "EXPENSE", "INPUT"],
  ["433", "Insurance", "EXPENSE", "INPUT"],
  ["437", "Interest Expense", "EXPENSE", "EXEMPTEXPENSES"],
  ["441", "Legal expenses", "EXPENSE", "INPUT"],
  ["445", "Light, Power, Heating", "EXPENSE", "INPUT"],
  ["449", "Motor Vehicle Expenses", "EXPENSE", "INPUT"],
  ["453", "Office Expenses", "EXPENSE", "INPUT"],
  ["461", "Printing & Stationery", "EXPENSE", "INPUT"],
  ["463", "Software Subscriptions", "EXPENSE", "INPUT"],
  ["464", "Cloud Hosting", "EXPENSE", "INPUT"],
  ["469", "Rent", "EXPENSE", "INPUT"],
  ["473", "Repairs and Maintenance", "EXPENSE", "INPUT"],
  ["477", "Wages and Salaries", "EXPENSE", "BASEXCLUDED"],
  ["478", "Superannuation", "EXPENSE", "BASEXCLUDED"],
  ["485", "Subscriptions", "EXPENSE", "INPUT"],
  ["489", "Telephone & Internet", "EXPENSE", "INPUT"],
  ["493", "Travel - National", "EXPENSE", "INPUT"],
  ["494", "Travel - International", "EXPENSE", "EXEMPTEXPENSES"],
  ["610", "Accounts Receivable", "CURRENT", "BASEXCLUDED", "DEBTORS"],
  ["620", "Prepayments", "CURRENT", "BASEXCLUDED"],
  ["710", "Office Equipment", "FIXED", "CAPEXINPUT"],
  ["720", "Computer Equipment", "FIXED", "CAPEXINPUT"],
  ["800", "Accounts Payable", "CURRLIAB", "BASEXCLUDED", "CREDITORS"],
  ["801", "Unpaid Expense Claims", "CURRLIAB", "BASEXCLUDED", "UNPAIDEXPCLM"],
  ["804", "Wages Payable - Payroll", "CURRLIAB", "BASEXCLUDED", "WAGEPAYABLES"],
  ["820", "GST", "CURRLIAB", "BASEXCLUDED", "GST"],
  ["825", "PAYG Withholdings Payable", "CURRLIAB", "BASEXCLUDED"],
  ["840", "Historical Adjustment", "CURRLIAB", "BASEXCLUDED", "HISTORICAL"],
  ["850", "Suspense", "CURRLIAB", "BASEXCLUDED"],
  ["860", "Rounding", "CURRLIAB", "BASEXCLUDED", "ROUNDING"],
  ["877", "Tracking Transfers", "CURRLIAB", "BASEXCLUDED", "TRACKINGTRANSFERS"],
  ["880", "Owner A Drawings", "EQUITY", "BASEXCLUDED"],
  ["960", "Retained Earnings", "EQUITY", "BASEXCLUDED", "RETAINEDEARNINGS"],
  ["497", "Bank Revaluations", "EXPENSE", "BASEXCLUDED", "BANKCURRENCYGAIN"],
  ["498", "Unrealised Currency Gains", "EXPENSE", "BASEXCLUDED", "UNREALISEDCURRENCYGAIN"],
  ["499", "Realised Currency Gains", "EXPENSE", "BASEXCLUDED", "REALISEDCURRENCYGAIN"],
];

export function accountFromRow([code, name, type, taxType, systemAccount]: Row, id: string, updatedAtMs: number): Account {
  return {
    id, code, name, type, taxType, status: "ACTIVE", description: "", updatedAtMs,
    enablePaymentsToAccount: code === "880" || code === "801",
    showInExpenseClaims: type === "EXPENSE" && systemAccount === undefined,
    ...(systemAccount === undefined ? {} : { systemAccount }),
    ...(type === "BANK" ? { bankAccountNumber: code === "090" ? "062000000090100" : "062000000091200", bankAccountType: "BANK" as const, currency: "AUD" } : {}),
  };
}

type RateRow = [taxType: string, name: string, percent: number, applies: string, reportTaxType?: string];

/** Australia's rates (facts §5.7). `applies`: r = revenue, x = expenses, a = assets, l = liabilities, e = equity. */
const rateRows: readonly RateRow[] = [
  ["OUTPUT", "GST on Income", 10, "ral"],
  ["INPUT", "GST on Expenses", 10, "xal"],
  ["CAPEXINPUT", "GST on Capital", 10, "xa", "CAPITALEXPENSESINPUT"],
  ["EXEMPTEXPENSES", "GST Free Expenses", 0, "xal"],
  ["EXEMPTOUTPUT", "GST Free Income", 0, "ral"],
  ["EXEMPTEXPORT", "GST Free Exports", 0, "r"],
  ["EXEMPTCAPITAL", "GST Free Capital", 0, "xa"],
  ["BASEXCLUDED", "BAS Excluded", 0, "rxale"],
  ["INPUTTAXED", "Input Taxed", 0, "rx"],
  ["GSTONIMPORTS", "GST on Imports", 0, "xal"],
  ["GSTONCAPIMPORTS", "GST on Capital Imports", 0, "xa"],
];

export const australianRates: readonly TaxRate[] = rateRows.map(([taxType, name, percent, applies, reportTaxType]) => ({
  taxType,
  name,
  status: "ACTIVE",
  reportTaxType: reportTaxType ?? taxType,
  components: [{ name: percent > 0 ? "GST" : "No GST", rateScaled: percent * 10_000, isCompound: false, isNonRecoverable: false }],
  appliesTo: { REVENUE: applies.includes("r"), EXPENSE: applies.includes("x"), ASSET: applies.includes("a"), LIABILITY: applies.includes("l"), EQUITY: applies.includes("e") },
}));
