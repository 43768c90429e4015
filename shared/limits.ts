/** Every cap and cadence of the project, each with its why. Reaching a cap is shown to a person, never passed over. */

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What Xero allows (its pages on limits, idempotency and request size). */
export const XERO_LIMITS = {
  /** Largest page of a list. */
  pageSize: 1_000,
  /** Ids in one `IDs=` filter: 40 of them keep the URL under 2,000 characters. */
  idsPerCall: 40,
  /** Elements of one POST or PUT; Xero recommends 50. */
  elementsPerWrite: 50,
  /** Xero states 10 MB and advises 3.5 MB; we stay under the lower. */
  writeBytes: 3_000_000,
  callsPerMinute: 60,
  callsInFlight: 5,
  /** Two categories may be active, so a line carries at most two options. */
  trackingPerLine: 2,
  personsPerContact: 5,
  historyNoteCharacters: 2_500,
  idempotencyKeyCharacters: 128,
  /** Xero stores a key and its answer, errors too, this long. */
  idempotencyKeptMs: 6 * MINUTE_MS,
} as const;

/** How we use it: below what Xero allows, so that other apps and people have room. */
export const BUDGET = {
  /** Of the 60 a minute; the rest is a margin for calls whose answers are under way. */
  callsPerMinute: 50,
  callsInFlight: 4,
  /** Share of the day's calls that only people who wait may use. */
  keptForPeoplePercent: 20,
  /** Back-off where a 429 names no time (concurrent, app-wide): doubled each time, jittered. */
  backOffFirstMs: 2 * SECOND_MS,
  backOffMostMs: 2 * MINUTE_MS,
} as const;

export const WRITING = {
  /** An unknown outcome younger than this is repeated with the same bytes and key: well inside Xero's 6 minutes. */
  sameKeyForMs: 4 * MINUTE_MS,
  /** Past Xero's 6 minutes with a margin: probe, then a new key. */
  newKeyAfterMs: 7 * MINUTE_MS,
  /** A clock reading this far from the stored one means that it stepped; ages are then not trusted. */
  clockStepMs: 2 * MINUTE_MS,
  /** Tries of one intent before it waits for a person. */
  attempts: 8,
  retryFirstMs: 5 * SECOND_MS,
  retryMostMs: 30 * MINUTE_MS,
  callTimeOutMs: 30 * SECOND_MS,
  /** A probe lists what our app created since sending, minus this overlap for clocks that differ. */
  probeOverlapMs: 15 * MINUTE_MS,
} as const;

export const READING = {
  /** If-Modified-Since is to the second, and Xero's clock is not ours. */
  overlapMs: 5 * MINUTE_MS,
  /** 10,000 invoices are 10 pages; a firm with 200,000 documents still ends. */
  pagesPerSweep: 300,
  /** Complete lists in a row that lack a row without status before it is shown as gone. */
  absencesUntilGone: 2,
  /** The nightly sweep reads one thirtieth of all documents in full. */
  fullReadEveryDays: 30,
} as const;

/** One run of the engine: bounded, so that a lease is never outlived. */
export const RUN = {
  linksPerRun: 2_000,
  inboxRowsPerRun: 500,
  pagesPerRun: 10,
  callsPerRun: 40,
  wallMs: 5 * MINUTE_MS,
  leaseMs: 6 * MINUTE_MS,
  /** Rounds of plan and carry out for one link in one run; a healthy link needs two. */
  roundsPerLink: 6,
} as const;

export const INTAKE = {
  /** Xero disables a webhook that takes over 5 s; we answer within 200 ms. */
  answerWithinMs: 200,
  bodyBytes: 2_000_000,
  eventsPerDelivery: 5_000,
  /** Open inbox rows past which an alarm is raised. */
  openRowsAlarm: 10_000,
} as const;

export const PLANNING = {
  linesPerDocument: 1_000,
  allocationsPerDocument: 1_000,
  /** Rounds of plan and apply until nothing is left; T0 fails past it. */
  roundsToFixpoint: 12,
  /** Two edits closer than this are taken as simultaneous: our clock and Xero's differ by some seconds. */
  editTimeMarginMs: 2 * SECOND_MS,
} as const;

export const API = {
  bodyBytes: 1_000_000,
  pageSize: 200,
  requestIdsKeptMs: 30 * DAY_MS,
  outEventAttempts: 12,
} as const;

export const ACCESS = {
  sessionMs: 30 * DAY_MS,
  oneTimeCodeMs: 2 * MINUTE_MS,
  loginStateMs: 15 * MINUTE_MS,
  /** Refresh when less than this is left of the 30 minutes. */
  refreshBeforeMs: 5 * MINUTE_MS,
  /** Xero forgets an unused refresh token after 60 days; a weekly refresh keeps it alive. */
  keepAliveMs: 7 * DAY_MS,
  warnIdleMs: 45 * DAY_MS,
} as const;

export const ALARMS = {
  /** No round without error for this long. */
  silentMs: 30 * MINUTE_MS,
  /** Refused or quarantined records past which someone should look. */
  refusedCount: 10,
  quarantinedCount: 1,
} as const;

/** How often each kind is polled: [webhooks dead, webhooks alive]. Shown to people; adds up to under 660 and 300 calls an idle day. */
export const CADENCE_MS = {
  invoice: [5 * MINUTE_MS, 30 * MINUTE_MS],
  contact: [15 * MINUTE_MS, 60 * MINUTE_MS],
  credit_note: [30 * MINUTE_MS, 60 * MINUTE_MS],
  payment: [30 * MINUTE_MS, 30 * MINUTE_MS],
  bank_transaction: [30 * MINUTE_MS, 60 * MINUTE_MS],
  quote: [60 * MINUTE_MS, 60 * MINUTE_MS],
  overpayment: [2 * HOUR_MS, 6 * HOUR_MS],
  prepayment: [2 * HOUR_MS, 6 * HOUR_MS],
  account: [6 * HOUR_MS, 6 * HOUR_MS],
  tax_rate: [6 * HOUR_MS, 6 * HOUR_MS],
  tracking_category: [6 * HOUR_MS, 6 * HOUR_MS],
  item: [6 * HOUR_MS, 6 * HOUR_MS],
  /** Free of egress; carries the lock dates. */
  organisation: [1 * HOUR_MS, 1 * HOUR_MS],
} as const satisfies Record<string, readonly [dead: number, alive: number]>;

/** Webhooks count as alive while the last delivery is younger, or nothing changed that they should have told of. */
export const WEBHOOKS_ALIVE_MS = 6 * HOUR_MS;
export const SWEEP_EVERY_MS = DAY_MS;
