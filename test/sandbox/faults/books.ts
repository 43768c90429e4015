import { BookkeeperRefused } from "../bookkeeper/actions.ts";
import { bookkeeperOf } from "../bookkeeper/bookkeeper.ts";
import { addDays, dayInZone } from "../dates.ts";
import type { Invoice } from "../books/document.ts";
import type { Contact } from "../books/contact.ts";
import { pick } from "../random.ts";
import { usableOnLines } from "../rules/accounts.ts";
import type { SandboxOrganisation, World } from "../world.ts";
import type { ArmedFault } from "./fault.ts";
import { strikes, type Struck } from "./faults.ts";
import type { FaultKindName } from "./kinds.ts";

interface Scene {
  world: World;
  organisation: SandboxOrganisation;
  /** Body and path of the request about to be handled: the records it names are struck first. */
  asked: string;
  fault: ArmedFault;
}

/** What a person does in Xero between our read and our write, by fault. */
const acts: Partial<Record<FaultKindName, (scene: Scene) => void>> = {
  "invoice-voided": (scene) => onInvoice(scene, (one) => one.status === "AUTHORISED" && isUntouched(one), (one) => person(scene).void(the(scene, one))),
  "invoice-deleted": (scene) => onInvoice(scene, (one) => one.status === "DRAFT", (one) => person(scene).delete(the(scene, one))),
  "invoice-paid": (scene) => onInvoice(scene, (one) => one.status === "AUTHORISED", (one) => person(scene).payInvoice(the(scene, one))),
  "payment-deleted": (scene) => {
    const payment = chosen(scene, scene.organisation.books.payments.values(), (one) => one.status === "AUTHORISED");
    if (payment) person(scene).deletePayment({ tenantId: scene.organisation.tenantId, paymentId: payment.id });
  },
  "invoice-number-taken": (scene) => {
    const number = written(scene, "InvoiceNumber");
    if (number !== undefined) onInvoice(scene, (one) => one.type === "ACCREC" && one.status === "DRAFT" && !scene.asked.includes(one.id), (one) => person(scene).editInvoice({ ...the(scene, one), changes: { InvoiceNumber: number } }));
  },
  "invoice-credited": (scene) => onInvoice(scene, (one) => one.status === "AUTHORISED" && one.type === "ACCREC", (one) => credit(scene, one)),
  "line-retagged": (scene) =>
    onInvoice(scene, (one) => one.lines.length > 0 && one.type === "ACCPAY" && one.status !== "VOIDED" && one.status !== "DELETED", (one) => retag(scene, one)),
  "draft-edited": (scene) =>
    onInvoice(scene, (one) => one.status === "DRAFT" && one.lines.length > 0, (one) =>
      person(scene).editInvoiceLines({ ...the(scene, one), lines: one.lines.map((line, index) => ({ LineItemID: line.lineItemId, ...(index === 0 ? { Quantity: ((line.quantityScaled ?? 0) + 10_000) / 10_000 } : {}) })) })),
  "reference-edited": (scene) =>
    onInvoice(scene, (one) => one.status === "DRAFT" || one.type === "ACCPAY", (one) => person(scene).editInvoice({ ...the(scene, one), changes: { Reference: `Changed in Xero ${scene.fault.kind.length + one.updatedAtMs % 1000}` } })),
  "contact-edited": (scene) => onContact(scene, isActive, (one) => person(scene).editContact({ ...theContact(scene, one), changes: { Phones: [{ PhoneType: "DEFAULT", PhoneNumber: `55${one.updatedAtMs % 100_000}` }] } })),
  "contact-renamed": (scene) => onContact(scene, isActive, (one) => person(scene).editContact({ ...theContact(scene, one), changes: { Name: `${one.name} (renamed)` } })),
  "contact-name-taken": (scene) => {
    const name = written(scene, "Name");
    if (name !== undefined) person(scene).createContact({ tenantId: scene.organisation.tenantId, contact: { Name: name } });
  },
  "contact-archived": (scene) => onContact(scene, isActive, (one) => person(scene).archive(theContact(scene, one))),
  "contact-unarchived": (scene) => onContact(scene, (one) => one.status === "ARCHIVED" && one.mergedToContactId === undefined, (one) => person(scene).unarchive(theContact(scene, one))),
  "contacts-merged": (scene) => onContact(scene, isActive, (one) => merge(scene, one)),
  "period-locked": ({ world, organisation }) => {
    const today = dayInZone(world.clock.now(), organisation.books.organisation.timezone);
    bookkeeperOf(world).setLockDates({ tenantId: organisation.tenantId, endOfYearLockDate: addDays(today, -1) });
  },
  "account-archived": (scene) => onAccount(scene, (accountId) => person(scene).archiveAccount({ tenantId: scene.organisation.tenantId, accountId })),
  "account-renamed": (scene) => onAccount(scene, (accountId) => person(scene).renameAccount({ tenantId: scene.organisation.tenantId, accountId, code: `9${scene.world.clock.now() % 100_000}` })),
  "tracking-archived": (scene) => {
    const { books, tenantId } = scene.organisation;
    const options = [...books.trackingCategories.values()].flatMap((category) => category.options.filter((one) => one.status === "ACTIVE").map((option) => ({ categoryId: category.id, optionId: option.id })));
    if (options.length > 0) person(scene).archiveTrackingOption({ tenantId, ...pick(scene.world.state.random, options) });
  },
  "tracking-category-archived": (scene) => {
    const category = chosen(scene, scene.organisation.books.trackingCategories.values(), (one) => one.status === "ACTIVE");
    if (category) person(scene).archiveTrackingCategory({ tenantId: scene.organisation.tenantId, categoryId: category.id });
  },
  "item-vanished": (scene) => {
    const item = chosen(scene, scene.organisation.books.items.values(), () => true);
    if (item) person(scene).deleteItem({ tenantId: scene.organisation.tenantId, itemId: item.id });
  },
  "page-shift": (scene) =>
    onInvoice(scene, (one) => one.status !== "VOIDED" && one.status !== "DELETED" && one.status !== "PAID", (one) => person(scene).editInvoice({ ...the(scene, one), changes: { Url: "https://example.com/touched" } })),
};

