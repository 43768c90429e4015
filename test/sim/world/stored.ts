import type { Store } from "../../../worker/ports.ts";
import type { CredentialStore } from "../../../worker/store/credentials.ts";
import type { NewConnection } from "../../../worker/store/reads/connected.ts";
import type { Row, TableName } from "../../../worker/store/port.ts";

/** What one world keeps, and what the Worker reads and writes of it beside the engine. In memory (T1) or in SQL (T2): same answers. */
export interface Stored {
  store: Store;
  credentials: CredentialStore;
  usersServing(organisationId: string): Promise<string[]>;
  markUserLost(organisationId: string, xeroUserId: string): Promise<void>;
  markSignInNeeded(organisationId: string): Promise<void>;
  connectionsOf(organisationId: string): Promise<{ xeroUserId: string; connectionId: string }[]>;
  addConnection(added: NewConnection): Promise<string>;
  forgetConnection(organisationId: string, now: number): Promise<void>;
  dueOrganisations(now: number): Promise<string[]>;
  /** Xero's delivery as it arrives: verified, kept once, answered. `wake` is told which organisations it is about. */
  takeDelivery(request: Request, at: number, wake: (organisationId: string) => void): Promise<Response>;
  /** All rows of one table, of all organisations. */
  rows<T extends TableName>(from: T): Promise<Row<T>[]>;
  close(): void;
}

export const WEBHOOK_KEY = "sim webhook key";
export const TOKEN_KEYS = [{ id: "sim", bytes: new Uint8Array(32).fill(1) }];
/** As many organisations as one cron wakes. */
export const DUE_MAX = 50;
/** More rows than any world has. */
export const ALL_ROWS = 1_000_000;
