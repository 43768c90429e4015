import type { FromXeroContext, Raw, ToXeroOptions } from "../../shared/mapping/mapped.ts";
import { unratedCredits } from "../../shared/mapping/xeroSettlements.ts";
import type { References } from "../../shared/planning/references.ts";
import { caseFolded } from "../../shared/matching/caseFolded.ts";
import type { Document } from "../../shared/records/document.ts";
import type { SyncedKind } from "../../shared/records/kinds.ts";
import type { Row, Select } from "../store/port.ts";
import { isAskedAbout } from "./billTwice.ts";
import { billedTime } from "./freeTime.ts";
import { type LinkedState, type LinksWanted, wantedLinks } from "./linkedState.ts";
import { type Part, unread } from "./readTogether.ts";
import type { Run } from "./run.ts";

/** Links of the records that a set of documents refers to, both ways; read once for the whole set. */
export interface Neighbours {
  recordIdOf: FromXeroContext["recordIdOf"];
  xeroIdOf: ToXeroOptions["xeroIdOf"];
  amountDueMinor: References["amountDueMinor"];
  creditRateE6: NonNullable<FromXeroContext["creditRateE6"]>;
  /** Bills that have the number of one which is not in Xero yet, or which got its number since (billTwice.ts). */
  bills: readonly Row<"record">[];
  /** Time that a sales invoice bills. */
  timeEntry(id: string): Row<"record"> | null;
}

/** Xero's id fields that point from one record at another. */
const POINTERS: Readonly<Record<string, Pointer>> = {
  ContactID: "contact",
  MergedToContactID: "contact",
  InvoiceID: "invoice",
  CreditNoteID: "credit_note",
  OverpaymentID: "overpayment",
  PrepaymentID: "prepayment",
};
type Pointer = "contact" | "invoice" | "credit_note" | "overpayment" | "prepayment";
/** Sales invoices and bills share Xero's ids. */
const kindsOf = (pointer: Pointer): readonly string[] => (pointer === "invoice" ? ["invoice", "bill"] : [pointer]);

/** What an earlier read brought already, so that it need not be asked again. */
export interface Known {
  links: readonly Row<"link">[];
  documents: readonly Row<"record">[];
  /** Xero ids and record ids that were asked for, found or not. */
  asked: ReadonlySet<string>;
}

const NOTHING: Known = { links: [], documents: [], asked: new Set() };

/** What the records of some links name: their contact, and what they pay. To be read with the links themselves. */
export function pointedAt(organisationId: string, wanted: LinksWanted): Part<Known> {
  const records = { from: "record", where: { organisationId, id: { among: { ...wantedLinks(organisationId, wanted), pick: "recordId" } } } } as const;
  const contacts = { among: { ...records, pick: "contactId" } } as const;
  const paid = { among: { ...records, pick: "body", at: "$.documentId" } } as const;
  const selects = [
    { from: "link", where: { organisationId, recordId: contacts }, limit: wanted.limit },
    { from: "link", where: { organisationId, recordId: paid }, limit: wanted.limit },
    { from: "record", where: { organisationId, id: paid }, limit: wanted.limit },
  ] as const satisfies readonly Select[];
  return {
    selects,
    make: (rows) => {
      const [toContacts, toDocuments, documents] = rows as unknown as readonly [Row<"link">[], Row<"link">[], Row<"record">[]];
      return { links: [...toContacts, ...toDocuments], documents, asked: new Set() };
    },
  };
}

/** Links of what Xero's rows name, to be read with the links of the rows themselves. */
export function namedIn(organisationId: string, raws: readonly Raw[]): Part<Known> {
  const asked = new Set<string>();
  for (const raw of raws) collectPointers(raw, 0, asked);
  if (asked.size === 0) return unread(NOTHING);
  return {
    selects: [{ from: "link", where: { organisationId, xeroId: { in: [...asked] } }, limit: asked.size * 2 }],
    make: ([links]) => ({ links: links as Row<"link">[], documents: [], asked }),
  };
}

