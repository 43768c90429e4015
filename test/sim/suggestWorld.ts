import { and, eq } from "drizzle-orm";
import { recordRow } from "../../worker/engine/recordRow.ts";
import type { Counted, DecidedCost } from "../../worker/ports.ts";
import type { Account, TaxRate } from "../../shared/records/organisation.ts";
import type { Document, Line } from "../../shared/records/document.ts";
import type { Purchase } from "../../worker/http/suggest.ts";
import { createStore } from "../../worker/store/engineStore.ts";
import { openStore } from "../../worker/store/open.ts";
import { findRecord } from "../../worker/store/reads/records.ts";
import { readReferences } from "../../worker/store/reads/references.ts";
import { record, reference } from "../../worker/store/schema/projectSide.ts";
import { suggestCount, suggestDocument } from "../../worker/store/schema/suggestions.ts";
import { countDecision } from "../../worker/suggest/countDecision.ts";
import { readDocument } from "../../worker/suggest/countedDocument.ts";
import { readState } from "../../worker/suggest/countStore.ts";
import { prepareAhead } from "../../worker/suggest/prepareAhead.ts";
import { rebuildStep, startRebuild } from "../../worker/suggest/rebuildCounts.ts";
import { suggestFromCounts } from "../../worker/suggest/suggestFromCounts.ts";

/** A bill of one line, as a test says it. */
export interface BillLine {
  account: string | null;
  tax?: string | null;
  project?: string | null;
  text?: string;
  amountMinor?: number;
}
export interface Bill extends BillLine {
  id: string;
  status?: Document["status"];
  supplier?: string;
  kind?: "bill" | "bank_transaction";
  date?: string;
  number?: string | null;
  lines?: readonly BillLine[];
}

/** A person's decision: the record as it will be, and what it changes in the counts. */
export interface Decided {
  row: typeof record.$inferInsert;
  counted: Counted | null;
}

const organisationId = "o1";

