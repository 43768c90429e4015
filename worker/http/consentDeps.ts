import type { Config } from "../config.ts";
import type { CredentialStore } from "../store/credentials.ts";
import type { Connection } from "../xero/connections.ts";
import type { XeroIdentity } from "../xero/oauth.ts";
import type { XeroError } from "../xero/xeroError.ts";
import type { RoleCap } from "./xeroRole.ts";

/** What sign-in, connect, webhooks and health need beside HttpDeps. */
export interface ConsentDeps {
  config: Pick<Config, "extensionIds" | "setupToken" | "xeroWebhookKey">;
  identity: Pick<XeroIdentity, "start" | "finish">;
  credentials: Pick<CredentialStore, "put">;
  /** Connections that a token reaches, and the end of one. */
  consented: {
    list(accessToken: string, authEventId: string | null): Promise<{ ok: true; value: readonly Connection[] } | { ok: false; error: XeroError }>;
    remove(accessToken: string, connectionId: string): Promise<XeroError | null>;
  };
  /** What a person may at most be here, by his roles in the connected organisations; null when it cannot be known now. */
  roleCap(email: string): Promise<RoleCap | null>;
  version: string;
}