export function strikeBooks(world: World, organisation: SandboxOrganisation, struck: Struck, asked: string): void {
  for (const { kind } of world.state.faults.armed) {
    const act = acts[kind as FaultKindName];
    const fault = act && strikes(world, kind as FaultKindName, struck);
    if (!act || !fault) continue;
    try {
      act({ world, organisation, asked, fault });
    } catch (error) {
      // Xero refused the person too (a lock date, a payment): then nothing happened before the request.
      if (!(error instanceof BookkeeperRefused)) throw error;
    }
  }
}

const person = (scene: Scene) => bookkeeperOf(scene.world);
const the = (scene: Scene, invoice: Invoice) => ({ tenantId: scene.organisation.tenantId, invoiceId: invoice.id });
const theContact = (scene: Scene, contact: Contact) => ({ tenantId: scene.organisation.tenantId, contactId: contact.id });
const isUntouched = (invoice: Invoice) => invoice.paymentIds.length === 0 && invoice.allocationIds.length === 0;
/** The first text of that field in the request's body. */
const written = (scene: Scene, field: string): string | undefined => new RegExp(`"${field}"\\s*:\\s*"([^"\\\\]+)"`).exec(scene.asked)?.[1];
const isActive = (contact: Contact) => contact.status === "ACTIVE";

/** The record the request names, or the one the test named, else any that fits. */
function chosen<T extends { id: string }>(scene: Scene, all: Iterable<T>, fits: (one: T) => boolean): T | undefined {
  const fitting = [...all].filter(fits);
  const named = scene.fault.with?.["id"];
  if (named !== undefined) return fitting.find((one) => one.id === named);
  const asked = fitting.filter((one) => scene.asked.includes(one.id));
  const from = asked.length > 0 ? asked : fitting;
  return from.length === 0 ? undefined : pick(scene.world.state.random, from);
}

function onInvoice(scene: Scene, fits: (one: Invoice) => boolean, act: (one: Invoice) => unknown): void {
  const invoice = chosen(scene, scene.organisation.books.invoices.values(), fits);
  if (invoice) act(invoice);
}

function onContact(scene: Scene, fits: (one: Contact) => boolean, act: (one: Contact) => unknown): void {
  const contact = chosen(scene, scene.organisation.books.contacts.values(), fits);
  if (contact) act(contact);
}

function onAccount(scene: Scene, act: (accountId: string) => unknown): void {
  const account = chosen(scene, scene.organisation.books.accounts.values(), (one) => usableOnLines(one) && one.systemAccount === undefined && (one.type === "EXPENSE" || one.type === "OVERHEADS"));
  if (account) act(account.id);
}

function retag(scene: Scene, bill: Invoice): void {
  const accounts = [...scene.organisation.books.accounts.values()].filter((one) => usableOnLines(one) && one.type === "EXPENSE");
  const [first] = bill.lines;
  if (!first || accounts.length === 0) return;
  const code = pick(scene.world.state.random, accounts).code;
  person(scene).editInvoiceLines({ ...the(scene, bill), lines: bill.lines.map((line) => ({ LineItemID: line.lineItemId, ...(line === first ? { AccountCode: code } : {}) })) });
}

function credit(scene: Scene, invoice: Invoice): void {
  const { tenantId } = scene.organisation;
  const account = invoice.lines.find((line) => line.accountId !== undefined)?.accountId;
  const note = person(scene).createCreditNote({ tenantId, creditNote: { Type: "ACCRECCREDIT", Status: "AUTHORISED", Contact: { ContactID: invoice.contactId }, CurrencyCode: invoice.currency, LineAmountTypes: "NoTax", LineItems: [{ Description: "Goodwill", Quantity: 1, UnitAmount: 10, AccountID: account }] } });
  person(scene).allocate({ tenantId, creditId: note.id, invoiceId: invoice.id });
}

function merge(scene: Scene, loser: Contact): void {
  const winner = [...scene.organisation.books.contacts.values()].find((one) => isActive(one) && one.id !== loser.id);
  if (winner) person(scene).mergeContacts({ tenantId: scene.organisation.tenantId, contactId: loser.id, intoContactId: winner.id });
}
