import { withAmounts } from "../../../shared/documentAmounts.ts";
import type { SyncedBody } from "../../../shared/merge/groups.ts";
import type { Contact } from "../../../shared/records/contact.ts";
import type { Document, Line } from "../../../shared/records/document.ts";
import type { SyncedKind } from "../../../shared/records/kinds.ts";
import type { Payment } from "../../../shared/records/payment.ts";
import type { Random } from "../dice.ts";
import { REFERENCES, testContact, testDocument, testLine, testPayment } from "../../../shared/planning/testFirm.ts";

export const PLANNED_KINDS: readonly SyncedKind[] = ["contact", "invoice", "invoice", "bill", "credit_note", "quote", "payment"];
const STATUSES = ["draft", "draft", "submitted", "authorised", "authorised"] as const;
const ACCOUNTS = { sales: ["200", "260"], purchases: ["400", "404"] } as const;
const rateE4Of = (taxType: string) => REFERENCES.taxRate(taxType)?.rateE4 ?? null;

let lineNumber = 0;

/** The next id of something that Xero numbers. */
export function nextXeroId(): string {
  lineNumber += 1;
  return `x-n${lineNumber}`;
}

/** A record that both sides agree on. */
export function randomRecord(kind: SyncedKind, random: Random): SyncedBody {
  lineNumber = 0;
  if (kind === "contact") return testContact({ taxNumber: random.chance(50) ? "51 824 753 556" : null });
  if (kind === "payment") return testPayment({ amountMinor: 1_000 + random.below(9_000) });
  const side = kind === "bill" ? "purchases" : "sales";
  const lines = Array.from({ length: 1 + random.below(3) }, () => newLine(side, random, true));
  const status = kind === "quote" ? "draft" : random.pick(STATUSES);
  return withAmounts(testDocument({ side, lines, status }), rateE4Of);
}

function newLine(side: Document["side"], random: Random, inXero: boolean): Line {
  lineNumber += 1;
  const id = `n${lineNumber}`;
  return testLine(id, {
    xeroLineId: inXero ? `x-${id}` : null,
    quantityE4: (1 + random.below(5)) * 10_000,
    unitAmountE4: 10_000 * (1 + random.below(300)),
    accountCode: random.pick(ACCOUNTS[side]),
    taxType: random.pick(["FREE", side === "sales" ? "OUTPUT" : "INPUT"]),
    projectId: inXero ? null : random.pick([null, "p1", "p9"]),
  });
}

/** Where a line is new decides its id: Xero numbers its own, ours wait for theirs. */
type Side = "ours" | "xero";

/** One edit of a person on one side. */
export function perturb(kind: SyncedKind, body: SyncedBody, side: Side, random: Random): SyncedBody {
  if (kind === "contact") return perturbContact(body as Contact, random);
  if (kind === "payment") return perturbPayment(body as Payment, side, random);
  return perturbDocument(kind, body as Document, side, random);
}

function perturbContact(contact: Contact, random: Random): Contact {
  const word = `v${random.below(4)}`;
  const phone = random.chance(20) ? null : { country: null, area: null, number: word };
  const changes: (() => Contact)[] = [
    () => ({ ...contact, name: `Acme ${word}` }),
    () => ({ ...contact, email: `${word}@acme.example` }),
    () => ({ ...contact, phones: { ...contact.phones, [random.pick(["default", "mobile"])]: phone } }),
    () => ({ ...contact, addresses: { ...contact.addresses, street: { lines: [word], city: null, region: null, postalCode: null, country: null, attention: null } } }),
    () => ({ ...contact, taxNumber: word }),
    () => ({ ...contact, salesTerms: { day: random.below(30), type: "days_after_bill_date" } }),
    () => ({ ...contact, status: contact.status === "active" ? "archived" : "active" }),
  ];
  return random.pick(changes)();
}

function perturbPayment(payment: Payment, side: Side, random: Random): Payment {
  // Xero lets nobody edit a payment.
  if (side === "xero") return random.chance(50) ? { ...payment, status: "deleted" } : { ...payment, isReconciled: true };
  return random.chance(40) ? { ...payment, status: "deleted" } : { ...payment, amountMinor: 1_000 + random.below(9_000) };
}

