import { and, eq, sql } from "drizzle-orm";
import type { TokenKey } from "../config.ts";
import { seal, unseal } from "./encryption.ts";
import type { Db } from "./open.ts";
import { credential } from "./schema/access.ts";

/** Xero's token set of one user. Never leaves the Worker. */
export interface TokenSet {
  accessToken: string;
  refreshToken: string;
  accessExpiresAt: number;
  scopes: string;
}

export interface Credential {
  xeroUserId: string;
  generation: number;
  refreshedAt: number;
  state: "live" | "revoked";
  stateReason: string | null;
  tokens: TokenSet;
  /** Sealed with a key that is no longer current: the next save seals it anew. */
  stale: boolean;
}

interface Person {
  xeroUserId: string;
  name: string;
  email: string | null;
}

/** Token sets in D1, sealed, saved by compare-and-swap on `generation`. */
export function credentialStore(db: Db, keys: readonly TokenKey[]) {
  const sealed = async (xeroUserId: string, tokens: TokenSet, now: number) => ({
    ...(await seal(keys, xeroUserId, JSON.stringify([tokens.accessToken, tokens.refreshToken]))),
    accessExpiresAt: tokens.accessExpiresAt,
    scopes: tokens.scopes,
    refreshedAt: now,
    state: "live" as const,
    stateReason: null,
  });

  return {
    /** Null when there is none or its key is no longer listed. */
    load: async (xeroUserId: string): Promise<Credential | null> => {
      const [row] = await db.select().from(credential).where(eq(credential.xeroUserId, xeroUserId));
      if (row === undefined) return null;
      const opened = await unseal(keys, xeroUserId, row);
      if (opened === null) return null;
      const [accessToken, refreshToken] = JSON.parse(opened.text) as [string, string];
      const { generation, refreshedAt, state, stateReason, accessExpiresAt, scopes } = row;
      const tokens = { accessToken, refreshToken, accessExpiresAt, scopes };
      return { xeroUserId, generation, refreshedAt, state, stateReason, tokens, stale: opened.stale };
    },

    /** A fresh consent replaces whatever was there. */
    put: async (person: Person, tokens: TokenSet, now: number): Promise<void> => {
      const values = await sealed(person.xeroUserId, tokens, now);
      await db
        .insert(credential)
        .values({ ...person, ...values, generation: 1 })
        .onConflictDoUpdate({ target: credential.xeroUserId, set: { ...person, ...values, generation: sql`${credential.generation} + 1` } });
    },

    /** False when another generation is there already: that one counts, this one must not be used. */
    replace: async (xeroUserId: string, generation: number, tokens: TokenSet, now: number): Promise<boolean> => {
      const saved = await db
        .update(credential)
        .set({ ...(await sealed(xeroUserId, tokens, now)), generation: generation + 1 })
        .where(and(eq(credential.xeroUserId, xeroUserId), eq(credential.generation, generation)))
        .returning({ generation: credential.generation });
      return saved.length === 1;
    },

    /** Marks it revoked, unless a newer generation arrived meanwhile. */
    revoke: async (xeroUserId: string, generation: number, reason: string): Promise<void> => {
      await db
        .update(credential)
        .set({ state: "revoked", stateReason: reason })
        .where(and(eq(credential.xeroUserId, xeroUserId), eq(credential.generation, generation)));
    },

    drop: async (xeroUserId: string): Promise<void> => {
      await db.delete(credential).where(eq(credential.xeroUserId, xeroUserId));
    },
  };
}

export type CredentialStore = ReturnType<typeof credentialStore>;
