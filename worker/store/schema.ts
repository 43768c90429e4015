import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/**
 * One D1 for the whole firm. The organisation is the first column of every key; instants are integer milliseconds UTC, dates
 * `YYYY-MM-DD` text, money integer minor units, bodies JSON text. Tables are STRICT in the migrations (drizzle-kit cannot say so).
 */

// ── Organisations, sign-in, access ────────────────────────────────────────────────────────────────────────────────────────────

export const organisation = sqliteTable(
  "organisation",
  {
    id: text().primaryKey(),
    xeroTenantId: text().notNull(),
    /** Xero's connection id, what DELETE /connections takes; null when disconnected. */
    connectionId: text(),
    name: text().notNull(),
    shortCode: text(),
    state: text({ enum: ["connecting", "connected", "needs_sign_in", "disconnected"] }).notNull(),
    stateReason: text(),
    /** OrganisationFacts as last read. */
    facts: text({ mode: "json" }),
    /** SyncRules: policy, directions, filters, mappings, statuses on creation. */
    rules: text({ mode: "json" }).notNull(),
    createdAt: integer().notNull(),
    connectedAt: integer(),
    disconnectedAt: integer(),
    /** Last round that ended without an error; the heartbeat of the alarms. */
    lastRoundAt: integer(),
    nextDueAt: integer(),
    /** Highest lease token that ever wrote: commits of a run with a lower one are refused. */
    fence: integer().notNull().default(0),
  },
  (t) => [uniqueIndex("organisation_tenant").on(t.xeroTenantId), index("organisation_due").on(t.nextDueAt)],
);

/** Token set per Xero user, encrypted; `generation` is the compare-and-swap of the keeper. */
export const credential = sqliteTable("credential", {
  xeroUserId: text().primaryKey(),
  name: text().notNull(),
  email: text(),
  ciphertext: text().notNull(),
  keyId: text().notNull(),
  generation: integer().notNull(),
  accessExpiresAt: integer().notNull(),
  refreshedAt: integer().notNull(),
  scopes: text().notNull(),
  state: text({ enum: ["live", "revoked"] }).notNull(),
  /** Why it is revoked: code of a KeeperCause. */
  stateReason: text(),
});

/** Which Xero users can serve an organisation; the engine falls back to the next when one loses access. */
export const organisationUser = sqliteTable(
  "organisation_user",
  {
    organisationId: text().notNull(),
    xeroUserId: text().notNull(),
    connectionId: text().notNull(),
    xeroRole: text(),
    state: text({ enum: ["live", "lost"] }).notNull(),
    addedAt: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.xeroUserId] })],
);

export const member = sqliteTable(
  "member",
  {
    id: text().primaryKey(),
    email: text().notNull(),
    name: text().notNull(),
    xeroUserId: text(),
    role: text({ enum: ["admin", "bookkeeper", "viewer"] }).notNull(),
    state: text({ enum: ["invited", "active", "removed"] }).notNull(),
    createdAt: integer().notNull(),
    lastSeenAt: integer(),
  },
  (t) => [uniqueIndex("member_email").on(t.email)],
);

/** Sessions, API keys, one-time codes and OAuth states: random secrets of which only the hash is kept. */
export const secret = sqliteTable(
  "secret",
  {
    hash: text().primaryKey(),
    kind: text({ enum: ["session", "api_key", "code", "state", "setup"] }).notNull(),
    memberId: text(),
    organisationId: text(),
    name: text(),
    /** First characters of an API key, so that people can tell keys apart. */
    prefix: text(),
    scopes: text(),
    /** For codes: the PKCE challenge and the redirect address; for states: what the flow was for. */
    data: text({ mode: "json" }),
    createdAt: integer().notNull(),
    expiresAt: integer(),
    usedAt: integer(),
    revokedAt: integer(),
  },
  (t) => [index("secret_member").on(t.memberId, t.kind)],
);

// ── Project side ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

export const record = sqliteTable(
  "record",
  {
    organisationId: text().notNull(),
    id: text().notNull(),
    kind: text().notNull(),
    body: text().notNull(),
    /** Grows by one with every change; what clients send back in If-Match. */
    revision: integer().notNull(),
    /** {group: {at, by}}: when and by whom each field group was last edited here. */
    edits: text().notNull(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
    deletedAt: integer(),
    // Copies of body fields that lists filter and sort by.
    status: text(),
    number: text(),
    contactId: text(),
    projectId: text(),
    date: text(),
    totalMinor: integer(),
    search: text(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    index("record_list").on(t.organisationId, t.kind, t.updatedAt),
    index("record_contact").on(t.organisationId, t.contactId, t.kind),
    index("record_number").on(t.organisationId, t.kind, t.number),
  ],
);

/** Settings that come from Xero: accounts, tax rates, tracking categories, items. */
export const reference = sqliteTable(
  "reference",
  {
    organisationId: text().notNull(),
    kind: text().notNull(),
    /** Xero's id (AccountID, TaxType, TrackingCategoryID, ItemID). */
    id: text().notNull(),
    code: text(),
    name: text().notNull(),
    status: text({ enum: ["active", "archived", "gone"] }).notNull(),
    body: text().notNull(),
    observedAt: integer().notNull(),
    /** Complete lists in a row from which it was absent; two make it gone. */
    absentCount: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.kind, t.id] })],
);

