import type { Document } from "../shared/records/document.ts";
import type { Change, Guard, RowOf, Select } from "./store/port.ts";
import type { XeroClient } from "./xero/xeroClient.ts";

/**
 * What the engine may see. It has no clock, no randomness and no network of its own: every await of the engine is a call of one of
 * these, so a test can crash, delay or falsify each. Expected failures are values; a rejected promise means "the process may as well
 * have died here", and the next run must cope.
 */
export interface Ports {
  store: Store;
  xero: XeroApi;
  hash: Hash;
  clock: Clock;
  ids: Ids;
  log: Log;
  /** What people's decisions about costs change in the counts that suggestions rest on. */
  counting: Counting;
  /** Sends one event to an address of the firm's. False when it was not taken (any answer but 2xx, or none within seconds). */
  notify(url: string, event: { id: string; type: string; body: string }): Promise<boolean>;
  /** Address under which this Worker is reached: the `Url` of what we create in Xero. Must not contain "xero". */
  publicUrl: string;
}

export type Result<T, E> = { ok: true; value: T } | { ok: false; error: E };

// ── Clock, ids, log ───────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Clock {
  /** Milliseconds UTC. May step, also backwards. */
  now(): number;
}

export interface Ids {
  /** A new UUIDv7. */
  uuid(): string;
  /** Random key for one HTTP write, at most 128 characters. */
  idempotencyKey(): string;
}

export interface Log {
  /** One structured line. Never pass bodies, tokens or names of people: ids, codes and counts only. */
  event(name: string, fields: Readonly<Record<string, string | number | boolean | null>>): void;
}

// ── Store ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** D1 behind typed rows. Each call is one round trip. */
export interface Store {
  /** Runs all selects in one batch; answers in the same order. A reader sees his own earlier commits (primary only). */
  read<const Q extends readonly Select[]>(...selects: Q): Promise<{ -readonly [K in keyof Q]: RowOf<Q[K]>[] }>;
  /**
   * Applies all changes or none. "stale" means that a guard failed or a unique key was taken by someone else meanwhile: read again
   * and decide again. A rejection leaves the outcome unknown (D1 may have committed before the connection broke).
   */
  commit(guards: readonly Guard[], changes: readonly Change[]): Promise<"committed" | "stale">;
  /** Count and sum in minor units per kind and state, for proofs and alarms. */
  totals(organisationId: string): Promise<readonly TotalsRow[]>;
}

export interface TotalsRow {
  kind: string;
  state: string;
  count: number;
  /** Of them those that Xero has. */
  inXero: number;
  totalMinor: number;
}

// ── Counting ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Rows for the commit of the decisions themselves, so that a confirmation is counted exactly when it is recorded. Each record once. Null:
 * nothing to count, or counting is held up by a rebuild; the next round then counts it from the record.
 */
export type Counting = (organisationId: string, decisions: readonly DecidedCost[]) => Promise<Counted | null>;

export interface DecidedCost {
  kind: "bill" | "bank_transaction";
  recordId: string;
  /** The record as it will be. */
  revision: number;
  body: Document;
  /** Lines whose coding the person confirmed with this. */
  confirms: ReadonlySet<string>;
  /** Lines whose confirmation the person took back with this. */
  takesBack?: ReadonlySet<string>;
}

export interface Counted {
  guard: Guard;
  changes: readonly Change[];
}

// ── Xero ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Lanes of the call budget, most urgent first. */
export type Lane = "person" | "webhook" | "poll" | "backfill" | "sweep";

/**
 * Xero for one organisation, speaking in one lane. The client takes a permit from the gate before every call and a token from the
 * keeper, never sleeps, never throws, and retries nothing but one refused token. What it cannot do is a value (xero/xeroError.ts):
 * `RateLimited` with problem "own" means that the gate held the call back and nothing was sent.
 */
export interface XeroApi {
  of(organisationId: string, tenantId: string, lane: Lane, session?: XeroSession): XeroClient;
}

/**
 * As whom one run, or one request, speaks to Xero: found out once for all its calls. Xero tells when that does not hold any more, and then it is found out again; a
 * run's end ends it. Without one a client has its own.
 */
export interface XeroSession {
  /** Xero users who can serve the organisation, best first, as the run read them; null: to be read. */
  users: readonly string[] | null;
  held: { user: string; accessToken: string } | null;
  /** Called for each read of D1, the keeper's included. */
  onRead(): void;
}

// ── Lease ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * A run's right to write, given by the gate. Tokens only grow; D1 remembers the highest that began (organisation.fence) and refuses
 * every commit of a lower one, so a run that lost its lease without knowing it can change nothing.
 */
export interface Lease {
  organisationId: string;
  token: number;
  expiresAt: number;
}

/** SHA-256 in lower-case hex; the same as node:crypto and WebCrypto give. */
export type Hash = (text: string) => string;
