import { parseXeroInstant } from "../../shared/dates.ts";
import { parseMinor } from "../../shared/money.ts";
import type { Change, Row } from "../store/port.ts";
import type { XeroElement } from "../xero/readAnswer.ts";
import { ID_FIELD, KINDS_IN } from "./observation.ts";
import type { Run } from "./run.ts";
import type { SweepList } from "./sweepLists.ts";

/** What a sweep found of one kind. Totals are of the rows compared, to the cent, in minor units of their documents. */
export interface Compared {
  compared: number;
  equal: number;
  /** Differed from what we hold: read again. */
  differs: number;
  /** Xero has it and nothing here is linked to it: read. */
  unknown: number;
  xeroTotalMinor: number;
  oursTotalMinor: number;
}

export const NOTHING_COMPARED: Compared = { compared: 0, equal: 0, differs: 0, unknown: 0, xeroTotalMinor: 0, oursTotalMinor: 0 };

/**
 * Compares a page of Xero's rows with their links and records, and says which ids to read in full.
 *
 * @param counted statuses whose rows another list of the sweep has counted already.
 */
export async function compareRows(run: Run, { list, light }: SweepList, elements: readonly XeroElement[], counted: ReadonlySet<string>): Promise<{ found: Compared; changes: Change[] }> {
  const organisationId = run.organisation.id;
  const ids = elements.map((element) => String(element[ID_FIELD[list]]));
  const wanted = { from: "link", where: { organisationId, kind: { in: KINDS_IN[list] }, xeroId: { in: ids } }, orderBy: ["id"], limit: ids.length + 1 } as const;
  const [links, records] = await run.ports.store.read(wanted, { from: "record", where: { organisationId, id: { among: { ...wanted, pick: "recordId" } } }, limit: ids.length + 1 });
  const linkOf = new Map(links.map((link) => [link.xeroId, link]));
  const recordOf = new Map(records.map((record) => [record.id, record]));
  const found = { ...NOTHING_COMPARED };
  const fetch: string[] = [];
  for (const [index, element] of elements.entries()) {
    if (counted.has(String(element["Status"]))) continue;
    const xeroId = ids[index]!;
    const link = linkOf.get(xeroId);
    if (link === undefined) {
      if (isShownElsewhere(element)) continue;
      found.unknown += 1;
      fetch.push(xeroId);
      continue;
    }
    const record = recordOf.get(link.recordId) ?? null;
    const totals = { xero: totalOf(run, element), ours: record?.totalMinor ?? 0 };
    found.compared += 1;
    found.xeroTotalMinor += totals.xero;
    found.oursTotalMinor += totals.ours;
    const differs = hasMoved(element, link) || (link.state === "in_step" && list !== "contact" && (totals.xero !== totals.ours || isDueDifferently(run, element, record)));
    if (differs) found.differs += 1;
    else found.equal += 1;
    if (differs) fetch.push(xeroId);
  }
  return { found, changes: [...(light ? lookAgain(run, list, fetch) : []), ...compared(run, links)] };
}

/** Xero's lists of bank transactions show over- and prepayments and transfers too. */
function isShownElsewhere(element: XeroElement): boolean {
  return /-(OVERPAYMENT|PREPAYMENT|TRANSFER)$/.test(String(element["Type"] ?? "")) && element["BankTransactionID"] !== undefined;
}

function totalOf(run: Run, element: XeroElement): number {
  return parseMinor(element["Total"] ?? element["Amount"] ?? 0, currencyOf(run, element)) ?? 0;
}

function currencyOf(run: Run, element: XeroElement): string {
  const paid = (element["Invoice"] ?? element["CreditNote"] ?? element["Overpayment"] ?? element["Prepayment"]) as XeroElement | undefined;
  return String(element["CurrencyCode"] ?? paid?.["CurrencyCode"] ?? run.facts.baseCurrency);
}

function hasMoved(element: XeroElement, link: Row<"link">): boolean {
  return (parseXeroInstant(element["UpdatedDateUTC"]) ?? 0) !== (link.xeroUpdatedAt ?? 0);
}

/** What is left to pay tells of payments and credits that moved nothing else. */
function isDueDifferently(run: Run, element: XeroElement, record: Row<"record"> | null): boolean {
  const said = element["AmountDue"] ?? element["RemainingCredit"];
  if (said === undefined || record === null) return false;
  return (JSON.parse(record.body) as { amountDueMinor: number }).amountDueMinor !== parseMinor(said, currencyOf(run, element));
}

function lookAgain(run: Run, list: SweepList["list"], xeroIds: readonly string[]): Change[] {
  const now = run.now();
  if (xeroIds.length === 0 || (list !== "invoice" && list !== "contact")) return [];
  const rows = xeroIds.map((xeroId) => ({ organisationId: run.organisation.id, kind: list, xeroId, askedAt: now, lane: "poll" as const, attempts: 0, notBeforeAt: now }));
  return [{ insertNew: "lookAgain", rows }];
}

function compared(run: Run, links: readonly Row<"link">[]): Change[] {
  if (links.length === 0) return [];
  return [{ update: "link", where: { organisationId: run.organisation.id, id: { in: links.map((link) => link.id) } }, set: { comparedAt: run.now() } }];
}