/** Reads what is not known yet: one round trip, or none. */
export async function readNeighbours(run: Run, raws: readonly Raw[], states: readonly LinkedState[], ...knowns: readonly Known[]): Promise<Neighbours> {
  const links = [...knowns.flatMap((known) => known.links), ...states.map((state) => state.link)];
  const asked = new Set([...knowns.flatMap((known) => [...known.asked]), ...links.flatMap((link) => [link.recordId, link.xeroId ?? ""])]);
  const read = new Set(knowns.flatMap((known) => known.documents.map((row) => row.id)));
  const xeroIds = new Set<string>();
  for (const raw of raws) collectPointers(raw, 0, xeroIds);
  for (const state of states) if (state.raw !== null) collectPointers(state.raw, 0, xeroIds);
  const bodies = states.flatMap((state) => (state.body === null ? [] : [state.body]));
  const more = {
    xeroIds: [...xeroIds].filter((id) => !asked.has(id)),
    recordIds: [...new Set(bodies.flatMap(recordPointers))].filter((id) => !asked.has(id)),
    documents: [...new Set(bodies.flatMap((body) => [...paidDocuments(body), ...billedTime(body)]))].filter((id) => !read.has(id)),
  };
  const organisationId = run.organisation.id;
  const unrated = [...new Set([...raws, ...states.flatMap(({ raw }) => (raw === null ? [] : [raw]))].flatMap((raw) => unratedCredits(raw, run.facts.baseCurrency)))];
  const numbered = states.flatMap(askedBill);
  const renamed = renamedBills(raws, states);
  const newBills = { organisationId, kind: "bill", contactId: { in: numbered.map(({ contactId }) => contactId) }, number: { in: numbered.map(({ number }) => caseFolded(number)) } } as const;
  const suppliers = { from: "link", where: { organisationId, kind: "contact", xeroId: { in: renamed.map(({ contactXeroId }) => contactXeroId) } }, pick: "recordId" } as const;
  const newInXero = { organisationId, kind: "bill", contactId: { among: suppliers }, number: { in: renamed.map(({ number }) => caseFolded(number)) } } as const;
  const counts = [more.xeroIds, more.recordIds, more.documents, unrated, newBills.number.in, renamed].map(({ length }) => length);
  const [byXero, byRecord, documents, credits, bills, ofBills, alike, ofAlike] = Math.max(...counts) === 0 ? [[], [], [], [], [], [], [], []] : await run.ports.store.read(
    { from: "link", where: { organisationId, xeroId: { in: more.xeroIds } }, limit: more.xeroIds.length * 2 + 1 },
    { from: "link", where: { organisationId, recordId: { in: more.recordIds } }, limit: more.recordIds.length + 1 },
    { from: "record", where: { organisationId, id: { in: more.documents } }, limit: more.documents.length + 1 },
    { from: "record", where: { organisationId, id: { among: { from: "link", where: { organisationId, kind: { in: CREDITS }, xeroId: { in: unrated } }, pick: "recordId" } } }, limit: unrated.length + 1 },
    { from: "record", where: newBills, limit: BILLS_OF_NUMBERS },
    { from: "link", where: { organisationId, recordId: { among: { from: "record", where: newBills, pick: "id" } } }, limit: BILLS_OF_NUMBERS },
    { from: "record", where: newInXero, limit: BILLS_OF_NUMBERS },
    { from: "link", where: { organisationId, recordId: { among: { from: "record", where: newInXero, pick: "id" } } }, limit: BILLS_OF_NUMBERS },
  );
  return neighboursOf({ links: [...links, ...byXero, ...byRecord, ...ofBills, ...ofAlike], documents: [...knowns.flatMap((known) => known.documents), ...documents], credits, bills: [...bills, ...alike] });
}

/** More bills of the suppliers and numbers of one round than this nobody has; who had them would be asked about those that were read. */
const BILLS_OF_NUMBERS = 5_000;

/** Supplier and number of a bill that is not in Xero yet, or that has them from us; and of one that is asked about. */
function askedBill(state: LinkedState): { contactId: string; number: string }[] {
  const { kind, link, body, edits } = state;
  if (kind !== "bill" || body === null || (link.xeroId !== null && edits["identity"] === undefined && !isAskedAbout(state))) return [];
  const { contactId, number } = body as Document;
  return number === null ? [] : [{ contactId, number }];
}

/** Supplier and number that bills have in Xero now and had not when they were seen last. */
function renamedBills(raws: readonly Raw[], states: readonly LinkedState[]): { contactXeroId: string; number: string }[] {
  const seen = new Map(states.flatMap(({ kind, link, raw }) => (kind === "bill" && link.xeroId !== null && raw !== null ? [[link.xeroId, raw] as const] : [])));
  return raws.flatMap((raw) => {
    const before = seen.get(String(raw["InvoiceID"]));
    const [number, contactXeroId] = [raw["InvoiceNumber"], contactOf(raw)];
    if (before === undefined || typeof number !== "string" || contactXeroId === null) return [];
    return before["InvoiceNumber"] === number && contactOf(before) === contactXeroId ? [] : [{ contactXeroId, number }];
  });
}

