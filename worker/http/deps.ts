import type { HealthView } from "../../shared/api/views.ts";
import type { Actor } from "../../shared/records/record.ts";
import type { Config } from "../config.ts";
import type { Clock, Ids, XeroApi } from "../ports.ts";
import type { XeroError } from "../xero/xeroError.ts";
import type { Db } from "../store/open.ts";
import type { AskModel } from "../suggest/languageModel.ts";
import type { Engine } from "./engine.ts";
import type { Suggest } from "./suggest.ts";

/** Everything the HTTP side works with; tests hand in their own. */
export interface HttpDeps {
  config: Pick<Config, "publicUrl" | "extensionIds" | "setupToken">;
  db: Db;
  engine: Engine;
  gate: {
    budget(organisationId: string): Promise<Omit<HealthView["budget"], "forecastToday">>;
    /** How long Xero's limits hold a person's call back, in ms; 0: not at all. */
    waitMs(organisationId: string): Promise<number>;
    /** The organisation is deleted: nothing of it stays, and it wakes no more. */
    forget(organisationId: string): Promise<void>;
  };
  xero: Pick<XeroApi, "of">;
  userConnections: UserConnections;
  suggest: Suggest;
  /** Null: the firm has set up none. Asked only for organisations whose admin consented. */
  languageModel: LanguageModel | null;
  /** "Look at this organisation soon." */
  wake(organisationId: string): Promise<void>;
  /** Lets work outlive the answer, and go on where whoever asked for it is gone before its end. */
  later(work: Promise<unknown>): void;
  clock: Clock;
  ids: Pick<Ids, "uuid">;
  /** 32 random bytes, base64url: sessions, keys, codes. */
  randomToken(): string;
}

export interface LanguageModel {
  /** As people are told: where it is, and which. */
  provider: string;
  ask: AskModel;
}

/** Xero's connections endpoint, spoken to with the token of one user. */
export interface UserConnections {
  /** Null: gone, also when it was gone before. */
  remove(xeroUserId: string, connectionId: string): Promise<XeroError | null>;
}

/** Roles from least to most; each may do what the ones before it may. */
export const ROLES = ["viewer", "bookkeeper", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** Who asks, as the Authorization header proves. */
export type Caller =
  | { type: "member"; memberId: string; name: string; email: string; role: Role; actor: Actor }
  /** Project tools; a key belongs to one organisation. */
  | { type: "api_key"; organisationId: string; actor: Actor };

export interface HttpEnv {
  Variables: { caller: Caller };
}