// ── Sync ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

export const link = sqliteTable(
  "link",
  {
    organisationId: text().notNull(),
    id: text().notNull(),
    kind: text().notNull(),
    recordId: text().notNull(),
    xeroId: text(),
    state: text({
      enum: ["in_step", "pending", "waiting", "refused", "conflict", "proposal", "quarantined", "ended", "unlinked"],
    }).notNull(),
    /** Code and plain sentence of a waiting, refused or quarantined state. */
    reason: text({ mode: "json" }),
    /** Grows by one with every write; the compare-and-swap of the engine. */
    version: integer().notNull(),
    dirtyAt: integer(),
    notBeforeAt: integer(),
    attempts: integer().notNull().default(0),
    /** Hash of Xero's last observed raw body; null before the first observation. */
    xeroHash: text(),
    /** Hash of the base body; null means "equal to Xero's snapshot". */
    baseHash: text(),
    /** UpdatedDateUTC of the last observation. */
    xeroUpdatedAt: integer(),
    /** {group: ms}: UpdatedDateUTC of the last observation where Xero's group equalled base (design: edit-time interval). */
    equalAt: text(),
    observedAt: integer(),
    comparedAt: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    uniqueIndex("link_record").on(t.organisationId, t.recordId),
    uniqueIndex("link_xero").on(t.organisationId, t.kind, t.xeroId),
    index("link_dirty").on(t.organisationId, t.dirtyAt).where(sql`dirty_at IS NOT NULL`),
    index("link_state").on(t.organisationId, t.state),
  ],
);

/** Bodies by hash, each stored once per organisation. */
export const snapshot = sqliteTable(
  "snapshot",
  {
    organisationId: text().notNull(),
    hash: text().notNull(),
    body: text().notNull(),
    storedAt: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.hash] })],
);

/** A write to Xero that we decided on for one record. At most one open per link. */
export const intent = sqliteTable(
  "intent",
  {
    organisationId: text().notNull(),
    id: text().notNull(),
    linkId: text().notNull(),
    kind: text().notNull(),
    operation: text({ enum: ["create", "update", "void", "delete", "allocate", "unallocate", "note"] }).notNull(),
    state: text({ enum: ["ready", "sent", "unknown", "done", "refused", "abandoned"] }).notNull(),
    /** The canonical body or patch to send. */
    body: text().notNull(),
    /** Field groups it carries and the rule that chose each. */
    groups: text().notNull(),
    actor: text().notNull(),
    recordRevision: integer().notNull(),
    callId: text(),
    attempts: integer().notNull().default(0),
    notBeforeAt: integer(),
    error: text({ mode: "json" }),
    createdAt: integer().notNull(),
    endedAt: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    uniqueIndex("intent_open").on(t.organisationId, t.linkId).where(sql`state IN ('ready','sent','unknown')`),
    index("intent_state").on(t.organisationId, t.state),
  ],
);

/** One HTTP write, stored before it is sent. */
export const call = sqliteTable(
  "call",
  {
    organisationId: text().notNull(),
    id: text().notNull(),
    method: text().notNull(),
    path: text().notNull(),
    body: text().notNull(),
    bodyHash: text().notNull(),
    idempotencyKey: text().notNull(),
    intentIds: text().notNull(),
    state: text({ enum: ["stored", "sent", "answered", "unknown", "failed"] }).notNull(),
    sentAt: integer(),
    answeredAt: integer(),
    status: integer(),
    error: text({ mode: "json" }),
    createdAt: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index("call_state").on(t.organisationId, t.state)],
);

export const conflict = sqliteTable(
  "conflict",
  {
    organisationId: text().notNull(),
    id: text().notNull(),
    linkId: text().notNull(),
    recordId: text().notNull(),
    /** Field group key, such as "money" or "coding:{lineId}". */
    fieldGroup: text().notNull(),
    base: text().notNull(),
    ours: text().notNull(),
    xero: text().notNull(),
    oursBy: text({ mode: "json" }),
    oursAt: integer(),
    xeroBy: text(),
    xeroAt: integer(),
    openedAt: integer().notNull(),
    resolvedAt: integer(),
    resolution: text(),
    resolvedBy: text({ mode: "json" }),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    uniqueIndex("conflict_open").on(t.organisationId, t.linkId, t.fieldGroup).where(sql`resolved_at IS NULL`),
    index("conflict_record").on(t.organisationId, t.recordId),
  ],
);

