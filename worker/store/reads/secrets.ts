import { and, eq, gt, isNull, lt, or, sql } from "drizzle-orm";
import type { Db } from "../open.ts";
import { member, secret } from "../schema/access.ts";

type SecretRow = typeof secret.$inferSelect;
type MemberRow = typeof member.$inferSelect;

/** Who a bearer token belongs to: a live session of an active member, or a live API key. Null for anything else. */
export async function bearerOf(db: Db, hash: string, now: number): Promise<{ secret: SecretRow; member: MemberRow | null } | null> {
  const [row] = await db
    .select()
    .from(secret)
    .leftJoin(member, eq(member.id, secret.memberId))
    .where(
      and(
        eq(secret.hash, hash),
        or(eq(secret.kind, "api_key"), and(eq(secret.kind, "session"), eq(member.state, "active"))),
        isNull(secret.revokedAt),
        or(isNull(secret.expiresAt), gt(secret.expiresAt, now)),
      ),
    )
    .limit(1);
  return row ?? null;
}

/** Takes a one-time secret, in one statement: of two who come with it, one gets it. */
export async function takeOnce(db: Db, kind: "code" | "state", hash: string, now: number): Promise<SecretRow | null> {
  const [row] = await db
    .update(secret)
    .set({ usedAt: now })
    .where(and(eq(secret.hash, hash), eq(secret.kind, kind), isNull(secret.usedAt), gt(secret.expiresAt, now)))
    .returning();
  return row ?? null;
}

export async function revokeSession(db: Db, hash: string, now: number): Promise<void> {
  await db.update(secret).set({ revokedAt: now }).where(and(eq(secret.hash, hash), eq(secret.kind, "session")));
}

/** Ends every session of a member whose rights were taken. */
export async function revokeSessions(db: Db, memberId: string, now: number): Promise<void> {
  await db
    .update(secret)
    .set({ revokedAt: now })
    .where(and(eq(secret.memberId, memberId), eq(secret.kind, "session"), isNull(secret.revokedAt)));
}

/** Lowers what a member's sessions may do. */
export async function capSessions(db: Db, memberId: string, role: string): Promise<void> {
  await db
    .update(secret)
    .set({ scopes: role })
    .where(and(eq(secret.memberId, memberId), eq(secret.kind, "session"), isNull(secret.revokedAt)));
}

/** Removes what has been of no use for a month. */
export async function forgetOldSecrets(db: Db, now: number): Promise<void> {
  const before = now - 30 * 24 * 3_600_000;
  await db.delete(secret).where(and(sql`${secret.kind} <> 'api_key'`, lt(secret.expiresAt, before)));
}
