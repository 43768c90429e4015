import { ALARMS, INTAKE, RUN, WEBHOOKS_ALIVE_MS, XERO_LIMITS } from "../../shared/limits.ts";
import type { Change, Row, Select } from "../store/port.ts";
import { waitAfter } from "./poll.ts";
import type { Part } from "./readTogether.ts";
import { mayGoOn, type Run } from "./run.ts";
import { takeIn } from "./takeIn.ts";
import { gapsIn, lostNow, untoldNow } from "./webhookGaps.ts";

interface Delivery {
  events?: readonly { resourceId?: unknown; tenantId?: unknown; eventCategory?: unknown }[];
}

/** Xero's categories → what to look at again: an id where Xero can be asked by ids, else the kind's poll. */
const CATEGORY: Readonly<Record<string, { ids: "contact" | "invoice" } | { poll: string }>> = {
  CONTACT: { ids: "contact" },
  INVOICE: { ids: "invoice" },
  CREDITNOTE: { poll: "credit_note" },
  PAYMENT: { poll: "payment" },
  PREPAYMENT: { poll: "prepayment" },
  OVERPAYMENT: { poll: "overpayment" },
};

/** What deliveries come to. */
export interface Split {
  /** To be committed together, so that a crash loses none: what to look at again, and that the deliveries are handled. */
  changes: readonly Change[];
  /** The same for one organisation, as the store will have it: what its run begins with. */
  looks: readonly Row<"lookAgain">[];
  polls: ReadonlySet<string>;
  heard: boolean;
}

/**
 * Splits deliveries into things to look at again, per organisation, each once however often it was named. A delivery may speak of
 * several organisations; events of ones we do not know, and of categories nobody has told us about, are passed over.
 */
export function splitInbox(own: string, inbox: Inbox, now: number): Split {
  const { rows, organisations } = inbox;
  const organisationOf = new Map(organisations.map((row) => [row.xeroTenantId, row.id]));
  const looks = new Map<string, Row<"lookAgain">>();
  const polls = new Map<string, { organisationId: string; kind: string }>();
  const heard = new Set<string>();
  for (const row of rows) {
    const delivery = JSON.parse(row.body) as Delivery;
    for (const event of (delivery.events ?? []).slice(0, INTAKE.eventsPerDelivery)) {
      const organisationId = organisationOf.get(String(event.tenantId));
      const target = CATEGORY[String(event.eventCategory).toUpperCase()];
      if (organisationId === undefined) continue;
      heard.add(organisationId);
      if (target === undefined) continue;
      if ("poll" in target) polls.set(`${organisationId} ${target.poll}`, { organisationId, kind: target.poll });
      else {
        const xeroId = String(event.resourceId);
        looks.set(`${organisationId} ${xeroId}`, { organisationId, kind: target.ids, xeroId, askedAt: now, lane: "webhook", attempts: 0, notBeforeAt: now });
      }
    }
  }
  const gap = gapChanges(rows, inbox, now);
  const changes: Change[] = [
    { update: "inbox", where: { id: { in: rows.map((row) => row.id) } }, set: { handledAt: now } },
    { put: "lookAgain", rows: [...looks.values()] },
    { insertNew: "cursor", rows: [...heard].map((organisationId) => ({ organisationId, kind: "webhook", lane: "webhook" })) },
    { update: "cursor", where: { organisationId: { in: [...heard] }, kind: "webhook", lane: "webhook" }, set: { lastCompletedAt: now } },
    ...gap.changes,
    ...[...polls.values()].map(({ organisationId, kind }): Change => ({ update: "cursor", where: { organisationId, kind, lane: "poll" }, set: { dueAt: now } })),
  ];
  return {
    changes, heard: heard.has(own), looks: [...looks.values()].filter(({ organisationId }) => organisationId === own),
    polls: new Set([...gap.polls, ...[...polls.values()].flatMap(({ organisationId, kind }) => (organisationId === own ? [kind] : []))]),
  };
}

/** What a run begins with once deliveries are split: the rows it read, with what the split adds to them. */
export function withSplit({ looks, polls, heard }: Split, start: { cursors: readonly Row<"cursor">[]; named: readonly Row<"lookAgain">[] }, of: { organisationId: string; now: number }) {
  const { organisationId, now } = of;
  const told = new Set(looks.map(lookKey));
  const listened = { organisationId, kind: "webhook", lane: "webhook", completedThrough: null, running: null, dueAt: null, lastCompletedAt: now, lastCount: null } satisfies Row<"cursor">;
  const cursors = start.cursors.flatMap((cursor) => (heard && cursor.kind === "webhook" ? [] : [cursor.lane === "poll" && polls.has(cursor.kind) ? { ...cursor, dueAt: now } : cursor]));
  return { cursors: heard ? [...cursors, listened] : cursors, named: [...start.named.filter((row) => !told.has(lookKey(row))), ...looks].slice(0, NAMED_MAX) };
}

const lookKey = ({ kind, xeroId }: Row<"lookAgain">): string => `${kind} ${xeroId}`;

/** Kinds whose changes webhooks tell of. */
const TOLD_KINDS = [...new Set(Object.values(CATEGORY).map((target) => ("ids" in target ? target.ids : target.poll)))];