/** Our change to a posted document, which a bookkeeper applies or declines on its Xero page. */
export const proposal = sqliteTable(
  "proposal",
  {
    organisationId: text().notNull(),
    id: text().notNull(),
    linkId: text().notNull(),
    recordId: text().notNull(),
    fieldGroup: text().notNull(),
    before: text().notNull(),
    after: text().notNull(),
    by: text({ mode: "json" }).notNull(),
    openedAt: integer().notNull(),
    decidedAt: integer(),
    decision: text({ enum: ["applied", "declined", "withdrawn"] }),
    decidedBy: text({ mode: "json" }),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    uniqueIndex("proposal_open").on(t.organisationId, t.linkId, t.fieldGroup).where(sql`decided_at IS NULL`),
    index("proposal_record").on(t.organisationId, t.recordId),
  ],
);

/** What a webhook said to look at again. Intake writes one row per delivery; the engine splits and empties it. */
export const inbox = sqliteTable(
  "inbox",
  {
    id: text().primaryKey(),
    body: text().notNull(),
    firstSequence: integer(),
    lastSequence: integer(),
    receivedAt: integer().notNull(),
    handledAt: integer(),
  },
  (t) => [index("inbox_open").on(t.handledAt, t.receivedAt)],
);

/** Xero ids to fetch again, once each however often they were named; deleted by the batch that stores what was read. */
export const lookAgain = sqliteTable(
  "look_again",
  {
    organisationId: text().notNull(),
    kind: text({ enum: ["contact", "invoice"] }).notNull(),
    xeroId: text().notNull(),
    /** Grows with every naming, so that one which comes while the answer is on its way is not lost. */
    askedAt: integer().notNull(),
    lane: text({ enum: ["person", "webhook", "poll"] }).notNull(),
    attempts: integer().notNull().default(0),
    notBeforeAt: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.kind, t.xeroId] })],
);

/** How far each kind was read; moves only with the last page of a sweep. */
export const cursor = sqliteTable(
  "cursor",
  {
    organisationId: text().notNull(),
    kind: text().notNull(),
    /** poll · import · sweep */
    lane: text().notNull(),
    completedThrough: integer(),
    /** State of a running sweep: page, started, highest UpdatedDateUTC seen, counts. */
    running: text({ mode: "json" }),
    dueAt: integer(),
    lastCompletedAt: integer(),
    lastCount: integer(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.kind, t.lane] })],
);

export const quarantine = sqliteTable(
  "quarantine",
  {
    organisationId: text().notNull(),
    id: text().notNull(),
    kind: text().notNull(),
    xeroId: text(),
    reason: text().notNull(),
    body: text().notNull(),
    at: integer().notNull(),
    releasedAt: integer(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index("quarantine_xero").on(t.organisationId, t.kind, t.xeroId)],
);

// ── Audit ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Append-only (triggers), hash-chained over hashes of values; values lie in audit_value, erasable. */
export const audit = sqliteTable(
  "audit",
  {
    organisationId: text().notNull(),
    seq: integer().notNull(),
    at: integer().notNull(),
    actor: text().notNull(),
    cause: text().notNull(),
    rule: text(),
    recordId: text(),
    kind: text(),
    callId: text(),
    /** [{group, before: hash|null, after: hash|null}] */
    changes: text().notNull(),
    hash: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.seq] }), index("audit_record").on(t.organisationId, t.recordId)],
);

export const auditValue = sqliteTable(
  "audit_value",
  {
    organisationId: text().notNull(),
    hash: text().notNull(),
    /** Null once erased. */
    value: text(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.hash] })],
);

// ── Profit ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** One row per earned or costed thing; always equal to a recomputation from scratch. Home currency, minor units. */
export const ledgerLine = sqliteTable(
  "ledger_line",
  {
    organisationId: text().notNull(),
    recordId: text().notNull(),
    lineKey: text().notNull(),
    projectId: text().notNull(),
    type: text({
      enum: ["revenue", "collected", "cost", "labour", "committed_revenue", "committed_cost", "unbilled"],
    }).notNull(),
    date: text().notNull(),
    amountMinor: integer().notNull(),
    minutes: integer(),
    accountCode: text(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.recordId, t.lineKey, t.type] }),
    index("ledger_project").on(t.organisationId, t.projectId, t.date),
  ],
);

