/**
 * Caps and cadences, each with its why. Reaching a cap is shown to a person, never passed over. The shares of Xero's call limits stand with
 * their state machine (worker/gate/budget.ts), the times of tokens with theirs (worker/keeper/refresh.ts).
 */

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What Xero allows (its pages on limits, idempotency and request size). */
export const XERO_LIMITS = {
  /** Largest page of a list. */
  pageSize: 1_000,
  /** Quotes come so many at a time, whatever is asked. */
  quotesPerPage: 100,
  /** Ids in one `IDs=` filter: 40 of them keep the URL under 2,000 characters. */
  idsPerCall: 40,
  /** Elements of one POST or PUT; Xero recommends 50. */
  elementsPerWrite: 50,
  /** Two categories may be active, so a line carries at most two options. */
  trackingPerLine: 2,
  personsPerContact: 5,
} as const;

export const WRITING = {
  /** An unknown outcome younger than this is repeated with the same bytes and key: well inside Xero's 6 minutes. */
  sameKeyForMs: 4 * MINUTE_MS,
  /** Past Xero's 6 minutes with a margin: probe, then a new key. */
  newKeyAfterMs: 7 * MINUTE_MS,
  retryFirstMs: 5 * SECOND_MS,
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
  callsPerRun: 40,
  /** Round trips to D1; each is a subrequest, and 40 with as many calls stay well inside any plan's. */
  tripsPerRun: 40,
  /** Kept for finishing the unit of work under way and for the run's own end. */
  tripsKept: 12,
  /** Rounds of plan and carry out for one link in one run; a healthy link needs two. */
  roundsPerLink: 6,
} as const;

export const INTAKE = {
  eventsPerDelivery: 5_000,
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
  /** Tries of one event to the firm's own address; they end after about two days. */
  outEventAttempts: 12,
} as const;

export const BULK = {
  /** Lines of one bulk confirmation; as JSON they stay below `API.bodyBytes`. */
  linesPerConfirmation: 5_000,
  /** Documents that a confirmation tells about one by one; what became of the others is told in numbers. */
  documentsTold: 100,
  /** Confirmations listed, the newest first. */
  confirmationsListed: 20,
  /** What one cron goes on with where no page does, and its steps in all: each some hundred statements of the thousand of an invocation. The next one goes on. */
  confirmationsPerCron: 3,
  stepsPerCron: 5,
  goesOnForMs: DAY_MS,
} as const;

export const ALARMS = {
  /** No round without error for this long. */
  silentMs: 30 * MINUTE_MS,
  /** Refused or quarantined records past which someone should look. */
  refusedCount: 10,
  quarantinedCount: 1,
  /** So many more of them than at some time within the last day. */
  grownBy: 5,
  /** Xero forgets a sign-in after 60 days unused; the weekly keep-alive should never let it come to this. */
  idleSignInMs: 45 * DAY_MS,
  /** Xero tells of a change within seconds and tries again at once; what is older than this when a poll finds it was not told. */
  toldWithinMs: 10 * MINUTE_MS,
  untoldChanges: 3,
  /** A missing number may still come late. */
  lostAfterMs: 30 * MINUTE_MS,
  /** What was noticed of webhooks counts for a day. */
  rememberedMs: DAY_MS,
  /** Organisations whose silence one cron reports; the next one goes on. */
  organisationsPerCron: 20,
} as const;

export const REPORTS = {
  /** Months closed by one cron; the next one goes on. */
  monthsPerCron: 6,
  /** Ten years of months to choose from. */
  monthsListed: 120,
  /** Xero could not be read for so long since a month's end: it is closed with what is known. */
  unreadForMs: DAY_MS,
  /** A month that fails to close is tried again after a minute, then two, four, and so on up to an hour; an alarm says so after this many tries. */
  triesBeforeAlarm: 3,
  retryFromMs: MINUTE_MS,
  retryUpToMs: HOUR_MS,
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
  /** What the plan allows. */
  action: [6 * HOUR_MS, 6 * HOUR_MS],
} as const satisfies Record<string, readonly [dead: number, alive: number]>;

/** While the plan bars something it is asked more often: records wait for it. */
export const BARRED_ACTION_MS = HOUR_MS;
/** Webhooks count as alive while the last delivery is younger, or nothing changed that they should have told of. */
export const WEBHOOKS_ALIVE_MS = 6 * HOUR_MS;
export const SWEEP_EVERY_MS = DAY_MS;

/** Records that wait or were refused, listed at once; the dashboard says when there are more. Nobody works through more in a day. */
export const HELD_UP_LISTED = 200;