/** Lost events are of nobody knows which organisation: all are polled at once, so that nothing waits for what was lost. */
function gapChanges(rows: readonly Row<"inbox">[], { organisations, highest, watches }: Inbox, now: number): { changes: Change[]; polls: readonly string[] } {
  const { lost, late } = gapsIn(rows, highest);
  if (lost === 0 && late === 0) return { changes: [], polls: [] };
  const ids = { in: organisations.map((row) => row.id) };
  const before = Math.max(0, ...watches.map((row) => (row.lostAt !== null && now - row.lostAt < ALARMS.rememberedMs ? row.lostEvents : 0)));
  const missing = Math.max(0, before + lost - late);
  const changes: Change[] = [
    { insertNew: "watch", rows: organisations.map((row) => ({ organisationId: row.id })) },
    { update: "watch", where: { organisationId: ids }, set: { lostEvents: missing, ...(lost > 0 ? { lostAt: now } : {}) } },
  ];
  if (lost === 0) return { changes, polls: [] };
  changes.push({ update: "cursor", where: { organisationId: ids, kind: { in: TOLD_KINDS }, lane: "poll" }, set: { dueAt: now } });
  return { changes, polls: TOLD_KINDS };
}

/** Deliveries that nobody split yet, and whom they may speak of. */
export interface Inbox {
  rows: readonly Row<"inbox">[];
  organisations: readonly Row<"organisation">[];
  /** The highest of Xero's numbers that came before; null: none is known. */
  highest: number | null;
  watches: readonly Row<"watch">[];
}

export function openInbox(): Part<Inbox> {
  const selects = [
    { from: "inbox", where: { handledAt: null }, orderBy: ["receivedAt"], limit: RUN.inboxRowsPerRun },
    { from: "organisation", where: { state: { in: ["connecting", "connected", "needs_sign_in"] } }, limit: 10_000 },
    { from: "inbox", where: { handledAt: { notNull: true }, lastSequence: { notNull: true } }, orderBy: ["lastSequence"], descending: true, limit: 1 },
    { from: "watch", where: {}, limit: 10_000 },
  ] as const satisfies readonly Select[];
  return {
    selects,
    make: ([rows, organisations, handled, watches]) => ({ rows, organisations, highest: (handled as Row<"inbox">[])[0]?.lastSequence ?? null, watches }) as Inbox,
  };
}

/** As many as the calls of a run show. */
const NAMED_MAX = RUN.callsPerRun * XERO_LIMITS.idsPerCall;

/** Ids to look at again now, the longest asked for first. */
export function namedIds(organisationId: string, now: number) {
  return { from: "lookAgain", where: { organisationId, notBeforeAt: { lte: now } }, orderBy: ["askedAt"], limit: NAMED_MAX } as const;
}

/** Heard of lately, and told of what changed: else polls are what the sync rests on. */
export function webhooksAlive(lastHeardAt: number | null, watch: Row<"watch"> | null, now: number): boolean {
  return lastHeardAt !== null && now - lastHeardAt < WEBHOOKS_ALIVE_MS && untoldNow(watch, now) === 0 && lostNow(watch, now) === 0;
}

/** Tries of one id before it waits for the poll: an id that Xero does not show. */
const LOOKS = 5;

/** Fetches the ids that were named, forty a call. What was asked again while the answer was on its way stays asked. */
export async function lookAtNamed(run: Run, given?: readonly Row<"lookAgain">[]): Promise<{ waitUntil: number | null }> {
  run.due.looks = false;
  const organisationId = run.organisation.id;
  const [rows] = given === undefined ? await run.ports.store.read(namedIds(organisationId, run.now())) : [given];
  for (const kind of ["contact", "invoice"] as const) {
    const named = rows.filter((row) => row.kind === kind);
    for (let from = 0; from < named.length; from += XERO_LIMITS.idsPerCall) {
      if (!mayGoOn(run)) return { waitUntil: run.now() };
      const chunk = named.slice(from, from + XERO_LIMITS.idsPerCall);
      run.calls.left -= 1;
      const lane = chunk.some((row) => row.lane === "person") ? "person" : "webhook";
      const askedAt = run.now();
      const page = await run.xero(lane).list(kind, { ids: chunk.map((row) => row.xeroId), page: 1 });
      if (!page.ok) return { waitUntil: waitAfter(run, page.error) };
      const shown = new Set(page.value.elements.map((element) => String(element[kind === "contact" ? "ContactID" : "InvoiceID"])));
      const where = (ids: readonly string[]) => ({ organisationId, kind, xeroId: { in: ids }, askedAt: { lte: Math.max(...chunk.map((row) => row.askedAt)) } });
      const absent = chunk.filter((row) => !shown.has(row.xeroId));
      const changes: Change[] = [{ delete: "lookAgain", where: where([...shown, ...absent.filter((row) => row.attempts >= LOOKS).map((row) => row.xeroId)]) }];
      // Not shown is not deleted: ask again later, then leave it to the poll.
      for (const row of absent)
        changes.push({ update: "lookAgain", where: { organisationId, kind, xeroId: row.xeroId }, set: { attempts: row.attempts + 1, notBeforeAt: run.now() + 60_000 * (row.attempts + 1) } });
      await takeIn(run, kind, page.value.elements, { askedAt, with: changes });
    }
  }
  return { waitUntil: null };
}
