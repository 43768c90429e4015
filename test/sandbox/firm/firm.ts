import { bookkeeperOf } from "../bookkeeper/bookkeeper.ts";
import { emptyBooks, type Books } from "../books/books.ts";
import { addDays, dayInZone } from "../dates.ts";
import { nextBetween, nextFraction, nextGuid, nextSecret, pick, type RandomState } from "../random.ts";
import { noFaults } from "../faults/fault.ts";
import { virtualClock, type SandboxClock } from "../clock.ts";
import { emptyLog } from "../log.ts";
import type { SandboxOrganisation, World } from "../world.ts";
import { nextAbn } from "./abn.ts";
import { accountFromRow, australianChart, australianRates } from "./chart.ts";
import { addStanding } from "./standing.ts";
import { clients, otherClients, projects, suppliers, type Supplier } from "./people.ts";

export type FirmKind = "agency" | "empty" | "large";

const dayMs = 86_400_000;
const names = ["Marlow & Finch Agency", "Paperbark Studio", "Quokka Digital", "Bluestone Events", "Tallowood Design", "Driftwood Media"];

/** An organisation with its chart, rates and tracking categories and nothing else. */
export function newOrganisation(random: RandomState, index: number, nowMs: number): SandboxOrganisation {
  const name = `${names[index % names.length] ?? "Agency"}${index < names.length ? "" : ` ${Math.floor(index / names.length) + 1}`}`;
  const shortCode = `!${nextSecret(random, 5).replaceAll("_", "-")}`;
  const createdAtMs = nowMs - 500 * dayMs;
  const books: Books = emptyBooks({
    organisationId: nextGuid(random), name, legalName: `${name} Pty Ltd`, shortCode, version: "AU", countryCode: "AU", baseCurrency: "AUD",
    currencies: { USD: 652_300, NZD: 1_104_500, GBP: 514_100 },
    timezone: "AUSEASTERNSTANDARDTIME", taxNumber: nextAbn(random), class: "PREMIUM", isDemoCompany: false, hasProjects: true,
    financialYearEndDay: 30, financialYearEndMonth: 6, invoicePrefix: "INV-", nextInvoiceNumber: 1, nextCreditNoteNumber: 1, nextQuoteNumber: 1, createdAtMs, brandingThemeId: nextGuid(random),
  });
  for (const row of australianChart) {
    const account = accountFromRow(row, nextGuid(random), createdAtMs);
    books.accounts.set(account.id, account);
  }
  for (const rate of australianRates) books.taxRates.set(rate.taxType, { ...rate });
  const categoryId = nextGuid(random);
  const options = index === 0 ? projects : ["Retail", "Corporate", "Community"];
  books.trackingCategories.set(categoryId, { id: categoryId, name: index === 0 ? "Project" : "Segment", status: "ACTIVE", options: options.map((option) => ({ id: nextGuid(random), name: option, status: "ACTIVE" })) });
  if (index === 0) {
    const regionId = nextGuid(random);
    books.trackingCategories.set(regionId, { id: regionId, name: "Region", status: "ACTIVE", options: ["Eastside", "North", "South", "West Coast"].map((option) => ({ id: nextGuid(random), name: option, status: "ACTIVE" })) });
  }
  // One id under two names: xero-node's updateTenants joins connections to organisations by it. (The one drawn above keeps the stream as it was.)
  const tenantId = nextGuid(random);
  books.organisation.organisationId = tenantId;
  return { tenantId, shortCode, name, books };
}

