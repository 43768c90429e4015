import { and, asc, eq, isNull, ne, sql } from "drizzle-orm";
import { member, secret } from "../schema/access.ts";
import type { Db } from "../open.ts";

export type MemberRow = typeof member.$inferSelect;
export type SecretRow = typeof secret.$inferSelect;

/** Everyone who is in or invited. */
export async function allMembers(db: Db): Promise<MemberRow[]> {
  return db.select().from(member).where(ne(member.state, "removed")).orderBy(asc(member.createdAt)).limit(1_000);
}

export async function findMember(db: Db, by: { id: string } | { email: string }): Promise<MemberRow | null> {
  const rows = await db.select().from(member).where("id" in by ? eq(member.id, by.id) : eq(member.email, by.email)).limit(1);
  return rows[0] ?? null;
}

/** Invites; somebody removed before comes back with the new role. */
export async function inviteMember(db: Db, invited: { id: string; email: string; role: MemberRow["role"]; now: number }): Promise<void> {
  const { id, email, role, now } = invited;
  await db
    .insert(member)
    .values({ id, email, name: email, role, state: "invited", createdAt: now })
    .onConflictDoUpdate({ target: member.email, set: { role, state: "invited", createdAt: now }, setWhere: eq(member.state, "removed") });
}

/** Removes a member and ends all his sessions, unless he is the last admin who has signed in. @returns whether he was removed. */
export async function removeMember(db: Db, id: string, now: number): Promise<boolean> {
  const another = sql`exists (select 1 from ${member} other where other.id <> ${id} and other.role = 'admin' and other.state = 'active')`;
  const [removed] = await db.batch([
    db
      .update(member)
      .set({ state: "removed" })
      .where(and(eq(member.id, id), sql`(${member.role} <> 'admin' or ${member.state} <> 'active' or ${another})`))
      .returning({ id: member.id }),
    db
      .update(secret)
      .set({ revokedAt: now })
      .where(and(eq(secret.memberId, id), isNull(secret.revokedAt), sql`exists (select 1 from ${member} gone where gone.id = ${id} and gone.state = 'removed')`)),
  ]);
  return removed.length > 0;
}

/** API keys of an organisation that still work. */
export async function liveApiKeys(db: Db, organisationId: string): Promise<SecretRow[]> {
  return db
    .select()
    .from(secret)
    .where(and(eq(secret.kind, "api_key"), eq(secret.organisationId, organisationId), isNull(secret.revokedAt)))
    .orderBy(asc(secret.createdAt))
    .limit(200);
}

export async function addSecret(db: Db, row: typeof secret.$inferInsert): Promise<void> {
  await db.insert(secret).values(row);
}

/** Revokes a key of this organisation by the beginning of its hash, which is its public id. */
export async function revokeApiKey(db: Db, organisationId: string, hashStart: string, now: number): Promise<boolean> {
  const rows = await db
    .update(secret)
    .set({ revokedAt: now })
    .where(and(eq(secret.kind, "api_key"), eq(secret.organisationId, organisationId), isNull(secret.revokedAt), sql`substr(${secret.hash}, 1, ${hashStart.length}) = ${hashStart}`))
    .returning({ hash: secret.hash });
  return rows.length > 0;
}
