import { eq, sql } from "drizzle-orm";
import type { Db } from "../open.ts";
import { organisation, organisationUser } from "../schema/organisations.ts";
import { cursor } from "../schema/reads.ts";

type OrganisationRow = typeof organisation.$inferSelect;

export interface NewConnection {
  /** Used only when the organisation was never seen before. */
  newId: string;
  xeroTenantId: string;
  connectionId: string;
  name: string;
  xeroUserId: string;
  /** Sync rules of an organisation that is new. */
  rules: unknown;
  now: number;
}

/** Adds an organisation, or brings a known one back with everything that was kept. @returns our id of it. */
export async function addConnection(db: Db, added: NewConnection): Promise<string> {
  const { newId, xeroTenantId, connectionId, name, xeroUserId, rules, now } = added;
  const again = (await organisationOfTenant(db, xeroTenantId))?.state === "disconnected";
  // By what is there when the batch runs: two who connect the same one at the same moment both serve it, and one that is deleted meanwhile begins anew.
  const organisationId = sql<string>`(select ${organisation.id} from ${organisation} where ${organisation.xeroTenantId} = ${xeroTenantId})`;
  await db.batch([
    db
      .insert(organisation)
      .values({ id: newId, xeroTenantId, connectionId, name, state: "connecting", rules, createdAt: now, connectedAt: now, nextDueAt: now })
      .onConflictDoUpdate({
        target: organisation.xeroTenantId,
        set: { connectionId, state: "connecting", stateReason: null, connectedAt: now, disconnectedAt: null, nextDueAt: now },
      }),
    db
      .insert(organisationUser)
      .values({ organisationId, xeroUserId, connectionId, state: "live", addedAt: now })
      .onConflictDoUpdate({ target: [organisationUser.organisationId, organisationUser.xeroUserId], set: { connectionId, state: "live" } }),
    // Nothing flows before every link was proven to join what it joined (worker/engine/sweep.ts).
    ...(again
      ? [
          db
            .insert(cursor)
            .values({ organisationId, kind: "reconnect", lane: "proof", dueAt: now })
            .onConflictDoUpdate({ target: [cursor.organisationId, cursor.kind, cursor.lane], set: { dueAt: now, running: null } }),
        ]
      : []),
  ]);
  return (await organisationOfTenant(db, xeroTenantId))?.id ?? newId;
}

export async function organisationOfTenant(db: Db, xeroTenantId: string): Promise<OrganisationRow | null> {
  const [row] = await db.select().from(organisation).where(eq(organisation.xeroTenantId, xeroTenantId)).limit(1);
  return row ?? null;
}

/** Our ids of connected organisations, by Xero's tenant ids; unknown and disconnected ones are left out. */
export async function organisationsOfTenants(db: Db, tenantIds: readonly string[]): Promise<string[]> {
  if (tenantIds.length === 0) return [];
  const rows = await db
    .select({ id: organisation.id })
    .from(organisation)
    .where(sql`${organisation.xeroTenantId} in (select value from json_each(${JSON.stringify(tenantIds)})) and ${organisation.state} <> 'disconnected'`);
  return rows.map((row) => row.id);
}

/** Organisations whose next round is due, the longest waiting first; a bounded page, as the cron runs every minute. */
export async function dueOrganisations(db: Db, now: number, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: organisation.id })
    .from(organisation)
    .where(sql`${organisation.nextDueAt} <= ${now} and ${organisation.state} in ('connecting', 'connected')`)
    .orderBy(organisation.nextDueAt)
    .limit(limit);
  return rows.map((row) => row.id);
}