/** A year of an agency's work, lived day by day through the same rules a bookkeeper meets. */
export function liveThrough(world: World, organisation: SandboxOrganisation, kind: FirmKind, index: number): void {
  const nowMs = world.clock.now();
  const scene: Scene = { ...pastWorld(world, organisation, nowMs), random: world.state.random, nowMs };
  const days = kind === "large" ? 365 : 360;
  const customers = (index === 0 ? clients : otherClients).map((client, at) => addClient(scene, client, at));
  const bought = (index === 0 ? suppliers : suppliers.slice(index % 3, (index % 3) + 7)).map((supplier, at) => ({ supplier, contactId: addSupplier(scene, supplier, at) }));
  const invoicesADay = kind === "large" ? 14 : index === 0 ? 0.55 : 0.25;
  const billsFactor = kind === "large" ? 12 : index === 0 ? 1 : 0.8;
  for (let day = days; day >= 1; day -= 1) {
    scene.setTo(nowMs - day * dayMs);
    const date = dayInZone(nowMs - day * dayMs, organisation.books.organisation.timezone);
    for (let due = invoicesADay; nextFraction(scene.random) < due; due -= 1) sell(scene, pick(scene.random, customers), date, day);
    for (const { supplier, contactId } of bought) {
      for (let due = billsFactor / (supplier.everyMonths * 30.4); nextFraction(scene.random) < due; due -= 1) buy(scene, supplier, contactId, date, day);
    }
  }
  const random = aside(world.state.random);
  liveAside({ ...scene, ...pastWorld(world, organisation, nowMs, random) }, customers);
  addStanding(organisation.books, { random, nowMs, customers, userIds: world.state.users.map((user) => user.userId) });
}

/** A stream of its own for what came later to this file, so that the year above keeps its ids. */
const aside = (random: RandomState): RandomState => ({ ...random, counter: (random.counter + 7_777_777) | 0 });

/** What a year has besides: bank fees and card spending, quotes in each state, credit notes and one customer who overpaid. */
function liveAside(scene: Scene, customers: readonly string[]): void {
  const { organisation, tenantId, bookkeeper, nowMs } = scene;
  const random = aside(scene.random);
  const day = (daysAgo: number) => {
    scene.setTo(nowMs - daysAgo * dayMs);
    return dayInZone(nowMs - daysAgo * dayMs, organisation.books.organisation.timezone);
  };
  const bank = bookkeeper.createContact({ tenantId, contact: { Name: "Harbour Mutual Bank" } });
  for (let daysAgo = 350; daysAgo > 0; daysAgo -= 30) {
    const line = { Description: "Account keeping fee", Quantity: 1, UnitAmount: nextBetween(random, 900, 2400) / 100, AccountCode: "404" };
    bookkeeper.createBankTransaction({ tenantId, bankTransaction: { Type: "SPEND", Contact: { ContactID: bank.id }, BankAccount: { Code: "090" }, Date: day(daysAgo), IsReconciled: true, LineItems: [line] } });
  }
  for (const [index, status] of (["DRAFT", "SENT", "SENT", "ACCEPTED", "DECLINED"] as const).entries()) {
    const line = { Description: "Campaign, as discussed", Quantity: nextBetween(random, 4, 40), UnitAmount: 165, AccountCode: "200" };
    bookkeeper.createQuote({ tenantId, quote: { Status: status, Title: projects[index] ?? "", Contact: { ContactID: pick(random, customers) }, Date: day(40 - index * 6), ExpiryDate: day(10 - index), LineAmountTypes: "EXCLUSIVE", LineItems: [line] } });
  }
  const deposit = { Description: "Deposit", Quantity: 1, UnitAmount: 550, AccountCode: "200" };
  bookkeeper.createBankTransaction({ tenantId, bankTransaction: { Type: "RECEIVE-PREPAYMENT", Contact: { ContactID: pick(random, customers) }, BankAccount: { Code: "090" }, Date: day(15), LineItems: [deposit] } });
  const [first, second, overpaid] = [24, 21, 18].map((daysAgo) =>
    bookkeeper.createInvoice({ tenantId, invoice: { Status: "AUTHORISED", Contact: { ContactID: pick(random, customers) }, Date: day(daysAgo), LineItems: [{ Description: "Design, hours", Quantity: 16, UnitAmount: 165, AccountCode: "200" }] } }));
  for (const invoice of [first, second]) {
    if (!invoice) continue;
    const note = bookkeeper.createCreditNote({ tenantId, creditNote: { Type: "ACCRECCREDIT", Status: "AUTHORISED", Contact: { ContactID: invoice.contactId }, Date: day(3), Reference: invoice.number, LineItems: [{ Description: "Hours not used", Quantity: 2, UnitAmount: 165, AccountCode: "200" }] } });
    bookkeeper.allocate({ tenantId, creditId: note.id, invoiceId: invoice.id, date: day(3) });
  }
  if (overpaid) bookkeeper.payInvoice({ tenantId, invoiceId: overpaid.id, amountMinor: overpaid.totalMinor + 5_000, date: day(2) });
}

