import { and, eq, inArray } from "drizzle-orm";
import type { Db } from "../open.ts";
import { link } from "../schema/links.ts";
import { organisation } from "../schema/organisations.ts";

/** Keeps the rules as they are given, what an admin decided about suggestions among them. */
export async function saveRules(db: Db, organisationId: string, rules: unknown): Promise<void> {
  await db.update(organisation).set({ rules }).where(eq(organisation.id, organisationId));
}

/** The same for rules of the sync: what waits, or was left out, is planned again by them. */
export async function saveSyncRules(db: Db, organisationId: string, rules: unknown, now: number): Promise<void> {
  await db.batch([
    db.update(organisation).set({ rules }).where(eq(organisation.id, organisationId)),
    db.update(link).set({ dirtyAt: now, notBeforeAt: 0 }).where(and(eq(link.organisationId, organisationId), inArray(link.state, ["waiting", "unlinked"]))),
  ]);
}
