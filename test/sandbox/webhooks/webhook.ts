/** One event as it will be written into a delivery. */
export interface QueuedEvent {
  resourceUrl: string;
  resourceId: string;
  tenantId: string;
  tenantType: "ORGANISATION";
  eventCategory: string;
  eventType: "CREATE" | "UPDATE";
  eventDateUtc: string;
  data?: Record<string, string>;
  sequence: number;
  dueAtMs: number;
}

/** A delivery that was refused or got no answer in time, waiting for its next try. */
export interface RetriedDelivery {
  body: string;
  signature: string;
  firstTriedAtMs: number;
  nextTryAtMs: number;
  attempts: number;
}

export interface WebhookState {
  url?: string;
  key?: string;
  /** Off: never set up. Pending: the intent to receive has to be validated first. Disabled: failed for 24 hours (facts §4.3). */
  status: "off" | "pending" | "ok" | "disabled";
  events: QueuedEvent[];
  retries: RetriedDelivery[];
  /** Missed while failing or disabled; kept 31 days and replayed after re-enabling (facts §4.3). */
  missed: QueuedEvent[];
  nextSequence: number;
  deliveries: WebhookDelivery[];
  categories: string[];
}

/** One POST that was made, for tests to look at. */
export interface WebhookDelivery {
  atMs: number;
  body: string;
  signature: string;
  status: number | "no answer";
  events: number;
  attempt: number;
}
