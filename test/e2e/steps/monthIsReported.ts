import type { MonthListView } from "../../../shared/api/reportShapes.ts";
import { formatMinor, toHome } from "../../../shared/money.ts";
import { lastDayOf, type Month, monthName, monthOf } from "../../../shared/months.ts";
import type { Books } from "../../sandbox/books/books.ts";
import { ownPage } from "../chromium.ts";
import { expectThat, type Observed, type StoryWorld } from "../story.ts";
import { ofTenant } from "./firstImport.ts";

/** The dashboard opens on the last full month's report, and its figures are those of Xero's books, added up there document by document. */
export async function monthIsReported(world: StoryWorld): Promise<Observed> {
  const { items } = await world.api.get<MonthListView>("/v1/reports/months");
  const [running, last] = items;
  expectThat(running?.state === "running" && last !== undefined, "The running month comes first, then those that are over.", items.slice(0, 3));
  const page = await world.browser.newPage();
  await page.goto(`${ownPage("dashboard")}#reports`);
  await page.getByRole("heading", { level: 2, name: monthName(last.month) }).waitFor();
  const shown = {
    invoiced: await page.getByRole("region", { name: "Projects of the month" }).getByRole("row", { name: /^All together/ }).innerText(),
    owed: await page.getByRole("region", { name: "What is owed" }).getByRole("row", { name: /^Owed by clients/ }).innerText(),
    cameIn: await page.getByRole("region", { name: "Bank" }).locator("dd").first().innerText(),
  };
  await world.picture("dashboard-report", page);
  await page.close();
  const { books } = ofTenant(world);
  const expected = { invoiced: invoicedIn(books, last.month), owed: owedAtEndOf(books, last.month), cameIn: cameInDuring(books, last.month) };
  for (const figure of ["invoiced", "owed", "cameIn"] as const) {
    const amount = formatMinor(expected[figure], books.organisation.baseCurrency);
    expectThat(expected[figure] > 0 && shown[figure].includes(`$${amount}`), `The report's ${figure} is that of Xero's books, ${amount}.`, shown);
  }
  return { month: last.month, ...expected };
}

type Dated = { date: string; currency: string; rateScaled: number };

function homeOf({ organisation }: Books, { currency, rateScaled }: Dated, amountMinor: number): number {
  return toHome(amountMinor, currency, rateScaled, organisation.baseCurrency) ?? 0;
}

const isPosted = ({ status }: { status: string }): boolean => status === "AUTHORISED" || status === "PAID";

function invoicedIn(books: Books, month: Month): number {
  const net = (documents: Iterable<Dated & { status: string; subTotalMinor: number; type: string }>, type: string): number =>
    [...documents].filter((one) => one.type === type && isPosted(one) && monthOf(one.date) === month).reduce((sum, one) => sum + homeOf(books, one, one.subTotalMinor), 0);
  return net(books.invoices.values(), "ACCREC") - net(books.creditNotes.values(), "ACCRECCREDIT") + net(books.bankTransactions.values(), "RECEIVE");
}

/** What each sales invoice still asked for on the month's last day: its total less the payments and credits up to then. */
function owedAtEndOf(books: Books, month: Month): number {
  const end = lastDayOf(month);
  const paid = (id: string): number => [...books.payments.values()].filter((one) => one.targetId === id && one.status === "AUTHORISED" && one.date <= end).reduce((sum, one) => sum + one.amountMinor, 0);
  const credited = (id: string): number => [...books.allocations.values()].filter((one) => one.invoiceId === id && one.date <= end).reduce((sum, one) => sum + one.amountMinor, 0);
  return [...books.invoices.values()].filter((one) => one.type === "ACCREC" && isPosted(one) && one.date <= end).reduce((sum, one) => sum + homeOf(books, one, one.totalMinor - paid(one.id) - credited(one.id)), 0);
}

function cameInDuring(books: Books, month: Month): number {
  const payments = [...books.payments.values()].filter(({ status, date }) => status === "AUTHORISED" && monthOf(date) === month).flatMap((payment) => {
    const invoice = books.invoices.get(payment.targetId);
    return invoice?.type === "ACCREC" ? [homeOf(books, { ...invoice, rateScaled: payment.rateScaled }, payment.amountMinor)] : [];
  });
  const received = [...books.bankTransactions.values(), ...books.overpayments.values(), ...books.prepayments.values()]
    .filter((one) => ["RECEIVE", "RECEIVE-OVERPAYMENT", "RECEIVE-PREPAYMENT"].includes(one.type) && isPosted(one) && monthOf(one.date) === month && !isOfCredit(books, one.id));
  return [...payments, ...received.map((one) => homeOf(books, one, one.totalMinor))].reduce((sum, amount) => sum + amount, 0);
}

/** The bank's side of an over- or prepayment, which counts once. */
function isOfCredit(books: Books, bankTransactionId: string): boolean {
  return [...books.overpayments.values(), ...books.prepayments.values()].some((one) => one.bankTransactionId === bankTransactionId);
}
