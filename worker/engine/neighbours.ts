import type { FromXeroContext, Raw, ToXeroOptions } from "../../shared/mapping/mapped.ts";
import type { References } from "../../shared/planning/references.ts";
import type { SyncedKind } from "../../shared/records/kinds.ts";
import type { LinkedState } from "./linkedState.ts";
import type { Run } from "./run.ts";

/** Links of the records that a set of documents refers to, both ways; read once for the whole set. */
export interface Neighbours {
  recordIdOf: FromXeroContext["recordIdOf"];
  xeroIdOf: ToXeroOptions["xeroIdOf"];
  amountDueMinor: References["amountDueMinor"];
}

/** Xero's id fields that point from one record at another. */
const POINTERS: Readonly<Record<string, Pointer>> = {
  ContactID: "contact",
  InvoiceID: "invoice",
  CreditNoteID: "credit_note",
  OverpaymentID: "overpayment",
  PrepaymentID: "prepayment",
};
type Pointer = "contact" | "invoice" | "credit_note" | "overpayment" | "prepayment";
/** Sales invoices and bills share Xero's ids. */
const kindsOf = (pointer: Pointer): readonly string[] => (pointer === "invoice" ? ["invoice", "bill"] : [pointer]);

/** One round trip for all of them. */
export async function readNeighbours(run: Run, raws: readonly Raw[], states: readonly LinkedState[]): Promise<Neighbours> {
  const xeroIds = new Set<string>();
  for (const raw of raws) collectPointers(raw, 0, xeroIds);
  for (const state of states) if (state.raw !== null) collectPointers(state.raw, 0, xeroIds);
  const recordIds = new Set(states.flatMap((state) => (state.body === null ? [] : recordPointers(state.body))));
  const organisationId = run.organisation.id;
  const paid = states.flatMap((state) => (state.body === null ? [] : paidDocuments(state.body)));
  const [byXero, byRecord, documents] = await run.ports.store.read(
    { from: "link", where: { organisationId, xeroId: { in: [...xeroIds] } }, limit: xeroIds.size * 2 + 1 },
    { from: "link", where: { organisationId, recordId: { in: [...recordIds] } }, limit: recordIds.size + 1 },
    { from: "record", where: { organisationId, id: { in: paid } }, limit: paid.length + 1 },
  );
  const due = new Map(documents.map((row) => [row.id, (JSON.parse(row.body) as { amountDueMinor?: number }).amountDueMinor ?? null]));
  const recordByXero = new Map([...byXero, ...byRecord].map((link) => [`${link.kind} ${link.xeroId}`, link.recordId]));
  // By kind too: a payment of a credit note must not be sent as one of an invoice.
  const xeroByRecord = new Map([...byXero, ...byRecord].map((link) => [`${link.kind} ${link.recordId}`, link.xeroId]));
  return {
    recordIdOf: (pointer, xeroId) => {
      for (const kind of kindsOf(pointer)) {
        const found = recordByXero.get(`${kind} ${xeroId}`);
        if (found !== undefined) return found;
      }
      return null;
    },
    xeroIdOf: (kind: SyncedKind, recordId) => xeroByRecord.get(`${kind} ${recordId}`) ?? null,
    amountDueMinor: (documentId) => due.get(documentId) ?? null,
  };
}

export function fromXeroContext(run: Run, neighbours: Neighbours): FromXeroContext {
  return {
    recordIdOf: neighbours.recordIdOf,
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
