import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { virtualClock } from "../../sandbox/clock.ts";
import { createSandbox, type Sandbox } from "../../sandbox/sandbox.ts";
import { hasDescriptions } from "../openapi/description.ts";
import { KNOWN_DIFFERENCES } from "../openapi/knownDifferences.ts";
import { judgeDay } from "./judgeDay.ts";
import { forForeignClients, type ForeignClient } from "./foreignClient.ts";

const REDIRECT = "http://localhost:8787/oauth/callback";

/**
 * The day of xeroNodeDay.ts: xero-node's XeroClient as it is published, with openid-client and axios under it, in a program of its own. It
 * has asserted what it read when it ends with 0; here is what it left in the books.
 */
describe("xero-node's XeroClient against the stand-in", () => {
  let sandbox: Sandbox;
  let surroundings: ForeignClient;
  let made: Record<string, string>;

  beforeAll(async () => {
    // Its sign-in checks the id_token by the machine's clock.
    sandbox = createSandbox({ seed: 5, organisations: 1, firm: "agency", clock: virtualClock(Date.now()), app: { redirectUris: [REDIRECT] } });
    surroundings = await forForeignClients(sandbox);
    const { clientId, clientSecret } = sandbox.apps[0]!;
    const program = fileURLToPath(new URL("./xeroNodeDay.ts", import.meta.url));
    const { stdout } = await promisify(execFile)(surroundings.node, [...surroundings.preload, program, surroundings.localUrl, clientId, clientSecret, REDIRECT], { env: surroundings.env, timeout: 60_000 });
    made = JSON.parse(stdout) as Record<string, string>;
  }, 90_000);
  afterAll(() => surroundings.close());

  const books = () => sandbox.organisations[0]!.books;

  test("the day ran to its end: connected, worked, disconnected, revoked", () => {
    expect(sandbox.connections).toEqual([]);
    expect([...sandbox.world.state.tokens.refresh.values()].every((token) => token.revoked)).toBe(true);
  });

  test("contacts, group, item and tracking option are in the books once", () => {
    expect(books().contacts.get(made["customer"]!)).toMatchObject({ name: "Harbour Films", firstName: "Ada", contactNumber: "ours-1", emailAddress: "hi@harbour.example" });
    expect([...books().contacts.values()].filter((each) => each.name === "Harbour Films")).toHaveLength(1);
    expect(books().contactGroups.get(made["group"]!)?.contactIds).toEqual([made["customer"]]);
    expect([...books().items.values()].find((each) => each.code === "SHOOT")?.sales?.unitPriceScaled).toBe(12_005_000);
    expect(books().trackingCategories.get(made["category"]!)?.options.find((each) => each.id === made["option"])?.name).toBe("Harbour: feature");
  });

  test("the invoice carries four decimals, its discount, item, option and link, and what has come in", () => {
    const invoice = books().invoices.get(made["invoice"]!)!;
    expect(invoice).toMatchObject({ status: "AUTHORISED", url: "https://books.example/r/1", sentToContact: true, subTotalMinor: 9_000 + 120_050, taxMinor: 900 + 12_005 });
    expect(invoice.lines[0]).toMatchObject({ unitAmountScaled: 333_333, discountRateScaled: 100_000, tracking: [{ optionId: made["option"] }] });
    expect(invoice.lines[1]).toMatchObject({ itemCode: "SHOOT", lineMinor: 120_050 });
    expect(invoice.paymentIds).toHaveLength(3);
    expect(invoice.allocationIds).toHaveLength(2);
  });

  test("bills, payments, credits, the payment run, quote, bank and projects stand as they were left", () => {
    expect(books().invoices.get(made["bill"]!)).toMatchObject({ type: "ACCPAY", number: "MH-9", status: "AUTHORISED", hasAttachments: true });
    expect(books().invoices.get(made["foreignBill"]!)).toMatchObject({ currency: "USD", rateScaled: 650_000 });
    expect(books().payments.get(made["payment"]!)).toMatchObject({ amountMinor: 10_000, status: "AUTHORISED", reference: "first" });
    expect(books().payments.get(made["deletedPayment"]!)).toMatchObject({ amountMinor: 4_000, status: "DELETED" });
    expect(books().creditNotes.get(made["creditNote"]!)?.status).toBe("PAID");
    expect(books().prepayments.get(made["prepayment"]!)?.status).toBe("PAID");
    expect(books().overpayments.get(made["overpayment"]!)?.allocationIds).toEqual([]);
    expect(books().batchPayments.get(made["batch"]!)?.status).toBe("DELETED");
    expect(books().quotes.get(made["quote"]!)?.status).toBe("ACCEPTED");
    expect(books().bankTransactions.get(made["spent"]!)).toMatchObject({ reference: "Ice and salt", totalMinor: 2_200 });
    expect(books().projects.get(made["project"]!)?.status).toBe("CLOSED");
  });

  test.runIf(hasDescriptions())(hasDescriptions() ? "each answer of the day is as Xero's description has it, but for the known differences" : "skipped: Xero's OpenAPI descriptions are not beside the checkout", () => {
    const { operations, differences } = judgeDay(surroundings.exchanges);
    expect(operations.size).toBeGreaterThan(50);
    expect(differences.filter((each) => !KNOWN_DIFFERENCES.some(({ pattern }) => pattern.test(each)))).toEqual([]);
  }, 60_000);

  test("what the client was told it had made is what the log says it made", () => {
    const count = (entity: string) => sandbox.log.changes({ entity, action: "create", by: "app" }).length;
    expect(Object.fromEntries(["Contact", "Invoice", "CreditNote", "Quote", "Overpayment", "Prepayment"].map((entity) => [entity, count(entity)]))).toEqual({
      Contact: 2, Invoice: 3, CreditNote: 1, Quote: 1, Overpayment: 1, Prepayment: 1,
    });
  });
});