// ── Watching ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────

export const alarm = sqliteTable(
  "alarm",
  {
    organisationId: text().notNull(),
    id: text().notNull(),
    code: text().notNull(),
    sentence: text().notNull(),
    remedy: text().notNull(),
    raisedAt: integer().notNull(),
    clearedAt: integer(),
    sentAt: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    uniqueIndex("alarm_open").on(t.organisationId, t.code).where(sql`cleared_at IS NULL`),
  ],
);

/** What each reconciliation found: compared, equal, repaired, in conflict, waiting, totals to the cent per kind. */
export const proof = sqliteTable(
  "proof",
  {
    organisationId: text().notNull(),
    id: text().notNull(),
    startedAt: integer().notNull(),
    endedAt: integer(),
    result: text({ mode: "json" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index("proof_time").on(t.organisationId, t.startedAt)],
);

/** Request ids of our own API: the same id twice gives the first answer. */
export const request = sqliteTable(
  "request",
  {
    organisationId: text().notNull(),
    id: text().notNull(),
    bodyHash: text().notNull(),
    status: integer().notNull(),
    response: text().notNull(),
    at: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.id] })],
);

/** Events for project tools (webhooks out), delivered at least once. */
export const outEvent = sqliteTable(
  "out_event",
  {
    organisationId: text().notNull(),
    id: text().notNull(),
    type: text().notNull(),
    body: text().notNull(),
    at: integer().notNull(),
    attempts: integer().notNull().default(0),
    nextAt: integer(),
    deliveredAt: integer(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index("out_event_due").on(t.nextAt)],
);

/** Compare-and-swap inside a batch: an insert whose CHECK fails rolls everything back (D1 has no interactive transactions). */
export const guard = sqliteTable("guard", { ok: integer().notNull() }, (t) => [check("guard_ok", sql`${t.ok} = 1`)]);

// ── Suggestions ───────────────────────────────────────────────────────────────────────────────────────────────────────────────
// Counts over confirmed lines (docs/03-suggestions.md). There are several rows a line, so these tables begin with the
// organisation's short number instead of its 36-character id: that halves their size.

export const suggestState = sqliteTable(
  "suggest_state",
  {
    organisationId: text().primaryKey(),
    number: integer().notNull(),
    /** Next position among confirmed lines; the compare-and-swap of every change to the counts. */
    sequence: integer().notNull(),
    /** Grows with every change to the counts, removals too: older answers are stale. */
    version: integer().notNull(),
    /** Codes, tax types and project ids as an array; counts name them by position. */
    labels: text({ mode: "json" }).$type<string[]>().notNull(),
    /** Records changed before this instant are counted. */
    followedTo: integer().notNull(),
  },
  (t) => [uniqueIndex("suggest_state_number").on(t.number)],
);

/** The counts of one context: shared/suggest/contexts.ts. */
export const suggestRow = sqliteTable(
  "suggest_row",
  {
    number: integer().notNull(),
    key: integer().notNull(),
    at: integer().notNull(),
    counts: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.number, t.key] })],
);

/** The confirmed lines of one document as they were counted: enough to take them out again exactly, and to rebuild from. */
export const suggestDocument = sqliteTable(
  "suggest_document",
  {
    number: integer().notNull(),
    recordId: text().notNull(),
    revision: integer().notNull(),
    /** Hash of the supplier, by which its newest lines are found. */
    supplier: integer().notNull(),
    /** Of its last line. */
    sequence: integer().notNull(),
    lines: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.number, t.recordId] }), index("suggest_document_supplier").on(t.number, t.supplier, t.sequence)],
);

/** A suggestion computed before anyone opened the line, and what it is later judged by. */
export const suggestAnswer = sqliteTable(
  "suggest_answer",
  {
    number: integer().notNull(),
    lineId: text().notNull(),
    recordId: text().notNull(),
    revision: integer().notNull(),
    version: integer().notNull(),
    /** Hash of the candidates it chose from. */
    chart: integer().notNull(),
    answer: text().notNull(),
    /** 1 once it was confirmed in bulk: nobody looked. */
    bulk: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.number, t.lineId] }), index("suggest_answer_record").on(t.number, t.recordId)],
);

/** How suggestions fared, per field and confidence band. */
export const suggestFate = sqliteTable(
  "suggest_fate",
  {
    number: integer().notNull(),
    target: text({ enum: ["account", "tax", "project"] }).notNull(),
    band: text({ enum: ["high", "medium", "low", "none"] }).notNull(),
    fate: text({ enum: ["accepted", "corrected", "ignored", "changed-in-xero", "bulk-confirmed"] }).notNull(),
    count: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.number, t.target, t.band, t.fate] })],
);
