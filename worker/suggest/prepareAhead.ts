import { sql } from "drizzle-orm";
import { edition } from "../../shared/suggest/edition.ts";
import { type Purchase, wantsCoding } from "../http/suggest.ts";
import type { Db } from "../store/open.ts";
import { readReferences } from "../store/reads/references.ts";
import { suggestCount } from "../store/schema/suggestions.ts";
import { answerLines, staleLines, type Wanted } from "./answerLines.ts";
import { openState, readState } from "./countStore.ts";
import { followRecords } from "./followRecords.ts";
import { nameChart } from "./nameChart.ts";
import { rebuildStep } from "./rebuildCounts.ts";
import { readChoice } from "./suggestFromCounts.ts";

export interface Prepared {
  /** Lines counted and answered. */
  readonly counted: number;
  readonly answered: number;
  /** More history waits: call again in the next round. */
  readonly more: boolean;
}

/** Steps per call: pages of documents counted, or steps of a rebuild. Some seconds of computing, where a Worker may take thirty. */
const STEPS = 4;
/** Open documents looked at, the newest first, and lines answered per call: some hundred SELECT keys a line in one statement. */
const OPEN_DOCUMENTS = 300;
const LINES_ANSWERED = 200;

/**
 * Counts what changed and answers open lines before anyone opens them. To be called at the end of an organisation's round; it can
 * be stopped anywhere and goes on from there. It touches nothing but its own tables.
 */
export async function prepareAhead(db: Db, organisationId: string, now: number): Promise<Prepared> {
  const choice = await readChoice(db, organisationId, await readReferences(db, organisationId));
  const opened = await openState(db, organisationId);
  if (opened.edition !== edition || opened.rebuilding !== null) {
    for (let step = 0; step < STEPS * 2; step++) if (await rebuildStep(db, organisationId)) break;
    return { counted: 0, answered: 0, more: true };
  }
  await nameChart(db, opened, choice.chart);
  let counted = 0;
  let more = true;
  for (let page = 0; page < STEPS && more; page++) {
    const step = await followRecords(db, organisationId, choice.chart, { now });
    counted += step.lines;
    more = step.more;
  }
  if (more) return { counted, answered: 0, more };
  const state = await readState(db, organisationId);
  if (state === null) return { counted, answered: 0, more: false };
  if (counted > 0) await db.delete(suggestCount).where(sql`number = ${state.number} and lines <= 0 and coding >= 0`);
  const stale = await staleLines(db, state, await openLines(db, organisationId), choice);
  const answers = await answerLines(db, state, stale.slice(0, LINES_ANSWERED), choice);
  return { counted, answered: answers.size, more: stale.length > LINES_ANSWERED };
}

/** Lines of the newest open documents that want coding. */
async function openLines(db: Db, organisationId: string): Promise<Wanted[]> {
  const rows = await db.all<{ id: string; kind: Purchase["kind"]; body: string; revision: number; status: string; updatedAt: number }>(sql`
    select id, kind, body, revision, status, updated_at as updatedAt from record indexed by record_open_purchase
      where organisation_id = ${organisationId} and kind in ('bill','bank_transaction') and status in ('draft','submitted','authorised') and deleted_at is null
      order by updated_at desc limit ${OPEN_DOCUMENTS}`);
  return rows.flatMap(({ body, ...row }) => {
    const document = { ...row, organisationId, deletedAt: null, body: JSON.parse(body) } as unknown as Purchase;
    return document.body.lines.filter((line) => wantsCoding(document, line)).map((line) => ({ document, line }));
  });
}
