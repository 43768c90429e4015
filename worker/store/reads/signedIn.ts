import { and, eq, sql } from "drizzle-orm";
import type { Db } from "../open.ts";
import { member } from "../schema/access.ts";

type MemberRow = typeof member.$inferSelect;

export interface Visitor {
  xeroUserId: string;
  email: string;
  name: string;
}

/**
 * The member that a visitor of Xero's login is: known by his Xero user, or invited by e-mail. Marks him active. Null: not a member.
 * An e-mail that was bound to another Xero user does not open that member's door.
 */
export async function memberSignsIn(db: Db, visitor: Visitor, now: number): Promise<MemberRow | null> {
  const [known] = await db
    .update(member)
    .set({ state: "active", name: visitor.name, xeroUserId: visitor.xeroUserId, lastSeenAt: now })
    .where(
      and(
        sql`${member.state} <> 'removed'`,
        sql`(${member.xeroUserId} = ${visitor.xeroUserId} or (${member.xeroUserId} is null and ${member.email} = ${visitor.email}))`,
      ),
    )
    .returning();
  return known ?? null;
}

/** Whether somebody already holds the firm: then the set-up token opens nothing any more. */
export async function hasAdmin(db: Db): Promise<boolean> {
  const rows = await db.select({ id: member.id }).from(member).where(and(eq(member.role, "admin"), eq(member.state, "active"))).limit(1);
  return rows.length > 0;
}

/** Makes the first admin. Null when another one was quicker. */
export async function addFirstAdmin(db: Db, id: string, visitor: Visitor, now: number): Promise<MemberRow | null> {
  await db.run(sql`insert into ${member} (id, email, name, xero_user_id, role, state, created_at, last_seen_at)
    select ${id}, ${visitor.email}, ${visitor.name}, ${visitor.xeroUserId}, 'admin', 'active', ${now}, ${now}
    where not exists (select 1 from ${member} where role = 'admin' and state = 'active')
    on conflict (email) do update set role = 'admin', state = 'active', xero_user_id = excluded.xero_user_id, last_seen_at = excluded.last_seen_at`);
  const rows = await db.select().from(member).where(and(eq(member.xeroUserId, visitor.xeroUserId), eq(member.role, "admin"), eq(member.state, "active")));
  return rows[0] ?? null;
}