function perturbDocument(kind: SyncedKind, document: Document, side: Side, random: Random): Document {
  const word = `v${random.below(4)}`;
  const at = random.below(Math.max(1, document.lines.length));
  const line = (change: Partial<Line>): Document =>
    withAmounts({ ...document, lines: document.lines.map((one, index) => (index === at ? { ...one, ...change } : one)) }, rateE4Of);
  const locked = document.amountPaidMinor > 0;
  const changes: (() => Document)[] = [
    () => line({ description: word }),
    () => line({ accountCode: random.pick(ACCOUNTS[document.side]) }),
    () => ({ ...document, reference: word }),
    () => ({ ...document, dueDate: `2026-12-1${random.below(4)}` }),
    () => ({ ...document, date: `2026-11-1${random.below(4)}` }),
  ];
  if (!locked) {
    changes.push(
      () => line({ quantityE4: (1 + random.below(5)) * 10_000 }),
      () => line({ taxType: random.pick(["FREE", document.side === "sales" ? "OUTPUT" : "INPUT"]) }),
      () => withAmounts({ ...document, lines: [...document.lines, newLine(document.side, random, side === "xero")] }, rateE4Of),
      () => withAmounts({ ...document, lines: document.lines.filter((_, index) => index !== at || document.lines.length === 1) }, rateE4Of),
      () => ({ ...document, status: nextStatus(kind, document, random) }),
    );
    if (side === "xero") changes.push(() => renumbered(document), () => paid(kind, document));
  }
  if (kind === "quote") changes.push(() => ({ ...document, title: word }));
  if (kind === "credit_note" && document.status === "authorised") changes.push(() => allocated(document, side, random));
  return random.pick(changes)();
}

function allocated(document: Document, side: Side, random: Random): Document {
  const { allocations } = document;
  if (allocations.length > 0 && random.chance(50)) return { ...document, allocations: allocations.slice(1) };
  lineNumber += 1;
  const made = { xeroId: side === "xero" ? `x-a${lineNumber}` : null, documentId: `i${random.below(3)}`, amountMinor: 100 + random.below(3), date: "2026-11-20" };
  return { ...document, allocations: [...allocations, made] };
}

function nextStatus(kind: SyncedKind, document: Document, random: Random): Document["status"] {
  if (kind === "quote") return random.pick(["sent", "accepted", "deleted"]);
  if (document.status === "authorised") return random.chance(50) ? "voided" : "authorised";
  if (document.status === "draft") return random.pick(["submitted", "authorised", "deleted"]);
  return document.status === "submitted" ? random.pick(["authorised", "deleted"]) : document.status;
}

/** Another app sent the lines without their ids: Xero made new ones. */
function renumbered(document: Document): Document {
  return {
    ...document,
    lines: document.lines.map((line) => {
      lineNumber += 1;
      return { ...line, id: `x-n${lineNumber}`, xeroLineId: `x-n${lineNumber}` };
    }),
  };
}

function paid(kind: SyncedKind, document: Document): Document {
  if (document.status !== "authorised" || (kind !== "invoice" && kind !== "bill") || document.totalMinor === 0) return document;
  return { ...document, status: "paid", amountPaidMinor: document.totalMinor, amountDueMinor: 0, fullyPaidOn: "2026-11-22" };
}

/** What Xero makes of a body it is sent: new lines get ids, what is ours alone is not there. */
export function receivedByXero(body: SyncedBody): SyncedBody {
  if (!("lines" in body)) return body;
  return {
    ...(body as Document),
    lines: (body as Document).lines.map((line) => {
      lineNumber += line.xeroLineId === null ? 1 : 0;
      const xeroLineId = line.xeroLineId ?? `x-n${lineNumber}`;
      return { ...line, id: xeroLineId, xeroLineId, projectId: null, serviceId: null, timeEntryIds: [] };
    }),
  };
}
