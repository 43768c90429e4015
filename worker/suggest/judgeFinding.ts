import { and, eq } from "drizzle-orm";
import type { Actor } from "../../shared/records/record.ts";
import type { Target } from "../../shared/suggest/types.ts";
import type { Db } from "../store/open.ts";
import { unusualCoding } from "../store/schema/unusualCodings.ts";

/** What a person said of a finding: the booking is right, or it was recoded. It is not listed again while the line is booked as it is. */
export async function judgeFinding(db: Db, of: { organisationId: string; lineId: string; field: Target }, judgement: "right" | "recode", judged: { by: Actor; at: number }): Promise<void> {
  await db
    .update(unusualCoding)
    .set({ judgement, judgedBy: judged.by, judgedAt: judged.at })
    .where(and(eq(unusualCoding.organisationId, of.organisationId), eq(unusualCoding.lineId, of.lineId), eq(unusualCoding.field, of.field)));
}
