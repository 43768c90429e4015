import { and, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import { readChart } from "../../shared/suggest/chart.ts";
import { hash } from "../../shared/suggest/hash.ts";
import { type Purchase, wantsCoding } from "../http/suggest.ts";
import type { Db } from "../store/open.ts";
import { readReferences } from "../store/reads/references.ts";
import { record } from "../store/schema/projectSide.ts";
import { answerLines, readCandidates } from "./suggestFromCounts.ts";
import { readState } from "./countStore.ts";
import { followRecords } from "./followRecords.ts";

export interface Prepared {
  /** Lines counted and answered. */
  readonly counted: number;
  readonly answered: number;
  /** More history waits: call again in the next round. */
  readonly more: boolean;
}

/** Pages of 100 documents per call, and open documents answered: within a Worker's CPU limit. */
const PAGES = 10;
const OPEN_DOCUMENTS = 100;

/**
 * Counts what changed and answers open lines before anyone opens them. To be called at the end of an organisation's round; it can
 * be stopped anywhere and goes on from there. It touches nothing but its own tables.
 */
export async function prepareAhead(db: Db, organisationId: string): Promise<Prepared> {
  const choice = await readCandidates(db, organisationId, await readReferences(db, organisationId));
  const chart = readChart(choice);
  let counted = 0;
  let more = true;
  for (let page = 0; page < PAGES && more; page++) {
    const step = await followRecords(db, organisationId, chart);
    counted += step.lines;
    more = step.more;
  }
  const state = await readState(db, organisationId);
  if (state === null || more) return { counted, answered: 0, more };
  const rows = await db.select().from(record)
    .where(and(eq(record.organisationId, organisationId), inArray(record.kind, ["bill", "bank_transaction"]), isNull(record.deletedAt), inArray(record.status, ["draft", "submitted", "authorised"]),
      sql`exists (select 1 from json_each(${record.body}, '$.lines') l where l.value ->> 'accountCode' is null or l.value ->> 'projectId' is null or l.value ->> 'taxType' is null)`))
    .orderBy(desc(record.updatedAt)).limit(OPEN_DOCUMENTS);
  const wanted = rows.flatMap((row) => {
    const document = { ...row, body: JSON.parse(row.body) } as Purchase;
    return document.body.lines.filter((line) => wantsCoding(document, line)).map((line) => ({ document, line }));
  });
  const answers = await answerLines(db, state, wanted, chart, hash(JSON.stringify(choice)));
  return { counted, answered: answers.size, more: false };
}
