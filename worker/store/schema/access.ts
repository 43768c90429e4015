import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** Who may sign in, and the tokens and secrets that prove it. Secrets are kept as hashes, Xero's tokens encrypted. */

/** Token set per Xero user, encrypted; `generation` is the compare-and-swap of the keeper. */
export const credential = sqliteTable("credential", {
  xeroUserId: text().primaryKey(),
  name: text().notNull(),
  email: text(),
  ciphertext: text().notNull(),
  keyId: text().notNull(),
  generation: integer().notNull(),
  accessExpiresAt: integer().notNull(),
  refreshedAt: integer().notNull(),
  scopes: text().notNull(),
  state: text({ enum: ["live", "revoked"] }).notNull(),
  /** Why it is revoked: code of a KeeperCause. */
  stateReason: text(),
});

export const member = sqliteTable(
  "member",
  {
    id: text().primaryKey(),
    email: text().notNull(),
    name: text().notNull(),
    xeroUserId: text(),
    role: text({ enum: ["admin", "bookkeeper", "viewer"] }).notNull(),
    state: text({ enum: ["invited", "active", "removed"] }).notNull(),
    createdAt: integer().notNull(),
    lastSeenAt: integer(),
  },
  (t) => [uniqueIndex("member_email").on(t.email)],
);

/** Sessions, API keys, one-time codes and OAuth states: random secrets of which only the hash is kept. */
export const secret = sqliteTable(
  "secret",
  {
    hash: text().primaryKey(),
    kind: text({ enum: ["session", "api_key", "code", "state", "setup"] }).notNull(),
    memberId: text(),
    organisationId: text(),
    name: text(),
    /** First characters of an API key, so that people can tell keys apart. */
    prefix: text(),
    scopes: text(),
    /** For codes: the PKCE challenge and the redirect address; for states: what the flow was for. */
    data: text({ mode: "json" }),
    createdAt: integer().notNull(),
    expiresAt: integer(),
    usedAt: integer(),
    revokedAt: integer(),
  },
  (t) => [index("secret_member").on(t.memberId, t.kind)],
);
