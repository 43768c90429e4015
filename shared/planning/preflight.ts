import { isTextOnly } from "../mapping/xeroLines.ts";
import { familyOf, type GroupKey, type SyncedBody } from "../merge/groups.ts";
import { formatMinor } from "../money.ts";
import { XERO_LIMITS } from "../limits.ts";
import type { Contact } from "../records/contact.ts";
import type { Document, Line } from "../records/document.ts";
import type { SyncedKind } from "../records/kinds.ts";
import type { Account, OrganisationFacts } from "../records/organisation.ts";
import type { Payment } from "../records/payment.ts";
import type { PushOperation } from "./actions.ts";
import { lockedUpTo } from "./lockedUpTo.ts";
import type { Reason, ReasonCode } from "./reasons.ts";
import type { References } from "./references.ts";
import type { SyncRules } from "./rules.ts";
import { isPosted } from "./recordStatus.ts";

export interface PreflightInput {
  kind: SyncedKind;
  operation: PushOperation;
  /** As it would be in Xero afterwards. */
  body: SyncedBody;
  groups: readonly GroupKey[];
  /** Xero's present side; null when creating. */
  xero: SyncedBody | null;
  rules: SyncRules;
  organisation: OrganisationFacts;
  references: References;
}

/**
 * Why Xero would refuse this write, or null. What fails is not sent: it waits, says why, and says what can be done. The first reason
 * is the one to mend first.
 */
export function preflight(input: PreflightInput): Reason | null {
  if (input.kind === "contact") return contactProblem(input.body as Contact);
  if (input.kind === "payment") return paymentProblem(input, input.body as Payment);
  for (const check of DOCUMENT_CHECKS) {
    const problem = check(input, input.body as Document, input.xero as Document | null);
    if (problem) return problem;
  }
  return null;
}

function because(code: ReasonCode, sentence: string, remedy: string): Reason {
  return { code, sentence, remedy };
}

/** Xero's page on contacts: lengths, and no angle brackets in a name. */
function contactProblem(contact: Contact): Reason | null {
  const invalid = (what: string) => because("field_invalid", `Xero would refuse this contact: ${what}.`, "Change the contact here; it is sent again by itself.");
  if (contact.name.trim() === "") return invalid("it has no name");
  if (/[<>]/.test(contact.name)) return invalid("its name contains < or >");
  if (contact.name.length > 255) return invalid("its name is longer than 255 characters");
  if ((contact.taxNumber ?? "").length > 50) return invalid("its tax number is longer than 50 characters");
  if ((contact.accountNumber ?? "").length > 50) return invalid("its account number is longer than 50 characters");
  if (contact.persons.length > XERO_LIMITS.personsPerContact) return invalid(`it has more than ${XERO_LIMITS.personsPerContact} people`);
  return null;
}

function paymentProblem(input: PreflightInput, payment: Payment): Reason | null {
  const { operation, references, organisation } = input;
  if (operation === "delete") {
    if (!(input.xero as Payment | null)?.isReconciled) return null;
    return because("reconciled", "The payment is reconciled with the bank in Xero.", "Un-reconcile it in Xero first; then it is deleted by itself.");
  }
  const paid = (["invoice", "bill", "credit_note", "overpayment", "prepayment"] as const).some((kind) => references.xeroIdOf(kind, payment.documentId) !== null);
  if (!paid) return because("document_first", "The paid document is not in Xero yet.", "Nothing to do: the payment follows it.");
  if (payment.accountId === null) {
    const method = payment.method === null ? "payments without a method" : `the method "${payment.method}"`;
    return because("bank_account_missing", `No Xero account is chosen for ${method}.`, "Choose a bank or clearing account for it in the mappings.");
  }
  const account = references.accountById(payment.accountId);
  if (account && (account.status !== "active" || (account.type !== "BANK" && !account.enablePayments))) {
    return because("account_unusable", `${account.name} cannot take payments in Xero.`, "Choose a bank account, or one with payments enabled, in the mappings.");
  }
  const dueMinor = references.amountDueMinor(payment.documentId);
  if (dueMinor !== null && payment.amountMinor > dueMinor) {
    const amounts = `${formatMinor(payment.amountMinor, payment.currency)} is more than the ${formatMinor(dueMinor, payment.currency)} still due`;
    return because("more_than_due", `The payment of ${amounts} in Xero.`, "Correct the amount, or record the rest as an overpayment. It is never shrunk by itself.");
  }
  return lockProblem(organisation, payment.date);
}

type DocumentCheck = (input: PreflightInput, document: Document, xero: Document | null) => Reason | null;

const DOCUMENT_CHECKS: readonly DocumentCheck[] = [
  contactIsThere,
  statusMayMove,
  paymentsAllow,
  periodIsOpen,
  planAllows,
  linesAreComplete,
  accountsFit,
  trackingIsActive,
];

