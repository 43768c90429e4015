import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import type { RecordBodies, RecordBody } from "../../shared/records/record.ts";
import { type RecordKind, SYNCED_KINDS } from "../../shared/records/kinds.ts";
import type { Contact } from "../../shared/records/contact.ts";
import type { Document, Line } from "../../shared/records/document.ts";
import type { Account, OrganisationFacts, TaxRate } from "../../shared/records/organisation.ts";
import type { Project } from "../../shared/records/project.ts";
import { defaultRules } from "../../shared/planning/rules.ts";
import { recordRow } from "../../worker/engine/recordRow.ts";
import { createApp } from "../../worker/http/app.ts";
import type { ConsentDeps } from "../../worker/http/consentDeps.ts";
import type { HttpDeps, Role } from "../../worker/http/deps.ts";
import type { Engine, Written } from "../../worker/http/engine.ts";
import { type Db, openStore } from "../../worker/store/open.ts";
import { tables } from "../../worker/store/schema/tables.ts";
import { d1OnNode, migrate } from "./d1OnNode.ts";

export const NOW = Date.UTC(2026, 10, 23, 9);
export const TOKENS = { admin: "admin-session-token-0001", bookkeeper: "bookkeeper-session-token", viewer: "viewer-session-token-001", key: "mrg_key-of-organisation-a-1" } as const;
export type Who = keyof typeof TOKENS;

/** The HTTP side over a real store, with an engine that only saves and notes what it was asked. */
export async function httpHarness() {
  const d1 = d1OnNode();
  await migrate(d1);
  const db = openStore(d1);
  const asked: { act: string; request: object }[] = [];
  let answerOfActs: Awaited<ReturnType<Engine["retry"]>> = { ok: true, value: { outcome: "written", sentence: "Written to Xero." } };
  let uuids = 0;
  const act = (name: string) => async (request: object): Promise<typeof answerOfActs> => {
    asked.push({ act: name, request });
    return answerOfActs;
  };
  const engine: Engine = {
    saveRecord: async ({ organisationId, recordId, kind, body, expectedRevision, actor }) => {
      asked.push({ act: "saveRecord", request: { recordId, actor } });
      const revision = (expectedRevision ?? 0) + 1;
      const row = recordRow({ organisationId, id: recordId, kind, body, revision, edits: {}, createdAt: NOW, updatedAt: NOW + asked.length });
      if (expectedRevision === null) {
        const made = await db.insert(tables.record).values(row).onConflictDoNothing().returning();
        return made.length === 1 ? { ok: true, value: { revision } } : { ok: false, refusal: { code: "revision_conflict", sentence: "It exists already." } };
      }
      const changed = await db
        .update(tables.record)
        .set(row)
        .where(and(eq(tables.record.organisationId, organisationId), eq(tables.record.id, recordId), eq(tables.record.revision, expectedRevision)))
        .returning();
      return changed.length === 1 ? { ok: true, value: { revision } } : { ok: false, refusal: { code: "revision_conflict", sentence: "Somebody was faster." } };
    },
    applyCoding: act("applyCoding"),
    undoCoding: act("undoCoding"),
    applyCodings: async (_, requests) => Promise.all(requests.map(act("applyCodings"))),
    undoCodings: async (_, requests) => Promise.all(requests.map(act("undoCodings"))),
    splitLine: act("splitLine"),
    undoSplit: act("undoSplit"),
    resolveConflict: act("resolveConflict"),
    decideProposal: act("decideProposal"),
    retry: act("retry"),
    decideContact: act("decideContact"),
    verifyAudit: async () => ({ ok: true, rows: 0 }),
    rebuild: async () => ({ ok: false, sentence: "Nothing is kept here." }),
    erase: async () => ({ ok: true, value: { done: true, erased: 0 } }),
    giveUp: act("giveUp"),
    takeNextNumber: act("takeNextNumber"),
    sendAnyway: act("sendAnyway"),
  };
  const removed: string[] = [];
  const forgotten: string[] = [];
  const deps = {
    ...outside(),
    config: { publicUrl: "https://margin.example", extensionIds: [], setupToken: "set-up-token-0001", xeroWebhookKey: "webhook-key" },
    db,
    engine,
    gate: { budget: async () => ({ usedToday: 12, remainingToday: 988, remainingMinute: 59, bytesToday: 4_096 }), waitMs: async () => 0, forget: async (organisationId: string) => void forgotten.push(organisationId) },
    xero: { of: () => ({ list: async () => ({ ok: true, value: { elements: [] }, bytes: 1, remaining: {} }) }) } as unknown as HttpDeps["xero"],
    userConnections: {
      remove: async (_user: string, connectionId: string) => (removed.push(connectionId), null),
    },
    suggest: async () => ({ lines: new Map(), earlier: new Map() }),
    languageModel: null,
    clock: { now: () => NOW },
    ids: { uuid: () => `00000000-0000-7000-8000-${String((uuids += 1)).padStart(12, "0")}` },
    randomToken: () => `random-token-${String((uuids += 1)).padStart(30, "0")}`,
  } as unknown as HttpDeps & ConsentDeps;
  const app = createApp(deps);

  await seedAccess(db);
  return {
    db, d1, deps, app, asked, removed, forgotten,
    answerActs: (answer: typeof answerOfActs | Written) => void (answerOfActs = "ok" in answer ? answer : { ok: true, value: answer }),
    /** One request; the answer's JSON beside its status. */
    call: async (method: string, path: string, { as = "key" as Who | null, body = undefined as unknown, raw = undefined as string | undefined, headers = {} as Record<string, string>, organisation = "a" } = {}) => {
      const response = await app.request(`https://margin.example${path}`, {
        method,
        headers: { ...(as === null ? {} : { Authorization: `Bearer ${TOKENS[as]}` }), ...(as === "key" || as === null ? {} : { Organisation: organisation }), "Content-Type": "application/json", ...headers },
        ...(raw === undefined && body === undefined ? {} : { body: raw ?? JSON.stringify(body) }),
      });
      const text = await response.text();
      // A test reads what it expects; the shape is what it asserts.
      return { status: response.status, headers: response.headers, json: (text === "" ? null : JSON.parse(text)) as Json };
    },
    /** Puts a record straight into the store, linked to Xero where a Xero id is given. */
    put: async <K extends RecordKind>(kind: K, id: string, body: RecordBodies[K], more: { organisationId?: string; xeroId?: string; state?: typeof tables.link.$inferInsert.state; reason?: object; at?: number } = {}) => {
      const organisationId = more.organisationId ?? "a";
      await db.insert(tables.record).values(recordRow({ organisationId, id, kind, body: body as RecordBody, revision: 1, edits: {}, createdAt: NOW, updatedAt: more.at ?? NOW }));
      if (more.xeroId !== undefined && SYNCED_KINDS.some((synced) => synced === kind))
        await db.insert(tables.link).values({ organisationId, id: `link-${id}`, kind, recordId: id, xeroId: more.xeroId, state: more.state ?? "in_step", reason: more.reason ?? null, version: 1, observedAt: NOW });
    },
    recordCount: async () => (await db.select().from(tables.record)).length,
  };
}

