import { type EngineWorld, engineWorld, type EngineWorldOptions } from "../sim/engineWorld.ts";

/** The firm that the figures are about. */
export const LARGE_FIRM = { contacts: 3_000, invoices: 10_000, linesEach: 3, payments: 9_000 } as const;

const SECOND_MS = 1_000;
/** Before the newest of each: polls read again what lies close before it, and no firm's last five minutes hold hundreds. */
const PAUSE_MS = 600_000;
const CODES = ["200", "260"] as const;
const COSTS = ["310", "404", "429"] as const;

/** A world whose organisation has those books before anything of them was read: seven invoices in ten are sales, the others bills. */
export async function largeFirm(options: EngineWorldOptions = {}): Promise<EngineWorld> {
  const world = await engineWorld({ firm: "empty", ...options });
  const { tenantId, clock } = world;
  const { bookkeeper, organisations } = world.sandbox;
  const date = (n: number): string => new Date(clock.now() - (1 + (n % 360)) * 86_400_000).toISOString().slice(0, 10);
  // One after the other: Xero's lists are in order of change, to the second.
  const next = (isLast: boolean): void => clock.advance(isLast ? PAUSE_MS : SECOND_MS);
  const contacts = Array.from({ length: LARGE_FIRM.contacts }, (_, n) => {
    next(n === LARGE_FIRM.contacts - 1);
    return bookkeeper.createContact({
      tenantId,
      contact: { Name: `Client ${n} of the large firm`, EmailAddress: `accounts@client${n}.example`, FirstName: "Robin", LastName: `Number ${n}` } as never,
    }).id;
  });
  for (let n = 0; n < LARGE_FIRM.invoices; n += 1) {
    next(n === LARGE_FIRM.invoices - 1);
    const isSale = n % 10 < 7;
    const document = {
      Status: "AUTHORISED", Contact: { ContactID: contacts[n % contacts.length] }, Date: date(n), DueDate: date(n), Reference: `Job ${n}`,
      LineItems: Array.from({ length: LARGE_FIRM.linesEach }, (_, line) => ({
        Description: `Part ${line + 1} of job ${n}: work as agreed`, Quantity: 1 + ((n + line) % 8), UnitAmount: 40 + ((n * 7 + line * 13) % 200),
        AccountCode: isSale ? CODES[line % CODES.length] : COSTS[line % COSTS.length], TaxType: isSale ? "OUTPUT" : "INPUT",
      })),
    };
    const made = isSale ? bookkeeper.createInvoice({ tenantId, invoice: document as never }) : bookkeeper.createBill({ tenantId, bill: document as never });
    if (n >= LARGE_FIRM.payments) continue;
    next(n === LARGE_FIRM.payments - 1);
    bookkeeper.payInvoice({ tenantId, invoiceId: made.id });
  }
  const { books } = organisations[0]!;
  const counted = { contacts: books.contacts.size, invoices: books.invoices.size, payments: books.payments.size };
  if (counted.contacts < LARGE_FIRM.contacts || counted.invoices !== LARGE_FIRM.invoices || counted.payments !== LARGE_FIRM.payments)
    throw new Error(`the firm has ${JSON.stringify(counted)}`);
  return world;
}