interface Scene extends PastWorld {
  random: RandomState;
  nowMs: number;
}

interface PastWorld {
  organisation: SandboxOrganisation;
  tenantId: string;
  bookkeeper: ReturnType<typeof bookkeeperOf>;
  setTo: (ms: number) => void;
}

/** A stage that shares books, randomness and assumptions with the world but has its own clock and log, and no subscribers. */
function pastWorld(world: World, organisation: SandboxOrganisation, nowMs: number, random = world.state.random): PastWorld {
  let at = nowMs;
  const clock: SandboxClock = { ...virtualClock(nowMs), now: () => at };
  const stage: World = {
    clock,
    deliverWebhook: world.deliverWebhook,
    state: { ...world.state, random, organisations: [organisation], webhook: { ...world.state.webhook, status: "off" }, log: emptyLog(), faults: noFaults() },
  };
  return { organisation, tenantId: organisation.tenantId, bookkeeper: bookkeeperOf(stage), setTo: (ms) => (at = ms) };
}

function phone(random: RandomState) {
  return [{ PhoneType: "DEFAULT", PhoneNumber: `5550 ${nextBetween(random, 1000, 9999)}`, PhoneAreaCode: "02", PhoneCountryCode: "61" }];
}

const mailName = (name: string) => name.toLowerCase().replace(/[^a-z]+/g, "");

function addClient(scene: Scene, client: (typeof clients)[number], at: number): string {
  scene.setTo(scene.nowMs - (400 - at) * dayMs);
  const contact = scene.bookkeeper.createContact({
    tenantId: scene.tenantId,
    contact: {
      Name: client.name, FirstName: client.person[0], LastName: client.person[1], EmailAddress: `accounts@${mailName(client.name)}.example`, TaxNumber: nextAbn(scene.random), AccountNumber: `C${String(at + 1).padStart(3, "0")}`,
      Phones: phone(scene.random),
      Addresses: [{ AddressType: "STREET", AddressLine1: `${nextBetween(scene.random, 1, 240)} ${pick(scene.random, ["King", "Station", "Harbour", "Mill", "Church", "Foster"])} Street`, City: client.city, Region: client.region, PostalCode: String(nextBetween(scene.random, 2000, 7999)), Country: "Australia" }],
      ContactPersons: [{ FirstName: client.person[0], LastName: client.person[1], EmailAddress: `${client.person[0].toLowerCase()}@${mailName(client.name)}.example`, IncludeInEmails: true }],
      PaymentTerms: { Sales: { Day: pick(scene.random, [14, 21, 30]), Type: "DAYSAFTERBILLDATE" } },
    },
  });
  return contact.id;
}

function addSupplier(scene: Scene, supplier: Supplier, at: number): string {
  scene.setTo(scene.nowMs - (400 - at) * dayMs);
  const contact = scene.bookkeeper.createContact({
    tenantId: scene.tenantId,
    contact: {
      Name: supplier.name, EmailAddress: `billing@${mailName(supplier.name)}.example`, TaxNumber: nextAbn(scene.random), AccountNumber: `S${String(at + 1).padStart(3, "0")}`, Phones: phone(scene.random),
      PaymentTerms: { Bills: { Day: pick(scene.random, [7, 14, 30]), Type: "DAYSAFTERBILLDATE" } },
    },
  });
  return contact.id;
}

function projectTracking(scene: Scene, chosen?: number): Record<string, unknown>[] {
  const [category] = [...scene.organisation.books.trackingCategories.values()];
  if (!category) return [];
  const option = chosen === undefined ? pick(scene.random, category.options) : category.options[chosen % category.options.length];
  return option ? [{ TrackingCategoryID: category.id, TrackingOptionID: option.id }] : [];
}