/** What sign-in and webhooks need; no test of /v1 comes near it. */
export function outside() {
  const stub = new Proxy({}, { get: (_, name) => () => Promise.reject(new Error(`${String(name)} is not part of this test`)) });
  return { identity: stub, credentials: stub, consented: stub, roleCap: async () => null, wake: async () => undefined, later: () => undefined, version: "test" };
}

// oxlint-disable-next-line typescript/no-explicit-any -- answers are read by path and asserted on
type Json = any;

export const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

async function seedAccess(db: Db): Promise<void> {
  const facts = (name: string, shortCode: string): OrganisationFacts => ({
    xeroTenantId: `tenant-${name}`, name, shortCode, baseCurrency: "AUD", countryCode: "AU", timeZone: "Australia/Sydney", periodLockDate: null, yearEndLockDate: null, plan: "", isDemo: false,
  });
  const organisations = [["a", "Harbour Studio", "!aAaA1"], ["b", "Second Books", "!bBbB2"]] as const;
  for (const [id, name, shortCode] of organisations) {
    await db.insert(tables.organisation).values({ id, xeroTenantId: `tenant-${id}`, connectionId: `connection-${id}`, name, shortCode, state: "connected", facts: facts(name, shortCode), rules: defaultRules(), createdAt: 1, connectedAt: NOW - 1_000 });
    await db.insert(tables.credential).values({ xeroUserId: `user-${id}`, name: "Ada", ciphertext: "sealed", keyId: "k1", generation: 1, accessExpiresAt: NOW, refreshedAt: NOW, state: "live", scopes: "offline_access accounting.invoices accounting.contacts accounting.payments accounting.settings.read" });
    await db.insert(tables.organisationUser).values({ organisationId: id, xeroUserId: `user-${id}`, connectionId: `connection-${id}`, state: "live", addedAt: 1 });
    for (const account of ACCOUNTS) await db.insert(tables.reference).values({ organisationId: id, kind: "account", id: account.id, code: account.code, name: account.name, status: account.status, body: JSON.stringify(account), observedAt: 1 });
    for (const rate of TAX_RATES) await db.insert(tables.reference).values({ organisationId: id, kind: "tax_rate", id: rate.taxType, name: rate.name, status: rate.status, body: JSON.stringify(rate), observedAt: 1 });
  }
  await seedPeople(db, "a");
}

