import type { Contact } from "../../shared/records/contact.ts";
import type { Document } from "../../shared/records/document.ts";
import type { Actor } from "../../shared/records/record.ts";
import { nextBetween, seedRandom } from "../sandbox/random.ts";
import type { Row } from "../../worker/store/port.ts";
import { Crash, crashing, type CrashPlan } from "./crashing.ts";
import { contactBody, invoiceBody, withQuantity } from "./bodies.ts";
import { engineWorld, type EngineWorld } from "./engineWorld.ts";
import { type Violation, violations } from "./invariants.ts";
import { WIRE_FAULTS, type WireFault } from "./wireFaults.ts";

export interface Ran {
  seed: number;
  operations: number;
  bothSides: boolean;
  conflicts: number;
  writes: number;
  fired: Map<string, number>;
  violations: readonly Violation[];
  trace: string;
}

const PAT: Actor = { type: "member", id: "m1", name: "Pat" };
const STEPS = 14;

/** One schedule: edits on both sides, time, rounds, crashes and a broken wire, all from the seed; then faults end and all must agree. */
export async function runSchedule(seed: number, masked: readonly string[] = []): Promise<Ran> {
  const random = seedRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[nextBetween(random, 0, list.length - 1)]!;
  const chance = (percent: number): boolean => nextBetween(random, 1, 100) <= percent;
  const fired = new Map<string, number>();
  const fire = (name: string): void => void fired.set(name, (fired.get(name) ?? 0) + 1);
  // A random part of the faults is off in each seed, so that rare ones meet each other.
  const faults = WIRE_FAULTS.filter((fault) => !masked.includes(fault.name) && chance(40));
  const crashes = chance(50);
  const small = chance(60);
  const crash: CrashPlan = { after: null, committed: false, happened: false };
  let broken: WireFault | null = null;
  /** Breaks the next write, whatever is read before it. */
  let brokenWrite: WireFault | null = null;
  const world = await engineWorld({
    seed,
    wrap: (ports) => crashing(ports, crash),
    wire: async (sent, pass) => {
      // Small pages, so that a few documents make several.
      const request = small ? withPageSize(sent, 3) : sent;
      const isWrite = request.method !== "GET";
      const fault = isWrite && brokenWrite !== null ? brokenWrite : broken;
      if (fault === null || (fault.on === "read" && isWrite) || (fault.on === "write" && !isWrite)) return pass(request);
      if (fault === brokenWrite) brokenWrite = null;
      else broken = null;
      fire(fault.name);
      return fault.answer(request, pass);
    },
    rules: { createStatus: { invoice: chance(50) ? "draft" : "authorised", bill: "draft", credit_note: "draft" } },
  });
  await world.settle();
  const trace: string[] = [];
  let ours = 0;
  let theirs = 0;
  let made = 0;
  /** What a person said in Xero, by record and field: the last word of each has to be seen before anything writes over it. */
  const said = new Map<string, { id: string; text: string }>();
  const inXeroSaying = (id: string, field: string, text: string, act: () => unknown): void => {
    if (inXero(act)) said.set(`${id} ${field}`, { id, text });
  };
  const round = async (): Promise<void> => {
    if (crashes && chance(35)) Object.assign(crash, { after: nextBetween(random, 0, 25), committed: chance(50), happened: false });
    broken = faults.length > 0 && chance(50) ? pick(faults) : null;
    try {
      const { nextDueAt } = await world.runOnce();
      world.clock.advance(Math.max(1_000, Math.min(nextDueAt - world.clock.now(), 120_000)));
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      fire(crash.committed ? "crash after commit" : "crash");
      world.clock.advance(1_000);
    }
    crash.after = null;
  };
  const steps: Record<string, () => Promise<void>> = {
    "new client here": async () => {
      made += 1;
      await save(world, "contact", idOf(made), contactBody(`Client ${seed} ${made}`));
      ours += 1;
    },
    "new invoice here": async () => {
      const clients = (await rowsOf(world, "contact")).filter((row) => row.status === "active");
      if (clients.length === 0) return;
      made += 1;
      await save(world, "invoice", idOf(made), invoiceBody(pick(clients).id, nextBetween(random, 1, 9)));
      ours += 1;
    },
    "edit invoice here": async () => {
      const row = one(pick, await rowsOf(world, "invoice"));
      if (row === null) return;
      const body = JSON.parse(row.body) as Document;
      const next = chance(50) ? { ...body, reference: `ref ${nextBetween(random, 1, 99)}` } : withQuantity(body, nextBetween(random, 1, 9));
      await save(world, "invoice", row.id, next, row.revision);
      ours += 1;
    },
    "edit client here": async () => {
      const row = one(pick, await rowsOf(world, "contact"));
      if (row === null) return;
      const body = JSON.parse(row.body) as Contact;
      await save(world, "contact", row.id, { ...body, phones: { ...body.phones, mobile: { country: null, area: null, number: String(nextBetween(random, 100, 999)) } } }, row.revision);
      ours += 1;
    },
    "edit invoice in Xero": async () => {
      const invoice = one(pick, [...world.sandbox.organisations[0]!.books.invoices.values()]);
      if (invoice === null) return;
      const text = `xero ${(theirs += 1)} said`;
      inXeroSaying(invoice.id, "reference", text, () => world.sandbox.bookkeeper.editInvoice({ tenantId: world.tenantId, invoiceId: invoice.id, changes: { Reference: text } as never }));
      theirs += 1;
    },
    "edit quantity in Xero": async () => {
      const invoice = one(pick, [...world.sandbox.organisations[0]!.books.invoices.values()].filter((row) => row.lines.length === 1));
      if (invoice === null) return;
      const quantity = nextBetween(random, 100, 999);
      const line = { LineItemID: invoice.lines[0]!.lineItemId, Description: "Design", Quantity: quantity, UnitAmount: 100, AccountCode: "200", TaxType: "OUTPUT" };
      inXeroSaying(invoice.id, "quantity", `"Quantity":${quantity}`, () => world.sandbox.bookkeeper.editInvoice({ tenantId: world.tenantId, invoiceId: invoice.id, changes: { LineItems: [line] } as never }));
      theirs += 1;
    },
    "a person decides": async () => {
      const conflict = one(pick, ((await world.rows("conflict", { resolvedAt: null })) as unknown as Row<"conflict">[]).toSorted((a, b) => (a.id < b.id ? -1 : 1)));
      if (conflict === null) return;
      try {
        await world.engine.resolveConflict({ organisationId: world.organisationId, conflictId: conflict.id, choice: chance(50) ? "ours" : "xero", actor: PAT });
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
      }
    },
    "edit client in Xero": async () => {
      const contact = one(pick, [...world.sandbox.organisations[0]!.books.contacts.values()]);
      if (contact === null) return;
      const text = `a${(theirs += 1)}@example.com`;
      inXeroSaying(contact.id, "email", text, () => world.sandbox.bookkeeper.editContact({ tenantId: world.tenantId, contactId: contact.id, changes: { EmailAddress: text } as never }));
      theirs += 1;
    },
    "new bill in Xero": async () => {
      const contact = one(pick, [...world.sandbox.organisations[0]!.books.contacts.values()]);
      if (contact === null) return;
      inXero(() => world.sandbox.bookkeeper.createBill({ tenantId: world.tenantId, bill: { Contact: { ContactID: contact.id }, Date: "2026-11-20", DueDate: "2026-12-01", LineItems: [{ Description: "Hire", Quantity: 1, UnitAmount: nextBetween(random, 10, 99), AccountCode: "429", TaxType: "INPUT" }] } as never }));
      theirs += 1;
    },
    "pay, approve or void in Xero": async () => {
      const invoice = one(pick, [...world.sandbox.organisations[0]!.books.invoices.values()]);
      if (invoice === null) return;
      const what = { tenantId: world.tenantId, invoiceId: invoice.id };
      inXero(() => pick([() => world.sandbox.bookkeeper.approve(what), () => world.sandbox.bookkeeper.payInvoice({ ...what, amountMinor: 1_000 }), () => world.sandbox.bookkeeper.payInvoice(what), () => world.sandbox.bookkeeper.void(what)])());
      theirs += 1;
    },
    "edits around a poll": async () => {
      const all = [...world.sandbox.organisations[0]!.books.contacts.values()];
      if (all.length < 2) return;
      const edit = (index: number): void => void inXero(() => world.sandbox.bookkeeper.editContact({ tenantId: world.tenantId, contactId: all[index]!.id, changes: { FirstName: `n${nextBetween(random, 1, 999)}` } as never }));
      await world.store.commit([], [{ update: "cursor", where: { organisationId: world.organisationId, kind: "contact", lane: "poll" }, set: { dueAt: 0 } }]);
      edit(0);
      // The clock stands still: both edits fall into one second, the poll between them.
      await world.runOnce();
      world.clock.advance(300);
      edit(1);
      theirs += 2;
    },
    "both edit one invoice": async () => {
      const row = one(pick, await rowsOf(world, "invoice"));
      const linked = row === null ? undefined : ((await world.rows("link", { recordId: row.id }))[0] as unknown as Row<"link">);
      if (row === null || linked?.xeroId == null) return;
      const { xeroId } = linked;
      const text = `xero ${(theirs += 1)} said`;
      inXeroSaying(xeroId, "reference", text, () => world.sandbox.bookkeeper.editInvoice({ tenantId: world.tenantId, invoiceId: xeroId, changes: { Reference: text } as never }));
      if (chance(50)) world.clock.advance(nextBetween(random, 1, 90) * 1_000);
      await save(world, "invoice", row.id, { ...(JSON.parse(row.body) as Document), reference: `ours ${(ours += 1)}` }, row.revision);
    },
    "both change one quantity": async () => {
      const row = one(pick, await rowsOf(world, "invoice"));
      const linked = row === null ? undefined : ((await world.rows("link", { recordId: row.id }))[0] as unknown as Row<"link">);
      const invoice = linked?.xeroId == null ? undefined : world.sandbox.organisations[0]!.books.invoices.get(linked.xeroId);
      if (row === null || invoice === undefined || invoice.lines.length !== 1) return;
      const quantity = nextBetween(random, 100, 999);
      const line = { LineItemID: invoice.lines[0]!.lineItemId, Description: "Design", Quantity: quantity, UnitAmount: 100, AccountCode: "200", TaxType: "OUTPUT" };
      inXeroSaying(invoice.id, "quantity", `"Quantity":${quantity}`, () => world.sandbox.bookkeeper.editInvoice({ tenantId: world.tenantId, invoiceId: invoice.id, changes: { LineItems: [line] } as never }));
      await save(world, "invoice", row.id, withQuantity(JSON.parse(row.body) as Document, nextBetween(random, 1, 9)), row.revision);
      theirs += 1;
      ours += 1;
    },
    "the answer to a creation is lost": async () => {
      const lost = WIRE_FAULTS.filter((fault) => fault.on === "any" && !masked.includes(fault.name) && (fault.commits || fault.name === "504"));
      await steps["new client here"]!();
      await steps["new invoice here"]!();
      brokenWrite = pick(lost);
      await round();
      // Within the life of Xero's key, at its edge, and past it.
      world.clock.advance(pick([1, 100, 300, 430, 900]) * 1_000);
      if (chance(40)) brokenWrite = pick(lost);
      await round();
    },
    "payment here": async () => {
      const row = one(pick, (await rowsOf(world, "invoice")).filter((one) => one.status === "authorised"));
      if (row === null) return;
      made += 1;
      const account = [...world.sandbox.organisations[0]!.books.accounts.values()].find((one) => one.type === "BANK")!;
      await world.engine.saveRecord({
        organisationId: world.organisationId, recordId: idOf(made), kind: "payment", expectedRevision: null, actor: PAT,
        body: { documentId: row.id, accountId: account.id, method: null, date: "2026-11-22", amountMinor: nextBetween(random, 1, 50) * 100, currency: "AUD", currencyRateE6: null, reference: `p${made}`, status: "authorised", isReconciled: false },
      });
      ours += 1;
    },
    "time passes": async () => world.clock.advance(nextBetween(random, 1, 20) * 60_000),
  };
  // Something to meet over: independent records never exercise the merge.
  await steps["new client here"]!();
  await steps["new invoice here"]!();
  await steps["new invoice here"]!();
  await world.settle();
  for (let step = 0; step < STEPS; step += 1) {
    const name = pick(Object.keys(steps));
    trace.push(name);
    await steps[name]!();
    for (let rounds = Math.max(0, nextBetween(random, -1, 2)); rounds > 0; rounds -= 1) await round();
  }
  broken = null;
  brokenWrite = null;
  crash.after = null;
  // Faults are over. Unknown calls may wait seven minutes for Xero to forget a key, and every kind is polled once.
  const problems: Violation[] = [];
  try {
    world.clock.advance(10 * 60_000);
    await world.settle(31 * 60_000);
    const writes = world.sandbox.log.changes({ by: world.sandbox.apps[0]!.clientId }).length;
    world.clock.advance(60 * 60_000);
    await world.settle(60_000);
    if (world.sandbox.log.changes({ by: world.sandbox.apps[0]!.clientId }).length !== writes) problems.push({ invariant: "idempotence", sentence: "a second look wrote to Xero" });
    problems.push(...(await violations(world)));
    const snapshots = ((await world.rows("snapshot")) as unknown as Row<"snapshot">[]).map((row) => row.body);
    for (const { id, text } of said.values())
      if (!snapshots.some((body) => body.includes(id) && body.includes(text))) problems.push({ invariant: "no lost update", sentence: `"${text}" was said in Xero about ${id} and never seen here` });
  } catch (error) {
    problems.push({ invariant: "liveness", sentence: error instanceof Error ? `${error.message} ${error.stack?.split("\n")[1] ?? ""}` : String(error) });
  }
  const audit = (await world.rows("audit")) as unknown as Row<"audit">[];
  const conflicts = (await world.rows("conflict")).length;
  world.d1.close();
  return {
    seed, operations: ours + theirs, bothSides: ours > 0 && theirs > 0, conflicts, fired, violations: problems,
    writes: world.sandbox.log.changes({ by: world.sandbox.apps[0]!.clientId }).length,
    trace: `${trace.join(",")} ${audit.at(-1)?.hash ?? ""}`,
  };
}

function withPageSize(request: Request, size: number): Request {
  return new Request(request.url.replace("pageSize=1000", `pageSize=${size}`), request);
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

const idOf = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const one = <T>(pick: (list: readonly T[]) => T, list: readonly T[]): T | null => (list.length === 0 ? null : pick(list));

async function rowsOf(world: EngineWorld, kind: string): Promise<Row<"record">[]> {
  const rows = (await world.rows("record", { kind })) as unknown as Row<"record">[];
  return rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

async function save(world: EngineWorld, kind: "contact" | "invoice", recordId: string, body: Contact | Document, expectedRevision: number | null = null): Promise<void> {
  await world.engine.saveRecord({ organisationId: world.organisationId, recordId, kind, body, expectedRevision, actor: PAT });
}