const work = [
  ["Strategy workshop", "200", 1850, 1], ["Design, hours", "200", 165, 24], ["Account management, hours", "200", 140, 8], ["Website development, hours", "200", 175, 40],
  ["Media commission", "205", 1200, 1], ["Print production, recharged", "210", 2400, 1], ["Film production, recharged", "210", 8200, 1], ["Copywriting, hours", "200", 130, 12],
] as const;

/** Older sales are mostly paid, some in two parts; the newest are drafts or wait. */
function sell(scene: Scene, contactId: string, date: string, daysAgo: number): void {
  const { random, tenantId, bookkeeper } = scene;
  const project = nextBetween(random, 0, 11);
  const lines = Array.from({ length: nextBetween(random, 1, 3) }, () => {
    const [description, code, price, most] = pick(random, work);
    return { Description: description, Quantity: nextBetween(random, 1, most * 4) / (most > 1 ? 4 : 1), UnitAmount: price, AccountCode: code, Tracking: projectTracking(scene, project) };
  });
  const chance = nextFraction(random);
  const status = daysAgo < 6 && chance < 0.4 ? "DRAFT" : daysAgo < 12 && chance < 0.5 ? "SUBMITTED" : "AUTHORISED";
  const invoice = bookkeeper.createInvoice({ tenantId, invoice: { Contact: { ContactID: contactId }, Date: date, LineAmountTypes: "Exclusive", Reference: projects[project] ?? "", Status: status, LineItems: lines } });
  if (status !== "AUTHORISED") return;
  if (chance > 0.98) bookkeeper.void({ tenantId, invoiceId: invoice.id });
  else settleUp(scene, invoice.id, date, daysAgo, invoice.totalMinor);
}

function buy(scene: Scene, supplier: Supplier, contactId: string, date: string, daysAgo: number): void {
  const { random, tenantId, bookkeeper } = scene;
  const count = supplier.lines.length > 1 && nextFraction(random) < 0.3 ? 2 : 1;
  const lines = Array.from({ length: count }, () => {
    const strays = supplier.sometimes && nextFraction(random) < supplier.sometimes.share ? supplier.sometimes.account : undefined;
    return {
      Description: pick(random, supplier.lines), Quantity: 1, UnitAmount: nextBetween(random, supplier.from * 100, supplier.to * 100) / 100 / count,
      AccountCode: strays ?? supplier.account, TaxType: supplier.taxType, ...(supplier.onProjects ? { Tracking: projectTracking(scene) } : {}),
    };
  });
  const chance = nextFraction(random);
  const status = daysAgo < 10 && chance < 0.5 ? "DRAFT" : "AUTHORISED";
  const bill = bookkeeper.createBill({ tenantId, bill: { Contact: { ContactID: contactId }, InvoiceNumber: `${supplier.name.slice(0, 2).toUpperCase()}-${nextBetween(random, 1000, 99999)}`, Date: date, DueDate: addDays(date, 14), LineAmountTypes: "Exclusive", Status: status, LineItems: lines } });
  if (status === "AUTHORISED") settleUp(scene, bill.id, date, daysAgo, bill.totalMinor);
}

function settleUp(scene: Scene, invoiceId: string, date: string, daysAgo: number, totalMinor: number): void {
  const { random, tenantId, bookkeeper } = scene;
  const after = nextBetween(random, 3, 45);
  if (after >= daysAgo || nextFraction(random) < 0.06) return;
  const paidOn = addDays(date, after);
  scene.setTo(scene.nowMs - (daysAgo - after) * dayMs);
  if (nextFraction(random) < 0.1 && totalMinor > 2) bookkeeper.payInvoice({ tenantId, invoiceId, amountMinor: Math.floor(totalMinor / 2), date: paidOn });
  else bookkeeper.payInvoice({ tenantId, invoiceId, date: paidOn });
  scene.setTo(scene.nowMs - daysAgo * dayMs);
}
