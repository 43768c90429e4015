/** Which requests a fault waits for. Every given part must fit. */
export interface FaultMatch {
  method?: string;
  /** Part of the path, e.g. "/Invoices". */
  path?: string;
  tenantId?: string;
  clientId?: string;
  /** Webhook faults: the event category. */
  category?: string;
}

/** A fault as armed by a test: which kind, on what, how often. */
export interface ArmedFault {
  kind: string;
  match?: FaultMatch;
  /** How many times it fires; absent = until disarmed. */
  times?: number;
  /** Fires on this share of the matching requests, drawn from the seed; absent = always. */
  chance?: number;
  /** Requests that match to let pass first. */
  after?: number;
  /** Kind-specific values, e.g. {retryAfterSeconds: 30}. */
  with?: Record<string, string | number | boolean>;
}

export interface FaultState {
  armed: (ArmedFault & { id: number; fired: number; passed: number })[];
  firings: Map<string, number>;
  /** How far Xero's own clock is off (the clock-skew fault). */
  skewMs: number;
  nextId: number;
}

export const noFaults = (): FaultState => ({ armed: [], firings: new Map(), skewMs: 0, nextId: 1 });
