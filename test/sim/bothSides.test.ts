import { beforeAll, describe, expect, test } from "vitest";
import { type Assumptions, assumptionTable } from "../sandbox/assumptions.ts";
import { type FirmDay, firmDay } from "./firmDay.ts";

type Switch = keyof Assumptions;

/**
 * What nobody could find out about Xero is a switch of the stand-in, and the product has to work under either side. These it cannot even
 * tell apart, because it never does what would show the difference; that is proven too.
 */
const NEVER_MET: Partial<Record<Switch, string>> = {
  projectsBudget: "it asks nothing of Xero Projects",
  projectContactChange: "it asks nothing of Xero Projects",
  modifiedSince: "it asks from well before what it has seen",
  modifiedSinceMilliseconds: "it sends whole seconds",
  summarizeErrorsDefault: "it always says summarizeErrors",
  wholeBatchRefusal: "it never lets Xero refuse a batch as a whole",
  nameFilterCase: "it filters by no name",
  whereOnNull: "it calls no method in where",
  highVolumeThreshold: "it filters by ids and times only",
  paidSalesInvoice: "it holds back a change of a paid sales invoice and says so",
  reconciledPaymentDelete: "it holds back the deletion of a reconciled payment and says so",
  adviserWritesLockedPeriod: "it holds back what a lock date covers, whoever is connected",
  webhookSuccess: "it answers 200 and no other 2xx",
  batchPaymentDelete: "it deletes no payment runs",
  attachmentLimitMb: "it sends no files",
  postLimitMb: "fifty elements are far below either limit",
  foreignGuid: "it asks for lists of ids, never for one record by its address",
  echoedReadOnly: "it sends no field that Xero alone sets",
  unknownTaxAmount: "it lets Xero work out the tax",
  duplicateContactName: "it joins two of one name before it asks Xero",
};
/** Where each record rests, what a person is told of it, and what was made in Xero. */
const endOf = ({ ended, created, violations }: FirmDay) => ({ ended, created, violations });
const switches = Object.keys(assumptionTable) as Switch[];
const other = (name: Switch): Partial<Assumptions> => ({ [name]: assumptionTable[name].choices[1] });
const met = switches.filter((name) => !(name in NEVER_MET));

/** What was made in Xero by app: one for each of ours that Xero took, however often an answer was lost, and another app's invoice. */
const CREATED = { contacts: 1, invoices: 6, payments: 2, quotes: 1 };

describe("a firm's day under either reading of Xero", () => {
  let usual: FirmDay;
  beforeAll(async () => {
    usual = await firmDay({});
  }, 60_000);

  test("as the better sources say: all in step or told why not, nothing doubled", () => {
    expect(usual).toMatchObject({ created: CREATED, violations: [] });
    const agreed = Object.values(usual.ended).filter(({ state }) => state === "in_step");
    expect(agreed.length).toBeGreaterThan(Object.keys(usual.ended).length / 2);
    expect(Object.entries(usual.ended).filter(([, { state, told }]) => state !== "in_step" && told === null)).toEqual([]);
  });

  test.each(met)("%s the other way: the same end, though Xero said something else", async (name) => {
    const day = await firmDay(other(name));
    expect(day).toMatchObject(endOf(usual));
    expect(day.heard).not.toBe(usual.heard);
  }, 60_000);

  test(`the other ${Object.keys(NEVER_MET).length} ways that the product cannot tell apart, all at once: to the byte what Xero said before`, async () => {
    const day = await firmDay(Object.assign({}, ...(Object.keys(NEVER_MET) as Switch[]).map(other)) as Partial<Assumptions>);
    expect(day.heard).toBe(usual.heard);
  }, 60_000);

  test("every switch the other way at once: the same end", async () => {
    expect(await firmDay(Object.assign({}, ...switches.map(other)) as Partial<Assumptions>)).toMatchObject(endOf(usual));
  }, 60_000);
});
