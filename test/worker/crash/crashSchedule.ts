import type { Contact } from "../../../shared/records/contact.ts";
import type { Document } from "../../../shared/records/document.ts";
import type { RecordKind } from "../../../shared/records/kinds.ts";
import type { Actor, RecordBody } from "../../../shared/records/record.ts";
import type { Row } from "../../../worker/store/port.ts";
import { nextBetween, seedRandom } from "../../sandbox/random.ts";
import { contactBody, invoiceBody, withQuantity } from "../../sim/bodies.ts";
import { violationsAtRest } from "../../sim/invariants/atRest.ts";
import type { Violation } from "../../sim/world/simWorld.ts";
import { type WorkerdWorld, workerdWorld } from "./workerdWorld.ts";

export interface CrashRan {
  seed: number;
  steps: readonly string[];
  ours: number;
  theirs: number;
  writes: number;
  conflicts: number;
  aborts: readonly string[];
  violations: readonly Violation[];
}

const PAT: Actor = { type: "member", id: "m1", name: "Pat" };
const STEPS = 10;
/** Awaits of one round that does something: the stop falls anywhere among them. */
const AWAITS = 40;

interface Hand {
  world: WorkerdWorld;
  between: (low: number, high: number) => number;
  pick: <T>(list: readonly T[]) => T | undefined;
  newId: () => string;
}

/** One edit on one side; answers whether there was anything to edit. */
const EDITS: Readonly<Record<string, { side: "ours" | "theirs"; act: (hand: Hand) => Promise<boolean> }>> = {
  "new client here": { side: "ours", act: async ({ world, newId }) => save(world, "contact", newId(), contactBody(`Client ${newId()}`)) },
  "new invoice here": {
    side: "ours",
    act: async ({ world, pick, newId, between }) => {
      const client = pick((await records(world, "contact")).filter((row) => row.status === "active"));
      return client !== undefined && save(world, "invoice", newId(), invoiceBody(client.id, between(1, 9)));
    },
  },
  "edit an invoice here": {
    side: "ours",
    act: async ({ world, pick, between }) => {
      const row = pick(await records(world, "invoice"));
      if (row === undefined) return false;
      const body = JSON.parse(row.body) as Document;
      return save(world, "invoice", row.id, between(0, 1) === 0 ? { ...body, reference: `ref ${between(1, 99)}` } : withQuantity(body, between(1, 9)), row.revision);
    },
  },
  "edit a client here": {
    side: "ours",
    act: async ({ world, pick, between }) => {
      const row = pick(await records(world, "contact"));
      if (row === undefined) return false;
      const body = JSON.parse(row.body) as Contact;
      return save(world, "contact", row.id, { ...body, phones: { ...body.phones, mobile: { country: null, area: null, number: String(between(100, 999)) } } }, row.revision);
    },
  },
  "a payment here": {
    side: "ours",
    act: async ({ world, pick, newId, between }) => {
      const row = pick((await records(world, "invoice")).filter(({ status }) => status === "authorised"));
      const bank = [...booksOf(world).accounts.values()].find(({ type }) => type === "BANK");
      if (row === undefined || bank === undefined) return false;
      return save(world, "payment", newId(), {
        documentId: row.id, accountId: bank.id, method: null, date: "2026-11-22", amountMinor: between(1, 50) * 100, currency: "AUD", currencyRateE6: null,
        reference: newId(), status: "authorised", isReconciled: false,
      });
    },
  },
  "edit an invoice in Xero": {
    side: "theirs",
    act: async ({ world, pick, between }) => {
      const invoice = pick([...booksOf(world).invoices.values()]);
      return invoice !== undefined && inXero(() => world.sandbox.bookkeeper.editInvoice({ tenantId: world.tenantId, invoiceId: invoice.id, changes: { Reference: `xero ${between(1, 999)}` } as never }));
    },
  },
  "both change one quantity": {
    side: "theirs",
    act: async ({ world, pick, between }) => {
      const row = pick(await records(world, "invoice"));
      const [link] = row === undefined ? [] : ((await world.rows("link", { recordId: row.id })) as unknown as Row<"link">[]);
      const invoice = booksOf(world).invoices.get(link?.xeroId ?? "");
      if (row === undefined || invoice?.lines.length !== 1) return false;
      const line = { LineItemID: invoice.lines[0]!.lineItemId, Description: "Design", Quantity: between(100, 999), UnitAmount: 100, AccountCode: "200", TaxType: "OUTPUT" };
      const changed = inXero(() => world.sandbox.bookkeeper.editInvoice({ tenantId: world.tenantId, invoiceId: invoice.id, changes: { LineItems: [line] } as never }));
      await save(world, "invoice", row.id, withQuantity(JSON.parse(row.body) as Document, between(1, 9)), row.revision);
      return changed;
    },
  },
  "edit a client in Xero": {
    side: "theirs",
    act: async ({ world, pick, between }) => {
      const contact = pick([...booksOf(world).contacts.values()]);
      return contact !== undefined && inXero(() => world.sandbox.bookkeeper.editContact({ tenantId: world.tenantId, contactId: contact.id, changes: { EmailAddress: `a${between(1, 999)}@example.com` } as never }));
    },
  },
  "a bill in Xero": {
    side: "theirs",
    act: async ({ world, pick, between }) => {
      const contact = pick([...booksOf(world).contacts.values()]);
      const line = { Description: "Hire", Quantity: 1, UnitAmount: between(10, 99), AccountCode: "429", TaxType: "INPUT" };
      return contact !== undefined && inXero(() => world.sandbox.bookkeeper.createBill({ tenantId: world.tenantId, bill: { Contact: { ContactID: contact.id }, Date: "2026-11-20", DueDate: "2026-12-01", LineItems: [line] } as never }));
    },
  },
  "approve, pay or void in Xero": {
    side: "theirs",
    act: async ({ world, pick }) => {
      const invoice = pick([...booksOf(world).invoices.values()]);
      if (invoice === undefined) return false;
      const { bookkeeper } = world.sandbox;
      const what = { tenantId: world.tenantId, invoiceId: invoice.id };
      return inXero(pick([() => bookkeeper.approve(what), () => bookkeeper.payInvoice({ ...what, amountMinor: 1_000 }), () => bookkeeper.payInvoice(what), () => bookkeeper.void(what)])!);
    },
  },
};

