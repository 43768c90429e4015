import { equalGroup, groupsOf } from "../../../shared/merge/recordGroups.ts";
import { alignLines } from "../../../shared/merge/alignLines.ts";
import type { Document } from "../../../shared/records/document.ts";
import type { SyncedBody } from "../../../shared/merge/groups.ts";
import type { SyncedKind } from "../../../shared/records/kinds.ts";
import type { OrganisationFacts } from "../../../shared/records/organisation.ts";
import type { Row } from "../../../worker/store/port.ts";
import type { SimOrganisation } from "../world/simWorld.ts";
import type { View } from "./view.ts";

/** States in which a record may rest: agreed, ended, or waiting for a person who is told why. */
const RESTS: ReadonlySet<string> = new Set(["in_step", "ended", "conflict", "proposal", "waiting", "refused"]);

/** With faults off, each link is equal on both sides and last seen as Xero has it, or says why it is not; and nothing of Xero's is unknown. */
export function convergence(view: View): string[] {
  return view.world.organisations.flatMap((organisation) => {
    const links = view.of(organisation, "link");
    return [...links.flatMap((link) => atRest(view, organisation, link)), ...neverMet(organisation, new Set(links.map(({ xeroId }) => xeroId))), ...lockDates(view, organisation)];
  });
}

function atRest(view: View, organisation: SimOrganisation, link: Row<"link">): string[] {
  const what = `${link.kind} ${link.recordId}`;
  // What ended in Xero before it was ever met here has no record, and says so.
  if (link.state === "unlinked" && (link.reason !== null || isOursAlone(view, organisation, link))) return [];
  if (!RESTS.has(link.state)) return [`${what} rests as ${link.state}: ${JSON.stringify(link.reason)}`];
  if (link.state === "ended" && livesOn(organisation, link.xeroId)) return [`${what} is said to have ended, and lives on in Xero`];
  if (link.state === "ended" && !isFollowed(view, organisation, link)) return [`${what} was merged into another one that is here, and nobody follows it there`];
  if (link.state !== "in_step" || link.xeroHash === null) return [];
  const raw = view.of(organisation, "snapshot").find(({ hash }) => hash === link.xeroHash)?.body;
  const mapped = raw === undefined ? null : view.xeroBody(organisation, link, raw);
  const record = view.of(organisation, "record").find(({ id }) => id === link.recordId);
  if (mapped === null || record === undefined) return [`${what} is in step but cannot be mapped`];
  const ours = JSON.parse(record.body) as SyncedBody;
  const theirs = "lines" in ours ? (alignLines(ours as Document, mapped as Document, null).xero as SyncedBody) : mapped;
  const kind = link.kind as SyncedKind;
  const found = groupsOf(kind, ours).filter((group) => !equalGroup(kind, group, ours, theirs)).map((group) => `${what} differs in ${group} though in step`);
  if ("lines" in ours) found.push(...linesDiffer(organisation, link.xeroId!, ours as Document).map((how) => `${what} ${how} though in step`));
  const updatedAt = lastChange(organisation, link.xeroId!);
  if (updatedAt !== undefined && updatedAt !== link.xeroUpdatedAt) found.push(`${what} was last seen at ${link.xeroUpdatedAt}, Xero has ${updatedAt}`);
  return found;
}

/** Against the books themselves: what was read of them may have been rounded. */
function linesDiffer({ books }: SimOrganisation, xeroId: string, document: Document): string[] {
  const theirs = new Map(books.invoices.get(xeroId)?.lines.map((line) => [line.lineItemId, line]));
  return document.lines.flatMap(({ id, xeroLineId, unitAmountE4, quantityE4 }) => {
    const line = theirs.get(xeroLineId ?? "");
    const same = line === undefined || ((line.unitAmountScaled ?? 0) === unitAmountE4 && (line.quantityScaled ?? 0) === quantityE4);
    return same ? [] : [`has ${quantityE4} at ${unitAmountE4} in line ${id}, Xero ${line.quantityScaled} at ${line.unitAmountScaled}`];
  });
}

/** Neither voided nor deleted, archived or merged away. */
function livesOn({ books }: SimOrganisation, xeroId: string | null): boolean {
  if (xeroId === null) return false;
  const contact = books.contacts.get(xeroId);
  if (contact !== undefined) return contact.status === "ACTIVE" && contact.mergedToContactId === undefined;
  const invoice = books.invoices.get(xeroId);
  return invoice !== undefined && invoice.status !== "VOIDED" && invoice.status !== "DELETED";
}

/** A contact that was merged away says into which of ours, once that one is here. */
function isFollowed(view: View, organisation: SimOrganisation, { recordId, xeroId }: Row<"link">): boolean {
  const into = organisation.books.contacts.get(xeroId ?? "")?.mergedToContactId;
  const record = view.of(organisation, "record").find(({ id }) => id === recordId);
  if (into === undefined || record === undefined || !view.of(organisation, "link").some((link) => link.xeroId === into)) return true;
  return (JSON.parse(record.body) as { mergedIntoId: string | null }).mergedIntoId !== null;
}

/** What may not be written to is what Xero locks, to the day. */
function lockDates(view: View, { id, books }: SimOrganisation): string[] {
  const facts = view.rows.organisation.find((row) => row.id === id)?.facts as OrganisationFacts | null | undefined;
  if (facts == null) return [];
  const { periodLockDate = null, endOfYearLockDate = null } = books.organisation;
  return facts.periodLockDate === periodLockDate && facts.yearEndLockDate === endOfYearLockDate ? [] : [`the books are locked up to ${facts.periodLockDate} and ${facts.yearEndLockDate} here, up to ${periodLockDate} and ${endOfYearLockDate} in Xero`];
}

/** A contact archived here before it ever reached Xero stays here. */
function isOursAlone(view: View, organisation: SimOrganisation, { kind, recordId }: Row<"link">): boolean {
  const record = view.of(organisation, "record").find(({ id }) => id === recordId);
  return kind === "contact" && record !== undefined && (JSON.parse(record.body) as { status: string }).status !== "active";
}

function lastChange({ books }: SimOrganisation, xeroId: string): number | undefined {
  return (books.contacts.get(xeroId) ?? books.invoices.get(xeroId) ?? books.creditNotes.get(xeroId) ?? books.quotes.get(xeroId) ?? books.bankTransactions.get(xeroId))?.updatedAtMs;
}

function neverMet({ books }: SimOrganisation, linked: ReadonlySet<string | null>): string[] {
  const { contacts, invoices, payments, creditNotes, quotes, bankTransactions, overpayments, prepayments } = books;
  const spent = [...bankTransactions.values()].filter(({ type }) => type === "SPEND" || type === "RECEIVE").map(({ id }) => id);
  const kinds = { contact: contacts.keys(), document: invoices.keys(), payment: payments.keys(), "credit note": creditNotes.keys(), quote: quotes.keys(), overpayment: overpayments.keys(), prepayment: prepayments.keys(), "bank transaction": spent };
  return Object.entries(kinds).flatMap(([kind, ids]) => [...ids].filter((id) => !linked.has(id)).map((id) => `${kind} ${id} of Xero was never met`));
}
