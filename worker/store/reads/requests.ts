import { and, eq, sql } from "drizzle-orm";
import { request } from "../schema/requests.ts";
import type { Db } from "../open.ts";

/** Status of a request that is being handled. */
const CLAIMED = 0;

interface Claim {
  organisationId: string;
  id: string;
  bodyHash: string;
  now: number;
  /** Claims older than this were cut off and may be taken over. */
  staleBefore: number;
}

export type ClaimAnswer = { type: "yours" } | { type: "busy" } | { type: "different" } | { type: "answered"; status: number; response: string };

/** Takes a request id, or says what became of the request that had it. */
export async function claimRequest(db: Db, claim: Claim): Promise<ClaimAnswer> {
  const { organisationId, id, bodyHash, now, staleBefore } = claim;
  const taken = await db
    .insert(request)
    .values({ organisationId, id, bodyHash, status: CLAIMED, response: '""', at: now })
    .onConflictDoUpdate({
      target: [request.organisationId, request.id],
      set: { at: now },
      setWhere: sql`${request.status} = ${CLAIMED} and ${request.at} < ${staleBefore} and ${request.bodyHash} = ${bodyHash}`,
    })
    .returning({ id: request.id });
  if (taken.length > 0) return { type: "yours" };
  const [row] = await db.select().from(request).where(and(eq(request.organisationId, organisationId), eq(request.id, id))).limit(1);
  if (row === undefined) return { type: "busy" };
  if (row.bodyHash !== bodyHash) return { type: "different" };
  return row.status === CLAIMED ? { type: "busy" } : { type: "answered", status: row.status, response: row.response };
}

export async function finishRequest(db: Db, done: { organisationId: string; id: string; status: number; response: string }): Promise<void> {
  await db
    .update(request)
    .set({ status: done.status, response: done.response })
    .where(and(eq(request.organisationId, done.organisationId), eq(request.id, done.id)));
}

/** Gives the id back after a fault, so that the same request can be sent again. */
export async function releaseRequest(db: Db, of: { organisationId: string; id: string }): Promise<void> {
  await db.delete(request).where(and(eq(request.organisationId, of.organisationId), eq(request.id, of.id), eq(request.status, CLAIMED)));
}
