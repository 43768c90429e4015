import type { Assumptions } from "./assumptions.ts";
import type { Books } from "./books/books.ts";
import type { SandboxClock } from "./clock.ts";
import type { FaultState } from "./faults/fault.ts";
import type { Change, LogState } from "./log.ts";
import type { RandomState } from "./random.ts";
import type { Connection, TokenTable, XeroApp, XeroUser } from "./tokens.ts";
import type { WebhookState } from "./webhooks/webhook.ts";

/** One Xero organisation and its books. `tenantId` is what clients send; `shortCode` is what its pages' addresses carry. */
export interface SandboxOrganisation {
  readonly tenantId: string;
  readonly shortCode: string;
  readonly name: string;
  readonly books: Books;
}

interface LimitState {
  /** Calls in the present minute and day by tenant (and by app for the app-wide limit). */
  windows: Map<string, { startMs: number; used: number }>;
  inFlight: Map<string, number>;
}

export interface StoredAnswer {
  fingerprint: string;
  atMs: number;
  status: number;
  body: string;
  contentType: string;
}

/** Everything that survives a restart. Plain data and Maps of plain data only. */
export interface WorldState {
  random: RandomState;
  nowMs: number;
  organisations: SandboxOrganisation[];
  apps: XeroApp[];
  users: XeroUser[];
  connections: Connection[];
  tokens: TokenTable;
  webhook: WebhookState;
  limits: LimitState;
  idempotency: Map<string, StoredAnswer>;
  log: LogState;
  assumptions: Assumptions;
  faults: FaultState;
  tier: Tier;
  /** Room for the sign-in and the pages: their own plain data, by a name of their own. */
  rooms: Map<string, unknown>;
}

export type Tier = "starter" | "core";

/** What every part of the stand-in is handed. `state` is replaced whole when a saved world is loaded, so hold the world, not its state. */
export interface World {
  state: WorldState;
  readonly clock: SandboxClock;
  readonly deliverWebhook: (request: Request) => Promise<Response>;
}

/** Who writes, for logs, webhooks, locks and createdByMyApp. */
export interface Actor {
  /** Client id of the app, or "bookkeeper" for a person in Xero's own pages. */
  by: string;
  /** Whether the actor may write before the period lock date (facts §5.8). */
  isAdviser: boolean;
}

/** One write in progress on one organisation: the rules get this and nothing else. */
export interface Writing {
  readonly world: World;
  readonly organisation: SandboxOrganisation;
  readonly books: Books;
  readonly actor: Actor;
  /** The instant stamped on everything this write touches. */
  readonly nowMs: number;
  readonly changes: Change[];
  /** Webhook events to send once the write is accepted. */
  readonly events: PendingEvent[];
}

export interface PendingEvent {
  category: "INVOICE" | "CONTACT" | "CREDITNOTE" | "PAYMENT" | "PREPAYMENT" | "OVERPAYMENT";
  id: string;
  type: "CREATE" | "UPDATE";
  data?: Record<string, string>;
}
