import { describe, expect, test } from "vitest";
import { createSandbox } from "../sandbox.ts";
import { isAbn } from "./abn.ts";
import { suppliers } from "./people.ts";

const sandbox = createSandbox({ seed: 2026 });
const [agency, other] = sandbox.organisations;
if (!agency || !other) throw new Error("two organisations were expected");
const { books } = agency;

describe("the demo firm", () => {
  test("an agency with 40 contacts, 12 projects and a year of sales, bills and payments", () => {
    const invoices = [...books.invoices.values()];
    expect([...books.contacts.values()].filter((one) => one.taxNumber !== "")).toHaveLength(40);
    expect([...books.trackingCategories.values()][0]?.options).toHaveLength(12);
    expect(invoices.filter((one) => one.type === "ACCREC").length).toBeGreaterThan(120);
    expect(invoices.filter((one) => one.type === "ACCPAY").length).toBeGreaterThan(150);
    expect(new Set(invoices.map((one) => one.date.slice(0, 7))).size).toBeGreaterThanOrEqual(12);
    for (const status of ["DRAFT", "AUTHORISED", "PAID", "SUBMITTED"]) expect(invoices.some((one) => one.status === status), status).toBe(true);
    expect(books.payments.size).toBeGreaterThan(200);
  });

  test("bank fees, quotes in several states, credits on open invoices and a customer who overpaid", () => {
    expect(books.bankTransactions.size).toBeGreaterThanOrEqual(12);
    expect(new Set([...books.quotes.values()].map((quote) => quote.status))).toEqual(new Set(["DRAFT", "SENT", "ACCEPTED", "DECLINED"]));
    expect(books.creditNotes.size).toBe(2);
    expect(books.allocations.size).toBe(2);
    expect([books.prepayments.size, books.items.size, books.contactGroups.size, books.projects.size]).toEqual([1, 3, 1, 12]);
    for (const entry of books.time.values()) expect(books.tasks.get(entry.taskId)?.projectId).toBe(entry.projectId);
    expect([...books.overpayments.values()].map((one) => one.totalMinor)).toEqual([5_000]);
  });

  test("every business number is well-formed, by the register's own check", () => {
    expect(isAbn("51 824 753 556")).toBe(true);
    expect(isAbn("51 824 753 557")).toBe(false);
    for (const contact of books.contacts.values()) if (contact.taxNumber !== "") expect(isAbn(contact.taxNumber), contact.name).toBe(true);
  });

  test("suppliers have habits: most lines of each on its own account and tax rate, a few elsewhere", () => {
    const habits = suppliers.flatMap((supplier) => {
      const contact = [...books.contacts.values()].find((one) => one.name === supplier.name);
      const lines = [...books.invoices.values()].filter((one) => one.contactId === contact?.id).flatMap((one) => one.lines);
      const usual = lines.filter((line) => books.accounts.get(line.accountId ?? "")?.code === supplier.account && line.taxType === supplier.taxType);
      return lines.length >= 8 ? [{ name: supplier.name, share: usual.length / lines.length }] : [];
    });
    expect(habits.length).toBeGreaterThan(8);
    for (const habit of habits) expect(habit.share, habit.name).toBeGreaterThan(0.6);
    expect(habits.some((habit) => habit.share < 1)).toBe(true);
  });

  test("the second organisation lies under the same user and shares nothing", () => {
    expect(other.books.contacts.size).toBeGreaterThan(5);
    expect([...other.books.contacts.keys()].filter((id) => books.contacts.has(id))).toEqual([]);
    expect(other.shortCode).not.toBe(agency.shortCode);
    expect(sandbox.users[0]?.roles).toEqual({ [agency.tenantId]: "FINANCIALADVISER", [other.tenantId]: "FINANCIALADVISER" });
  });

  test("short codes begin with ! and may hold more of it", () => {
    for (const seed of [1, 2, 3, 4]) for (const one of createSandbox({ seed, firm: "empty" }).organisations) expect(one.shortCode).toMatch(/^![A-Za-z0-9!-]{5}$/);
  });
});