function contactOf(raw: Raw): string | null {
  const id = (raw["Contact"] as Raw | undefined)?.["ContactID"];
  return typeof id === "string" ? id : null;
}

const CREDITS = ["credit_note", "overpayment", "prepayment"] as const;

interface ReadRows {
  links: readonly Row<"link">[];
  documents: readonly Row<"record">[];
  /** Credits whose rate Xero leaves out where they were applied. */
  credits: readonly Row<"record">[];
  bills: readonly Row<"record">[];
}

function neighboursOf({ links, documents, credits, bills }: ReadRows): Neighbours {
  const due = new Map(documents.map((row) => [row.id, (JSON.parse(row.body) as { amountDueMinor?: number }).amountDueMinor ?? null]));
  const recordByXero = new Map(links.flatMap((link) => (link.xeroId === null ? [] : [[`${link.kind} ${link.xeroId}`, link.recordId] as const])));
  // By kind too: a payment of a credit note must not be sent as one of an invoice.
  const xeroByRecord = new Map(links.map((link) => [`${link.kind} ${link.recordId}`, link.xeroId]));
  const rates = new Map(credits.map((row) => [row.id, (JSON.parse(row.body) as Document).currencyRateE6]));
  return {
    bills,
    creditRateE6: (kind, xeroId) => rates.get(recordByXero.get(`${kind} ${xeroId}`) ?? "") ?? null,
    recordIdOf: (pointer, xeroId) => {
      for (const kind of kindsOf(pointer)) {
        const found = recordByXero.get(`${kind} ${xeroId}`);
        if (found !== undefined) return found;
      }
      return null;
    },
    xeroIdOf: (kind: SyncedKind, recordId) => xeroByRecord.get(`${kind} ${recordId}`) ?? null,
    amountDueMinor: (documentId) => due.get(documentId) ?? null,
    timeEntry: (id) => documents.find((row) => row.id === id && row.kind === "time_entry") ?? null,
  };
}

export function fromXeroContext(run: Run, neighbours: Neighbours): FromXeroContext {
  return {
    recordIdOf: neighbours.recordIdOf,
    creditRateE6: neighbours.creditRateE6,
    projectOfOption: (optionId) => run.settings.projectOfOption.get(optionId) ?? null,
    homeCurrency: run.facts.baseCurrency,
  };
}

export function planningReferences(run: Run, neighbours: Neighbours): References {
  const { settings } = run;
  return {
    accountByCode: (code) => settings.accountsByCode.get(code) ?? null,
    accountById: (id) => settings.accountsById.get(id) ?? null,
    taxRate: (taxType) => settings.taxRates.get(taxType) ?? null,
    trackingCategory: (id) => settings.tracking.get(id) ?? null,
    xeroIdOf: neighbours.xeroIdOf,
    service: (id) => settings.services.get(id) ?? null,
    optionOfProject: (projectId) => settings.optionOfProject.get(projectId) ?? null,
    projectOfOption: (optionId) => settings.projectOfOption.get(optionId) ?? null,
    amountDueMinor: neighbours.amountDueMinor,
    barredActions: new Set(run.facts.barredActions),
  };
}

/** Xero nests at most: document → payments or allocations → document → contact. */
const DEEPEST = 6;

function collectPointers(value: unknown, depth: number, into: Set<string>): void {
  if (typeof value !== "object" || value === null || depth > DEEPEST) return;
  if (Array.isArray(value)) {
    for (const item of value) collectPointers(item, depth + 1, into);
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === "string" && key in POINTERS) into.add(inner);
    else if (typeof inner === "object") collectPointers(inner, depth + 1, into);
  }
}

/** Documents whose open amount bounds a payment or an allocation. */
function paidDocuments(body: object): string[] {
  const { documentId, allocations } = body as { documentId?: string; allocations?: readonly { documentId: string }[] };
  return [...(documentId === undefined ? [] : [documentId]), ...(allocations ?? []).map((allocation) => allocation.documentId)];
}

function recordPointers(body: object): string[] {
  const { contactId, documentId, allocations, mergedIntoId } = body as {
    contactId?: string;
    documentId?: string;
    mergedIntoId?: string | null;
    allocations?: readonly { documentId: string }[];
  };
  return [contactId, documentId, mergedIntoId, ...(allocations ?? []).map((allocation) => allocation.documentId)].filter(
    (id) => id !== undefined && id !== null,
  );
}
