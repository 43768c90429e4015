import type { HealthView, ProgressView } from "../../../shared/api/views.ts";
import { CADENCE_MS, WEBHOOKS_ALIVE_MS } from "../../../shared/limits.ts";
import type { LinkRow } from "../../store/reads/links.ts";
import type { OrganisationRow } from "../../store/reads/organisations.ts";
import type { AlarmRow, CursorRow, ProofRow } from "../../store/reads/watch.ts";
import { organisationView } from "./organisationView.ts";

export interface HealthFacts {
  organisation: OrganisationRow;
  cursors: readonly CursorRow[];
  alarms: readonly AlarmRow[];
  lastProof: ProofRow | null;
  counts: ReadonlyMap<LinkRow["state"], number>;
  budget: Omit<HealthView["budget"], "forecastToday">;
  lastWebhookAt: number | null;
  /** Records and settings by the kind that imports them: invoices and bills together. */
  stored: ReadonlyMap<string, number>;
  now: number;
}

/** What the first import reads, in its order, in people's words. */
const IMPORTED: readonly (readonly [kind: string, label: string])[] = [
  ["organisation", "Organisation"],
  ["account", "Chart of accounts"],
  ["tax_rate", "Tax rates"],
  ["tracking_category", "Tracking categories"],
  ["contact", "Contacts"],
  ["invoice", "Invoices and bills"],
  ["credit_note", "Credit notes"],
  ["payment", "Payments"],
];

export function healthView(facts: HealthFacts): HealthView {
  const { organisation, alarms, counts, budget, lastProof } = facts;
  return {
    organisation: organisationView(organisation),
    progress: progressView(facts),
    counts: {
      in_step: (counts.get("in_step") ?? 0) + (counts.get("ended") ?? 0),
      pending: counts.get("pending") ?? 0,
      waiting: counts.get("waiting") ?? 0,
      refused: counts.get("refused") ?? 0,
      conflict: counts.get("conflict") ?? 0,
      proposal: counts.get("proposal") ?? 0,
      quarantined: counts.get("quarantined") ?? 0,
    },
    lastProof: lastProof === null || lastProof.endedAt === null ? null : { ...proofCounts(lastProof.result), at: lastProof.endedAt },
    budget: { ...budget, forecastToday: forecast(budget.usedToday, facts.now) },
    alarms: alarms.map(({ id, code, sentence, remedy, raisedAt }) => ({ id, code, sentence, remedy, raisedAt })),
    cadence: cadence(facts),
  };
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** A day's first hour says little about the rest: until it is over, the forecast is what was used. */
function forecast(used: number, now: number): number {
  const elapsedMs = now % DAY_MS;
  return elapsedMs < HOUR_MS ? used : Math.round((used * DAY_MS) / elapsedMs);
}

type Proof = Omit<NonNullable<HealthView["lastProof"]>, "at">;
type Figures = Omit<Proof, "others">;

function proofCounts(result: unknown): Proof {
  const of = (result ?? {}) as Partial<Record<keyof Figures, number>> & Partial<Pick<Proof, "others">>;
  return { others: of.others ?? null, compared: of.compared ?? 0, equal: of.equal ?? 0, repaired: of.repaired ?? 0, inConflict: of.inConflict ?? 0, waiting: of.waiting ?? 0, differs: of.differs ?? 0 };
}

/** A kind's first reading as the engine keeps it in cursor.running. */
interface Running {
  startedAt?: number;
  count?: number;
  expected?: number | null;
}

type TypeProgress = ProgressView["types"][number];

function progressView({ organisation, cursors, stored, now }: HealthFacts): ProgressView {
  const polls = new Map(cursors.filter(({ lane }) => lane === "poll").map((row) => [row.kind, row]));
  const types = IMPORTED.map(([kind, label]) => typeProgress({ label, kind, row: polls.get(kind), stored, now }));
  const startedAt = organisation.connectedAt;
  const phase = organisation.state === "disconnected" || organisation.state === "needs_sign_in" ? "paused" : types.every(({ state }) => state === "done") ? "live" : "import";
  return { phase, startedAt, etaAt: phase === "import" && startedAt !== null ? estimate(types, startedAt, now) : null, types };
}

interface OfType {
  label: string;
  kind: string;
  row: CursorRow | undefined;
  stored: HealthFacts["stored"];
  now: number;
}

/** A kind is imported once its cursor was moved for the first time; from then on what is stored is what counts. */
function typeProgress({ label, kind, row, stored, now }: OfType): TypeProgress {
  if (row?.completedThrough != null) {
    const done = kind === "organisation" ? 1 : (stored.get(kind) ?? 0);
    return { kind, label, done, expected: done, state: "done", sentence: null, perMinute: null };
  }
  const running = (row?.running ?? null) as Running | null;
  if (running === null) return { kind, label, done: 0, expected: null, state: "waiting", sentence: null, perMinute: null };
  const done = running.count ?? 0;
  const elapsedMs = running.startedAt === undefined ? 0 : now - running.startedAt;
  return { kind, label, done, expected: running.expected ?? null, state: "running", sentence: null, perMinute: elapsedMs <= 0 ? null : Math.round((done * 60_000) / elapsedMs) };
}

/** By how many kinds are through: coarse, but it never claims more than is known. */
function estimate(types: readonly TypeProgress[], startedAt: number, now: number): number | null {
  const through = types.reduce((sum, { state, done, expected }) => sum + (state === "done" ? 1 : expected ? Math.min(1, done / expected) : 0), 0);
  return through === 0 ? null : Math.round(now + ((now - startedAt) * (types.length - through)) / through);
}

/** Webhooks that do not tell everything count as dead, as the engine has it. */
function cadence({ cursors, alarms, lastWebhookAt, now }: HealthFacts): HealthView["cadence"] {
  const gap = alarms.some(({ code }) => code === "webhook_gap");
  const alive = !gap && lastWebhookAt !== null && now - lastWebhookAt < WEBHOOKS_ALIVE_MS ? 1 : 0;
  return Object.entries(CADENCE_MS).map(([kind, every]) => ({
    kind,
    everyMinutes: every[alive] / 60_000,
    lastAt: cursors.filter((row) => row.kind === kind).reduce<number | null>((last, { lastCompletedAt }) => Math.max(last ?? 0, lastCompletedAt ?? 0) || null, null),
  }));
}
