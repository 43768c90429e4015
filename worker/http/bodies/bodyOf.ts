import type * as v from "valibot";
import { RESOURCES, type ResourceName } from "../../../shared/api/inputs.ts";
import type { Project } from "../../../shared/records/project.ts";
import type { RecordBodies } from "../../../shared/records/record.ts";
import { refuse } from "../refuse.ts";
import { contactBody } from "./contactBody.ts";
import { documentBody } from "./documentBody.ts";
import { kept } from "./kept.ts";

/** What a body needs from outside: names, rates, the paid document. */
export interface BodyContext {
  homeCurrency: string;
  rateE4Of: (taxType: string | null) => number;
  newId: () => string;
  /** Currency of the document that a payment is for. */
  paidCurrency: string | null;
}

export type InputOf<N extends ResourceName> = v.InferOutput<(typeof RESOURCES)[N]["input"]>;
export type BodyOf<N extends ResourceName> = RecordBodies[(typeof RESOURCES)[N]["kind"]];

/** Prices are kept in ten-thousandths. */
const E4_PER_CENT = 100;

type Builders = { readonly [N in ResourceName]: (input: InputOf<N>, before: BodyOf<N> | null, context: BodyContext) => BodyOf<N> };

/** From what a client sent to the whole record: what is left out keeps its value, what clients cannot say stays. */
const BUILDERS: Builders = {
  contacts: (input, before) => contactBody(input, before),
  quotes: (input, before, context) => {
    // Xero reads and writes quotes without `unitdp`: what it drops would come back as a price that nobody gave.
    const fine = input.lines.findIndex(({ unitAmountE4 }) => unitAmountE4 % E4_PER_CENT !== 0);
    if (fine >= 0)
      refuse("invalid_input", "Xero keeps two decimals of a price on a quote.", { at: `lines.${fine}.unitAmountE4`, remedy: "Round it to cents, or quote a larger unit, like a thousand pieces instead of one." });
    return documentBody(input, "sales", before, context);
  },
  invoices: (input, before, context) => documentBody(input, "sales", before, context),
  bills: (input, before, context) => documentBody(input, "purchases", before, context),
  "credit-notes": (input, before, context) => documentBody(input, input.side, before, context),
  payments: (input, before, context) => ({
    documentId: input.documentId,
    accountId: kept(input.accountId, before?.accountId, null),
    method: kept(input.method, before?.method, null),
    date: input.date,
    amountMinor: input.amountMinor,
    currency: context.paidCurrency ?? context.homeCurrency,
    currencyRateE6: (context.paidCurrency ?? context.homeCurrency) === context.homeCurrency ? null : kept(input.currencyRateE6, before?.currencyRateE6, null),
    reference: kept(input.reference, before?.reference, null),
    status: before?.status ?? "authorised",
    isReconciled: before?.isReconciled ?? false,
  }),
  projects: (input, before) => {
    const project: Project = {
      name: input.name,
      code: kept(input.code, before?.code, null),
      clientId: kept(input.clientId, before?.clientId, null),
      status: kept<Project["status"]>(input.status, before?.status, "active"),
      startsOn: kept(input.startsOn, before?.startsOn, null),
      endsOn: kept(input.endsOn, before?.endsOn, null),
      budgetMinor: kept(input.budgetMinor, before?.budgetMinor, null),
      labourBudgetMinor: kept(input.labourBudgetMinor, before?.labourBudgetMinor, null),
      budgetMinutes: kept(input.budgetMinutes, before?.budgetMinutes, null),
      targetMarginPercent: kept(input.targetMarginPercent, before?.targetMarginPercent, null),
      billing: kept<Project["billing"]>(input.billing, before?.billing, "time_and_materials"),
      retainerMinutesPerMonth: kept(input.retainerMinutesPerMonth, before?.retainerMinutesPerMonth, null),
      trackingOptionId: before?.trackingOptionId ?? null,
    };
    const { startsOn, endsOn } = project;
    if (startsOn !== null && endsOn !== null && endsOn < startsOn) refuse("invalid_input", "endsOn is before startsOn.", { at: "endsOn" });
    return project;
  },
  services: (input, before) => ({
    name: input.name,
    unitAmountE4: kept(input.unitAmountE4, before?.unitAmountE4, null),
    accountCode: kept(input.accountCode, before?.accountCode, null),
    taxType: kept(input.taxType, before?.taxType, null),
    active: kept(input.active, before?.active, true),
  }),
  people: (input, before) => {
    const costRates = kept(input.costRates, before?.costRates, []).toSorted((a, b) => a.from.localeCompare(b.from));
    if (new Set(costRates.map((rate) => rate.from)).size < costRates.length)
      refuse("invalid_input", "costRates has two rates from the same day.", { at: "costRates" });
    return { name: input.name, email: kept(input.email, before?.email, null), costRates, active: kept(input.active, before?.active, true) };
  },
  "time-entries": (input, before) => ({
    projectId: input.projectId,
    personId: input.personId,
    serviceId: kept(input.serviceId, before?.serviceId, null),
    date: input.date,
    minutes: input.minutes,
    note: kept(input.note, before?.note, null),
    billable: kept(input.billable, before?.billable, true),
    approved: kept(input.approved, before?.approved, false),
    invoiceLineId: before?.invoiceLineId ?? null,
  }),
};

/** The whole record that `input` stands for. Ends the request when fields contradict each other. */
export function bodyOf<N extends ResourceName>(resource: N, input: InputOf<N>, before: BodyOf<N> | null, context: BodyContext): BodyOf<N> {
  return BUILDERS[resource](input, before, context);
}
