/**
 * Everything that nobody could verify about Xero (marked U or ✗ in the notes it rests on) is a named switch with both behaviours.
 * What must work with Xero has to work under either side of every switch.
 */
export const assumptionTable = {
  missingScope: { choices: ["401", "403"], about: "A token without the scope: 401 with insufficient_scope, or 403 (§1.2, §9.4)" },
  appMinuteSpelling: { choices: ["appminute", "app-minute"], about: "X-Rate-Limit-Problem of the app-wide limit (§2.1)" },
  rateLimitBody: { choices: ["empty", "text"], about: "A 429 has no body, or a sentence (§2.1)" },
  projectsBudget: { choices: ["shared", "separate"], about: "Whether Projects calls count in the accounting budget (§2.1)" },
  modifiedSince: { choices: ["inclusive", "exclusive"], about: "If-Modified-Since at its own second (§2.4, §9.6)" },
  modifiedSinceMilliseconds: { choices: ["accepted", "ignored"], about: "A header with milliseconds is used, or read as if absent (§2.4)" },
  modifiedSinceNothing: { choices: ["200", "304"], about: "Nothing newer: 200 with an empty list, or 304 (§2.4)" },
  summarizeErrorsDefault: { choices: ["true", "false"], about: "What holds when the parameter is absent (§2.5, §11.1)" },
  wholeBatchRefusal: { choices: ["none saved", "valid saved"], about: "Whether a refused batch saved its valid elements (§2.5)" },
  nameFilterCase: { choices: ["insensitive", "sensitive"], about: "Name==\"…\" in where (§2.3, §9.13)" },
  whereOnNull: { choices: ["refused", "no match"], about: "A string method on a field that is null, without a guard (§2.3)" },
  highVolumeThreshold: { choices: ["100000", "500000"], about: "Records from which a filter that is not optimised is refused (§2.3, §9.8)" },
  paidSalesInvoice: { choices: ["locked", "retaggable"], about: "Whether a paid ACCREC can be retagged like a bill (§5.3, §9.5)" },
  paymentEchoesInvoice: { choices: ["yes", "no"], about: "A payment sends an INVOICE UPDATE (§4.4, §9.2)" },
  paymentWebhook: { choices: ["yes", "no"], about: "The PAYMENT category is delivered (§4.1, §9.1)" },
  paymentDeleteWebhook: { choices: ["yes", "no"], about: "Deleting a payment sends PAYMENT UPDATE (§9.1)" },
  ownWritesEcho: { choices: ["yes", "no"], about: "The app's own writes come back as webhooks (§4.3)" },
  webhookSuccess: { choices: ["any 2xx", "200 only"], about: "What counts as received (§4.3)" },
  batchPaymentDelete: { choices: ["allowed", "refused"], about: "POST Status DELETED on a batch (§5.5, §9.10)" },
  reconciledPaymentDelete: { choices: ["allowed", "refused"], about: "Deleting a reconciled payment (§5.5, §9.11)" },
  attachmentLimitMb: { choices: ["10", "25"], about: "Largest attachment (§2.2, §9.9)" },
  postLimitMb: { choices: ["10", "3.5"], about: "Largest request body (§2.2, §9.9)" },
  foreignGuid: { choices: ["404", "500"], about: "An id that is no id of this organisation (§5.1)" },
  historyBumpsUpdated: { choices: ["no", "yes"], about: "A history note or attachment moves UpdatedDateUTC (§2.4)" },
  partPaidDueDateBumps: { choices: ["no", "yes"], about: "DueDate or SentToContact of a part-paid document moves UpdatedDateUTC (§2.4)" },
  adviserWritesLockedPeriod: { choices: ["yes", "no"], about: "A connection by an adviser writes before the period lock date (§5.8)" },
  quoteFlipsOnInvoice: { choices: ["no", "yes"], about: "An invoice made by API from a quote marks the quote INVOICED (§5.4)" },
  echoedReadOnly: { choices: ["ignored", "refused"], about: "Sending read-only fields back (§2.5)" },
  projectContactChange: { choices: ["refused", "allowed"], about: "Changing a project's contact (§5.10)" },
  unknownTaxAmount: { choices: ["refused", "accepted"], about: "A TaxAmount far from the computed one (§5.3)" },
  duplicateContactName: { choices: ["refused", "allowed"], about: "Two active contacts of one name; Xero warns not to rely on it (§5.2)" },
} as const satisfies Record<string, { choices: readonly [string, string]; about: string }>;

type AssumptionName = keyof typeof assumptionTable;
export type Assumptions = { [Name in AssumptionName]: (typeof assumptionTable)[Name]["choices"][number] };

/** The first choice of each switch: what the better source says, or the stricter of two. */
export function defaultAssumptions(): Assumptions {
  const entries = Object.entries(assumptionTable).map(([name, { choices }]) => [name, choices[0]]);
  return Object.fromEntries(entries) as Assumptions;
}

/** Checks names and values that come from outside. Throws a sentence that names the wrong one. */
export function checkedAssumptions(given: Record<string, unknown>): Partial<Assumptions> {
  for (const [name, value] of Object.entries(given)) {
    const known = Object.hasOwn(assumptionTable, name) ? assumptionTable[name as AssumptionName] : undefined;
    if (!known) throw new RangeError(`No assumption is called ${name}`);
    if (!(known.choices as readonly unknown[]).includes(value)) throw new RangeError(`${name} is ${known.choices.join(" or ")}, not ${String(value)}`);
  }
  return given as Partial<Assumptions>;
}