/** A member of each role, signed in, and a key of one organisation. */
export async function seedPeople(db: Db, organisationId: string, until = NOW + 1_000_000): Promise<void> {
  for (const role of ["admin", "bookkeeper", "viewer"] as const satisfies readonly Role[]) {
    await db.insert(tables.member).values({ id: `member-${role}`, email: `${role}@firm.example`, name: `The ${role}`, role, state: "active", createdAt: 1 });
    await db.insert(tables.secret).values({ hash: hashOf(TOKENS[role]), kind: "session", memberId: `member-${role}`, scopes: role, createdAt: 1, expiresAt: until });
  }
  await db.insert(tables.secret).values({ hash: hashOf(TOKENS.key), kind: "api_key", organisationId, name: "Time tool", prefix: "mrg_key-of", createdAt: 1 });
}

const account = (code: string, name: string, accountClass: string, more: Partial<Account> = {}): Account => ({
  id: `account-${code}`, code, name, type: accountClass, class: accountClass, taxType: accountClass === "REVENUE" ? "OUTPUT" : "INPUT", systemAccount: null, enablePayments: false, status: "active", ...more,
});
const ACCOUNTS: readonly Account[] = [
  account("200", "Sales", "REVENUE"),
  account("310", "Cost of Goods Sold", "EXPENSE"),
  account("404", "Bank Fees", "EXPENSE"),
  account("090", "Business Account", "ASSET", { type: "BANK" }),
  account("999", "Old Sales", "REVENUE", { status: "archived" }),
];
const everything = { revenue: true, expenses: true, assets: true, liabilities: true, equity: true };
const TAX_RATES: readonly TaxRate[] = [
  { taxType: "OUTPUT", name: "GST on Income", rateE4: 100_000, appliesTo: { ...everything, expenses: false }, status: "active" },
  { taxType: "INPUT", name: "GST on Expenses", rateE4: 100_000, appliesTo: { ...everything, revenue: false }, status: "active" },
];

export const aContact = (name: string): Contact => ({
  name, firstName: null, lastName: null, email: null, taxNumber: null, accountNumber: null, phones: { default: null, mobile: null, direct: null, fax: null },
  addresses: { postal: null, street: null }, persons: [], salesTerms: null, billTerms: null, status: "active", mergedIntoId: null, isCustomer: true, isSupplier: true,
});
export const aProject = (name: string, more: Partial<Project> = {}): Project => ({
  name, code: null, clientId: null, status: "active", startsOn: null, endsOn: null, budgetMinor: null, labourBudgetMinor: null, budgetMinutes: null, targetMarginPercent: null,
  billing: "time_and_materials", retainerMinutesPerMonth: null, trackingOptionId: null, ...more,
});
export const aLine = (id: string, amountMinor: number, more: Partial<Line> = {}): Line => ({
  id, xeroLineId: null, description: "Work", quantityE4: 10_000, unitAmountE4: amountMinor * 100, discountRateE4: null, discountMinor: null, itemCode: null, accountCode: null, taxType: null,
  taxMinor: 0, amountMinor, tracking: [], projectId: null, serviceId: null, timeEntryIds: [], ...more,
});
export const aDocument = (side: Document["side"], lines: readonly Line[], more: Partial<Document> = {}): Document => {
  const totalMinor = lines.reduce((sum, { amountMinor, taxMinor }) => sum + amountMinor + taxMinor, 0);
  return {
    side, contactId: "contact-1", number: null, reference: null, date: "2026-11-02", dueDate: null, status: "draft", currency: "AUD", currencyRateE6: null, lineAmountTypes: "exclusive", lines,
    subtotalMinor: totalMinor, taxMinor: 0, totalMinor, amountDueMinor: totalMinor, amountPaidMinor: 0, amountCreditedMinor: 0, fullyPaidOn: null, sentToContact: false, allocations: [],
    bankAccountId: null, isReconciled: false, title: null, summary: null, terms: null, ...more,
  };
};