/** The sentence of a Worker whose Durable Object was aborted under a call to it: the person sees an error, and asks again or not. */
const failedUnderneath = (error: unknown): boolean => /abort|reset|broken|Durable Object/i.test(String(error));

/** Edits on both sides while Durable Objects are aborted at random awaits of their rounds; then aborts end and all must agree. */
export async function crashSchedule(seed: number): Promise<CrashRan> {
  const random = seedRandom(seed);
  const between = (low: number, high: number): number => nextBetween(random, low, high);
  const chance = (percent: number): boolean => between(1, 100) <= percent;
  const world = await workerdWorld(seed);
  let made = 0;
  const hand: Hand = {
    world, between, pick: (list) => list[between(0, list.length - 1)],
    newId: () => `00000000-0000-7000-8000-${String((made += 1)).padStart(12, "0")}`,
  };
  const counted = { ours: 0, theirs: 0 };
  const steps: string[] = [];
  const edit = async (name: string): Promise<void> => {
    steps.push(name);
    const { side, act } = EDITS[name]!;
    const acted = await act(hand).catch((error: unknown) => {
      if (!failedUnderneath(error)) throw error;
      return true;
    });
    if (acted) counted[side] += 1;
  };
  const round = async (): Promise<void> => {
    // Most awaits are of D1; the rare ones, around what Xero is asked to do, are aimed at.
    const aimed = chance(40);
    if (chance(70)) Object.assign(world.hold, { after: between(0, aimed ? 1 : AWAITS), at: aimed ? "a write to Xero" : null, done: chance(50) });
    const beside = chance(30) ? edit(hand.pick(Object.keys(EDITS))!) : Promise.resolve();
    const [{ nextDueAt, aborted }] = await Promise.all([world.runOnce(), beside]);
    world.clock.advance(aborted !== null ? between(1, 60) * 1_000 : Math.max(1_000, Math.min(nextDueAt - world.clock.now(), 120_000)));
  };
  try {
    // An import that is aborted as well.
    for (let rounds = between(0, 3); rounds > 0; rounds -= 1) await round();
    await world.settle();
    for (const name of ["new client here", "new invoice here", "new invoice here"]) await edit(name);
    for (let step = 0; step < STEPS; step += 1) {
      await edit(hand.pick(Object.keys(EDITS))!);
      if (chance(15)) await world.evict();
      if (chance(20)) world.clock.advance(between(1, 20) * 60_000);
      for (let rounds = between(0, 2); rounds > 0; rounds -= 1) await round();
    }
    const problems = await quiet(world);
    return {
      seed, steps, ...counted, aborts: world.aborts, violations: problems,
      writes: writesOf(world), conflicts: (await world.rows("conflict")).length,
    };
  } finally {
    world.end();
  }
}

/** Nothing fails any more: unknown calls may wait seven minutes for Xero to forget a key, and every kind is polled once. */
async function quiet(world: WorkerdWorld): Promise<Violation[]> {
  try {
    world.clock.advance(10 * 60_000);
    await world.settle(31 * 60_000);
    const writes = writesOf(world);
    world.clock.advance(60 * 60_000);
    await world.settle();
    const again = writesOf(world) === writes ? [] : [{ invariant: "idempotence", sentence: "a second look wrote to Xero" }];
    return [...again, ...(await violationsAtRest(world))];
  } catch (error) {
    return [{ invariant: "liveness", sentence: error instanceof Error ? error.message : String(error) }];
  }
}

const writesOf = (world: WorkerdWorld): number => world.sandbox.log.changes({ by: world.sandbox.apps[0]!.clientId }).length;
const booksOf = (world: WorkerdWorld) => world.sandbox.organisations[0]!.books;

async function records(world: WorkerdWorld, kind: RecordKind): Promise<Row<"record">[]> {
  const rows = (await world.rows("record", { kind })) as unknown as Row<"record">[];
  return rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

async function save(world: WorkerdWorld, kind: RecordKind, recordId: string, body: RecordBody, expectedRevision: number | null = null): Promise<boolean> {
  return (await world.engine.saveRecord({ organisationId: world.organisationId, recordId, kind, body, expectedRevision, actor: PAT })).ok;
}

/** People are refused by Xero's own rules now and then; that is no fault. */
function inXero(act: () => unknown): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "BookkeeperRefused") throw error;
    return false;
  }
}