function contactIsThere(input: PreflightInput, document: Document): Reason | null {
  if (input.references.xeroIdOf("contact", document.contactId) !== null) return null;
  return because("contact_first", "Its contact is not in Xero yet.", "Nothing to do: it follows its contact.");
}

/** Xero's status machine goes one way (its page on invoice statuses). */
const NEXT_STATUS: Readonly<Record<string, readonly string[]>> = {
  draft: ["submitted", "authorised", "deleted"],
  submitted: ["draft", "authorised", "deleted"],
  authorised: ["voided"],
  paid: [],
};

/** Quotes may also be sent back and forth; accepted ones become invoiced. */
const NEXT_QUOTE_STATUS: Readonly<Record<string, readonly string[]>> = {
  draft: ["sent", "accepted", "deleted"],
  sent: ["accepted", "declined", "invoiced", "draft", "deleted"],
  accepted: ["invoiced", "sent", "declined", "deleted"],
  declined: ["sent", "accepted", "draft", "deleted"],
  invoiced: ["deleted"],
};

function statusMayMove({ kind, operation }: PreflightInput, document: Document, xero: Document | null): Reason | null {
  if (operation === "allocate" || operation === "unallocate" || xero === null || document.status === xero.status) return null;
  const next = (kind === "quote" ? NEXT_QUOTE_STATUS : NEXT_STATUS)[xero.status] ?? [];
  if (next.includes(document.status)) return null;
  return because(
    "not_allowed_by_status",
    `Xero does not let a document that is ${xero.status} become ${document.status}.`,
    xero.status === "paid" ? "Delete its payments first, or credit it." : "Take the status back here, or void it and make a new one.",
  );
}

/** What Xero still takes of a bill with payments (its change of 19 March 2026). Sales invoices are taken as locked. */
const EDITABLE_WHEN_PAID = new Set(["reference", "dueDate", "identity", "text", "coding"]);

/** Whether Xero refuses a change of the group once something is paid or credited. */
export function isLockedByPayments(kind: SyncedKind, group: GroupKey): boolean {
  return kind !== "bill" || !EDITABLE_WHEN_PAID.has(familyOf(group));
}

function paymentsAllow({ kind, operation, groups }: PreflightInput, _: Document, xero: Document | null): Reason | null {
  if (xero === null || operation === "allocate" || operation === "unallocate") return null;
  if (xero.amountPaidMinor === 0 && xero.amountCreditedMinor === 0 && xero.allocations.length === 0) {
    if (kind === "bank_transaction" && xero.isReconciled) {
      return because("reconciled", "The bank transaction is reconciled in Xero.", "Un-reconcile it in Xero first, or change it there.");
    }
    return null;
  }
  if (operation === "void" || operation === "delete") {
    const applied = formatMinor(xero.amountPaidMinor + xero.amountCreditedMinor, xero.currency);
    return because("payments_applied", `${applied} is paid or credited on it in Xero.`, "Remove the payments and credits in Xero first, or make a credit note.");
  }
  if (groups.every((group) => !isLockedByPayments(kind, group))) return null;
  return because("paid_locked", "Xero does not let this be changed once something is paid.", "Make a credit note and a new document, or change it in Xero.");
}

/** What can be done about a locked period; unlocking it is never asked for. */
export const LOCKED_REMEDY = "Use a later date, keep it as a draft, make a credit note, or ask your adviser.";

function lockProblem(organisation: OrganisationFacts, ...days: readonly string[]): Reason | null {
  for (const lock of [organisation.yearEndLockDate, organisation.periodLockDate]) {
    if (lock === null || days.every((day) => day > lock)) continue;
    return because("locked_period", lockedUpTo(lock), LOCKED_REMEDY);
  }
  return null;
}

/** Lock dates are days in the organisation's own zone, as the documents' dates are. Drafts may be dated inside a locked period. */
function periodIsOpen({ kind, groups, operation, organisation }: PreflightInput, document: Document, xero: Document | null): Reason | null {
  const postedAfter = isPosted(kind, document) || document.status === "voided";
  const touches = operation !== "update" || groups.some((group) => LEDGER_FAMILIES.has(familyOf(group)));
  if (!postedAfter || !touches) return null;
  return lockProblem(organisation, document.date, ...(xero && isPosted(kind, xero) ? [xero.date] : []));
}

const LEDGER_FAMILIES = new Set(["money", "coding", "identity", "status"]);

/** Xero's name for approving such a document, as its plan allows or bars it. */
export function approvalAction(kind: SyncedKind): string | null {
  return kind === "invoice" ? "CreateApprovedInvoice" : kind === "bill" ? "CreateApprovedBill" : null;
}

/** Small plans approve a few documents a month; Xero says so in Organisation/Actions. */
function planAllows({ kind, references }: PreflightInput, document: Document, xero: Document | null): Reason | null {
  const action = approvalAction(kind);
  if (action === null || !references.barredActions.has(action)) return null;
  if (document.status !== "authorised" || xero?.status === "authorised" || xero?.status === "paid") return null;
  return because("plan_cap", "The Xero plan's limit of approved documents is reached.", "Wait for the next month, raise the plan in Xero, or keep it as a draft.");
}

