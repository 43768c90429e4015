/** Work for a client. Money in the organisation's home currency, minor units; hours in minutes. */
export interface Project {
  name: string;
  code: string | null;
  clientId: string | null;
  status: "active" | "closed";
  startsOn: string | null;
  endsOn: string | null;
  /** What the client was promised to pay, without tax; null when there is no budget. */
  budgetMinor: number | null;
  labourBudgetMinor: number | null;
  budgetMinutes: number | null;
  targetMarginPercent: number | null;
  billing: "time_and_materials" | "fixed_price" | "retainer";
  retainerMinutesPerMonth: number | null;
  /** Xero tracking option that stands for this project, when mapped. */
  trackingOptionId: string | null;
}

/** Something sold; maps to an account and a tax rate for sales lines (per-line mapping). */
export interface Service {
  name: string;
  unitAmountE4: number | null;
  accountCode: string | null;
  taxType: string | null;
  active: boolean;
}

export interface Person {
  name: string;
  email: string | null;
  /** Cost rates by first day they hold, oldest first; minor units an hour in home currency. */
  costRates: readonly { from: string; perHourMinor: number }[];
  active: boolean;
}

export interface TimeEntry {
  projectId: string;
  personId: string;
  serviceId: string | null;
  date: string;
  minutes: number;
  note: string | null;
  billable: boolean;
  approved: boolean;
  /** The sales line that billed it. */
  invoiceLineId: string | null;
}
