import { and, eq, sql } from "drizzle-orm";
import type { Db } from "../open.ts";
import { credential } from "../schema/access.ts";
import { organisation, organisationUser } from "../schema/organisations.ts";

/** Xero users who can serve an organisation, the longest known first. */
export async function usersServing(db: Db, organisationId: string): Promise<string[]> {
  const rows = await db
    .select({ xeroUserId: organisationUser.xeroUserId })
    .from(organisationUser)
    .where(and(eq(organisationUser.organisationId, organisationId), eq(organisationUser.state, "live")))
    .orderBy(organisationUser.addedAt)
    .limit(50);
  return rows.map((row) => row.xeroUserId);
}

export async function markUserLost(db: Db, organisationId: string, xeroUserId: string): Promise<void> {
  await db
    .update(organisationUser)
    .set({ state: "lost" })
    .where(and(eq(organisationUser.organisationId, organisationId), eq(organisationUser.xeroUserId, xeroUserId)));
}

/** Work waits, and popup and chip say why, until an admin connects again. */
export async function markSignInNeeded(db: Db, organisationId: string): Promise<void> {
  await db
    .update(organisation)
    .set({ state: "needs_sign_in", stateReason: "No connected Xero user can reach this organisation any more." })
    .where(and(eq(organisation.id, organisationId), sql`${organisation.state} in ('connecting', 'connected')`));
}

/** Everyone whose sign-in is to be kept alive. */
export async function keepAliveUsers(db: Db): Promise<string[]> {
  const rows = await db.select({ id: credential.xeroUserId }).from(credential).where(eq(credential.state, "live")).limit(200);
  return rows.map((row) => row.id);
}
