import { and, eq, sql } from "drizzle-orm";
import { credential } from "../schema/access.ts";
import { organisation, organisationUser } from "../schema/organisations.ts";
import type { Db } from "../open.ts";

export interface Connection {
  xeroUserId: string;
  connectionId: string;
  scopes: string;
  state: "live" | "lost";
}

/** The Xero users who can serve an organisation, the longest known first. */
export async function connectionsOf(db: Db, organisationId: string): Promise<Connection[]> {
  return db
    .select({ xeroUserId: organisationUser.xeroUserId, connectionId: organisationUser.connectionId, state: organisationUser.state, scopes: credential.scopes })
    .from(organisationUser)
    .innerJoin(credential, eq(credential.xeroUserId, organisationUser.xeroUserId))
    .where(eq(organisationUser.organisationId, organisationId))
    .orderBy(organisationUser.addedAt)
    .limit(100);
}

/**
 * Forgets the connection and the tokens of users who serve no other organisation. Records, links and audit stay. A round under way loses its lease by the
 * same batch: whatever it still learns, from answers that were on their way too, it can neither store nor take for a lost sign-in.
 */
export async function forgetConnection(db: Db, organisationId: string, now: number): Promise<void> {
  await db.batch([
    db.delete(credential).where(
      sql`${credential.xeroUserId} in (select u.xero_user_id from ${organisationUser} u where u.organisation_id = ${organisationId})
        and not exists (select 1 from ${organisationUser} o where o.xero_user_id = ${credential.xeroUserId} and o.organisation_id <> ${organisationId})`,
    ),
    db.delete(organisationUser).where(and(eq(organisationUser.organisationId, organisationId))),
    db
      .update(organisation)
      .set({ state: "disconnected", stateReason: null, connectionId: null, disconnectedAt: now, nextDueAt: null, fence: sql`${organisation.fence} + 1` })
      .where(eq(organisation.id, organisationId)),
  ]);
}