/** Suggestions over the real schema, without an engine: bills are saved as a sync would leave them, and confirmed as a person's decision is committed. */
export async function suggestWorld(d1: D1Database) {
  // Statements are counted by invocation, and each act is one.
  const counter = { statements: 0, roundTrips: 0 };
  const act = (): void => void (counter.statements = 0);
  const db = openStore(d1, counter);
  const store = createStore(db);
  const counting = countDecision(db);
  let clock = 1_000_000;

  const world = {
    db, organisationId,
    now: () => clock,
    supplier: async (id: string, name: string) => void (await db.insert(record).values(recordRow({ organisationId, id, kind: "contact", body: { name } as never, revision: 1, edits: {}, createdAt: clock, updatedAt: clock }))),
    accounts: (list: readonly (readonly [code: string, name: string, status?: "active" | "archived"])[]) => putReferences("account", list.map(([code, name, status = "active"]) => accountOf(code, name, status))),
    taxRates: (list: readonly (readonly [taxType: string, name: string, status?: "active" | "archived"])[]) => putReferences("tax_rate", list.map(([taxType, name, status = "active"]) => rateOf(taxType, name, status))),
    project: async (id: string, name: string, status: "active" | "closed" = "active") => {
      const row = recordRow({ organisationId, id, kind: "project", body: { name, status, budgetMinor: null } as never, revision: 1, edits: {}, createdAt: clock, updatedAt: (clock += 10) });
      await db.insert(record).values(row).onConflictDoUpdate({ target: [record.organisationId, record.id], set: row });
    },
    /** As a sync leaves it: a new revision, nobody's decision. */
    async save(bill: Bill): Promise<void> {
      act();
      await db.insert(record).values(await rowOf(bill)).onConflictDoUpdate({ target: [record.organisationId, record.id], set: await rowOf(bill) });
    },
    /** Marks it deleted. */
    async remove(id: string): Promise<void> {
      act();
      const before = await find(id);
      await db.update(record).set({ deletedAt: clock, updatedAt: (clock += 10), revision: before.revision + 1 }).where(and(eq(record.organisationId, organisationId), eq(record.id, id)));
    },
    /** What a person's confirmation of the bill's coded lines adds to its commit; or that he takes it back. */
    async decide(bill: Bill, undo = false): Promise<Decided> {
      act();
      const plain = await rowOf(bill);
      const body = JSON.parse(plain.body) as Document;
      const decided = new Set(body.lines.filter(({ accountCode }) => undo || accountCode !== null).map(({ id }) => id));
      // As the engine notes it in the same commit.
      const row = { ...plain, edits: JSON.stringify(Object.fromEntries([...decided].map((id) => [`coding:${id}`, { at: clock, by: { type: "member", id: "m1", name: "Pat" }, revision: plain.revision }]))) };
      const decision: DecidedCost = { kind: bill.kind ?? "bill", recordId: bill.id, revision: row.revision, body, confirms: undo ? new Set() : decided, takesBack: undo ? decided : new Set() };
      return { row, counted: await counting(organisationId, [decision]) };
    },
    /** The commit of a person's decision, with its counts. */
    async commit({ row, counted }: Decided): Promise<"committed" | "stale"> {
      const unchanged = row.revision === 1 ? [] : [{ unchanged: "record" as const, organisationId, of: [{ id: row.id, version: row.revision - 1 }] }];
      return store.commit([...unchanged, ...(counted === null ? [] : [counted.guard])], [{ put: "record", rows: [row] }, ...(counted?.changes ?? [])]);
    },
    confirm: async (bill: Bill): Promise<"committed" | "stale"> => world.commit(await world.decide(bill)),
    undo: async (bill: Bill): Promise<"committed" | "stale"> => world.commit(await world.decide(bill, true)),
    /** What rounds do, until nothing is left. */
    async settle() {
      for (let round = 0; round < 100; round++) {
        act();
        const prepared = await prepareAhead(db, organisationId, clock);
        if (!prepared.more) return prepared;
      }
      throw new Error("the rounds do not come to rest");
    },
    /** Opens the card. */
    async ask(id: string, looked = true) {
      act();
      return suggestFromCounts(db)({ organisationId, documents: [await find(id)], references: await readReferences(db, organisationId), looked });
    },
    /** Counts of codings: "key coding" to lines and weight at its clock. */
    async counts() {
      const rows = await db.select().from(suggestCount);
      return new Map(rows.filter(({ coding, lines }) => coding >= 0 && lines > 0).map((row) => [`${row.key} ${row.coding}`, row]));
    },
    /** All lines that count, as they are kept. */
    async lines() {
      const state = await readState(db, organisationId);
      const rows = await db.select().from(suggestDocument);
      return state === null ? [] : rows.flatMap(({ lines }) => readDocument(lines, state.labels));
    },
    state: () => readState(db, organisationId),
    async rebuild() {
      await startRebuild(db, organisationId);
      for (let step = 0; step < 200; step++) {
        act();
        if (await rebuildStep(db, organisationId)) return;
      }
      throw new Error("the rebuild does not end");
    },
  };

  async function find(id: string): Promise<Purchase> {
    const found = await findRecord(db, organisationId, id);
    if (found === null) throw new Error(`no record ${id}`);
    return found as Purchase;
  }
  async function rowOf(bill: Bill): Promise<typeof record.$inferInsert> {
    const before = await findRecord(db, organisationId, bill.id);
    return recordRow({ organisationId, id: bill.id, kind: bill.kind ?? "bill", body: bodyOf(bill), revision: (before?.revision ?? 0) + 1, edits: {}, createdAt: before?.createdAt ?? clock, updatedAt: (clock += 10) });
  }
  async function putReferences(kind: string, list: readonly (Account | TaxRate)[]): Promise<void> {
    await db.delete(reference).where(and(eq(reference.organisationId, organisationId), eq(reference.kind, kind)));
    for (const body of list) await db.insert(reference).values({ organisationId, kind, id: "id" in body ? body.id : body.taxType, code: "code" in body ? body.code : null, name: body.name, status: body.status, body: JSON.stringify(body), observedAt: clock });
  }

  await world.accounts([["310", "Cost of goods"], ["429", "General expenses"], ["404", "Bank fees"]]);
  await world.taxRates([["INPUT", "20% VAT"], ["NONE", "No VAT"]]);
  await world.supplier("steel", "Northern Steel Ltd");
  await world.supplier("paper", "Paper & Co");
  return world;
}

function bodyOf({ id, status = "authorised", supplier = "steel", date = "2026-03-02", lines, number = `INV-${id}`, ...one }: Bill): Document {
  const list = (lines ?? [one]).map(({ account, tax, project = null, text = "Steel beams", amountMinor = 120_000 }, i): Line => ({
    id: `${id}-${i + 1}`, xeroLineId: null, description: text, quantityE4: 10_000, unitAmountE4: amountMinor * 100, discountRateE4: null, discountMinor: null, itemCode: null,
    accountCode: account, taxType: tax === undefined ? (account === null ? null : "INPUT") : tax, taxMinor: 0, amountMinor, tracking: [], projectId: project, serviceId: null, timeEntryIds: [],
  }));
  const totalMinor = list.reduce((sum, line) => sum + line.amountMinor, 0);
  return {
    side: "purchases", contactId: supplier, number, reference: null, date, dueDate: null, status, currency: "GBP", currencyRateE6: null, lineAmountTypes: "exclusive", subtotalMinor: totalMinor, taxMinor: 0,
    totalMinor, amountDueMinor: totalMinor, amountPaidMinor: 0, amountCreditedMinor: 0, fullyPaidOn: null, sentToContact: false, allocations: [], bankAccountId: null, isReconciled: false, title: null, summary: null,
    terms: null, lines: list,
  };
}

const everywhere = { assets: true, equity: true, expenses: true, liabilities: true, revenue: true };
const accountOf = (code: string, name: string, status: "active" | "archived"): Account => ({ id: `account-${code}`, code, name, type: "EXPENSE", class: "EXPENSE", taxType: "INPUT", status, systemAccount: null, enablePayments: false });
const rateOf = (taxType: string, name: string, status: "active" | "archived"): TaxRate => ({ taxType, name, status, appliesTo: everywhere } as TaxRate);