/** Headings aside, every line needs what Xero needs to post it. A missing due date is Xero's to say: the contact's terms may give it. */
function linesAreComplete({ operation, groups }: PreflightInput, document: Document): Reason | null {
  if (!sendsLines(operation, groups)) return null;
  const approving = document.status === "authorised" || document.status === "submitted";
  if (approving && document.lines.length === 0) return because("field_invalid", "It has no lines.", "Add a line.");
  for (const [index, line] of document.lines.entries()) {
    const named = `Line ${index + 1}`;
    if (line.description === null) return because("field_invalid", `${named} has no description.`, "Describe it; Xero needs a text on every line.");
    if (!approving || isTextOnly(line)) continue;
    if (line.accountCode === null) return because("account_missing", `${named} has no account.`, "Give it an account, or its service one in the mappings.");
    if (line.taxType === null && document.lineAmountTypes !== "none") return because("tax_missing", `${named} has no tax rate.`, "Give it a tax rate, or its service one in the mappings.");
  }
  return null;
}

/** System accounts that a line may carry all the same (Xero's page on accounts). */
const SYSTEM_ACCOUNTS_FOR_LINES = new Set(["HISTORICAL", "RETAINEDEARNINGS", "GSTONIMPORTS", "WAGEPAYABLES", "UNPAIDEXPCLM"]);

function accountsFit({ operation, groups, references }: PreflightInput, document: Document): Reason | null {
  if (!sendsLines(operation, groups)) return null;
  for (const [index, line] of document.lines.entries()) {
    const problem = codingProblem(line, `Line ${index + 1}`, document, references);
    if (problem) return problem;
  }
  return null;
}

function codingProblem(line: Line, named: string, document: Document, references: References): Reason | null {
  const account = line.accountCode === null ? null : references.accountByCode(line.accountCode);
  if (line.accountCode !== null && (!account || !usableOnLines(account))) {
    const why = account ? (account.status === "archived" ? "is archived in Xero" : "cannot be used on a line in Xero") : "is not in Xero's chart of accounts";
    return because("account_unusable", `${named}: account ${line.accountCode} ${why}.`, "Choose another account.");
  }
  if (line.taxType === null || document.lineAmountTypes === "none") return null;
  const rate = references.taxRate(line.taxType);
  if (!rate || rate.status !== "active") {
    return because("tax_unusable", `${named}: tax rate ${rate?.name ?? line.taxType} is ${rate ? "archived" : "not known"} in Xero.`, "Choose another tax rate.");
  }
  if (!account || rateFits(rate.appliesTo, account)) return null;
  return because("tax_not_for_account", `${named}: ${rate.name} cannot be used with account ${line.accountCode} in Xero.`, "Choose a tax rate that Xero allows for this account.");
}

function usableOnLines(account: Account): boolean {
  if (account.status !== "active" || account.type === "BANK" || account.type === "INVENTORY") return false;
  return account.systemAccount === null || SYSTEM_ACCOUNTS_FOR_LINES.has(account.systemAccount);
}

const APPLIES_TO: Readonly<Record<string, "revenue" | "expenses" | "assets" | "liabilities" | "equity">> = {
  REVENUE: "revenue",
  EXPENSE: "expenses",
  ASSET: "assets",
  LIABILITY: "liabilities",
  EQUITY: "equity",
};

function rateFits(appliesTo: { revenue: boolean; expenses: boolean; assets: boolean; liabilities: boolean; equity: boolean }, account: Account): boolean {
  const part = APPLIES_TO[account.class.toUpperCase()];
  return part === undefined || appliesTo[part];
}

function trackingIsActive({ operation, groups, references }: PreflightInput, document: Document): Reason | null {
  if (!sendsLines(operation, groups)) return null;
  for (const [index, line] of document.lines.entries()) {
    if (line.tracking.length > XERO_LIMITS.trackingPerLine) return because("tracking_unusable", `Line ${index + 1} has more than two tracking options.`, "Xero takes at most two on a line.");
    for (const choice of line.tracking) {
      const category = references.trackingCategory(choice.categoryId);
      const option = category?.options.find((one) => one.id === choice.optionId);
      if (category?.status === "active" && option?.status === "active") continue;
      return because("tracking_unusable", `Line ${index + 1}: tracking option ${option?.name ?? choice.optionId} is ${option ? "archived" : "not known"} in Xero.`, "Restore it in Xero, or choose another.");
    }
  }
  return null;
}

function sendsLines(operation: PushOperation, groups: readonly GroupKey[]): boolean {
  if (operation === "create") return true;
  return operation === "update" && groups.some((group) => /^(coding:|text:|money$)/.test(group));
}
