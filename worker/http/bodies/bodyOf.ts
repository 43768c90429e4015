import type * as v from "valibot";
import { RESOURCES, type ResourceName } from "../../../shared/api/inputs.ts";
import type { RecordBodies } from "../../../shared/records/record.ts";
import { refuse } from "../refuse.ts";
import { contactBody } from "./contactBody.ts";
import { documentBody } from "./documentBody.ts";

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

type Builders = { readonly [N in ResourceName]: (input: InputOf<N>, before: BodyOf<N> | null, context: BodyContext) => BodyOf<N> };

/** From what a client sent to the whole record: what is left out takes its default, what clients cannot say stays. */
const BUILDERS: Builders = {
  contacts: (input, before) => contactBody(input, before),
  quotes: (input, before, context) => documentBody(input, "sales", before, context),
  invoices: (input, before, context) => documentBody(input, "sales", before, context),
  bills: (input, before, context) => documentBody(input, "purchases", before, context),
  "credit-notes": (input, before, context) => documentBody(input, input.side, before, context),
  payments: (input, before, context) => ({
    documentId: input.documentId,
    accountId: input.accountId ?? null,
    method: input.method ?? null,
    date: input.date,
    amountMinor: input.amountMinor,
    currency: context.paidCurrency ?? context.homeCurrency,
    currencyRateE6: before?.currencyRateE6 ?? null,
    reference: input.reference ?? null,
    status: before?.status ?? "authorised",
    isReconciled: before?.isReconciled ?? false,
  }),
  projects: (input, before) => {
    if (input.startsOn && input.endsOn && input.endsOn < input.startsOn) refuse("invalid_input", "endsOn is before startsOn.", { at: "endsOn" });
    return {
      name: input.name,
      code: input.code ?? null,
      clientId: input.clientId ?? null,
      status: input.status ?? "active",
      startsOn: input.startsOn ?? null,
      endsOn: input.endsOn ?? null,
      budgetMinor: input.budgetMinor ?? null,
      labourBudgetMinor: input.labourBudgetMinor ?? null,
      budgetMinutes: input.budgetMinutes ?? null,
      targetMarginPercent: input.targetMarginPercent ?? null,
      billing: input.billing ?? "time_and_materials",
      retainerMinutesPerMonth: input.retainerMinutesPerMonth ?? null,
      trackingOptionId: before?.trackingOptionId ?? null,
    };
  },
  services: (input) => ({
    name: input.name,
    unitAmountE4: input.unitAmountE4 ?? null,
    accountCode: input.accountCode ?? null,
    taxType: input.taxType ?? null,
    active: input.active ?? true,
  }),
  people: (input) => {
    const costRates = (input.costRates ?? []).toSorted((a, b) => a.from.localeCompare(b.from));
    if (new Set(costRates.map((rate) => rate.from)).size < costRates.length)
      refuse("invalid_input", "costRates has two rates from the same day.", { at: "costRates" });
    return { name: input.name, email: input.email ?? null, costRates, active: input.active ?? true };
  },
  "time-entries": (input, before) => ({
    projectId: input.projectId,
    personId: input.personId,
    serviceId: input.serviceId ?? null,
    date: input.date,
    minutes: input.minutes,
    note: input.note ?? null,
    billable: input.billable ?? true,
    approved: input.approved ?? false,
    invoiceLineId: before?.invoiceLineId ?? null,
  }),
};

/** The whole record that `input` stands for. Ends the request when fields contradict each other. */
export function bodyOf<N extends ResourceName>(resource: N, input: InputOf<N>, before: BodyOf<N> | null, context: BodyContext): BodyOf<N> {
  return BUILDERS[resource](input, before, context);
}
