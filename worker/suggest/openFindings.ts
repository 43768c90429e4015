import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { Target } from "../../shared/suggest/types.ts";
import type { Unusual } from "../../shared/suggest/unusual.ts";
import type { Purchase } from "../http/suggest.ts";
import type { Line } from "../../shared/records/document.ts";
import type { Db } from "../store/open.ts";
import { findRecords } from "../store/reads/records.ts";
import { readReferences, type References } from "../store/reads/references.ts";
import { unusualCoding, unusualLook } from "../store/schema/unusualCodings.ts";
import { readDocument, recordHash } from "./countedDocument.ts";
import { readState } from "./countStore.ts";
import { lookAtLines } from "./lookAtLines.ts";
import { readChoice } from "./suggestFromCounts.ts";

/** A booked line that still disagrees with its evidence. */
export interface Finding {
  readonly document: Purchase;
  readonly line: Line;
  readonly unusual: Unusual;
}

const SHOWN = 25;
/** Findings looked at anew for the list: some turn out to be over, and rounds drop those (dropSettled). */
const LOOKED_AT = 40;

/** The newest findings that nobody judged, looked at anew: what was recoded meanwhile, or is not unusual any more, is not among them. Only reads. */
export async function openFindings(db: Db, organisationId: string, references: References, only?: Only): Promise<Finding[]> {
  return (await lookAnew(db, organisationId, references, only)).findings.slice(0, SHOWN);
}

/** Takes off the list what is not unusual any more. Part of a round. */
export async function dropSettled(db: Db, organisationId: string): Promise<void> {
  const { over } = await lookAnew(db, organisationId, await readReferences(db, organisationId));
  if (over.length === 0) return;
  const keys = JSON.stringify(over.map(({ lineId, field }) => `${lineId} ${field}`));
  await db.delete(unusualCoding).where(and(eq(unusualCoding.organisationId, organisationId), isNull(unusualCoding.judgement), sql`line_id || ' ' || field in (select value from json_each(${keys}))`));
}

interface Only {
  lineId: string;
  field: Target;
}

async function lookAnew(db: Db, organisationId: string, references: References, only?: Only): Promise<{ findings: Finding[]; over: Only[] }> {
  const nothing = { findings: [], over: [] };
  const state = await readState(db, organisationId);
  if (state === null) return nothing;
  const rows = await db
    .select()
    .from(unusualCoding)
    .where(and(eq(unusualCoding.organisationId, organisationId), isNull(unusualCoding.judgement), only === undefined ? undefined : and(eq(unusualCoding.lineId, only.lineId), eq(unusualCoding.field, only.field))))
    .orderBy(desc(unusualCoding.foundAt), unusualCoding.lineId)
    .limit(LOOKED_AT);
  if (rows.length === 0) return nothing;
  const documents = new Map((await findRecords(db, organisationId, ["bill", "bank_transaction"], rows.map(({ recordId }) => recordId))).map((document) => [document.id, document]));
  const counted = await db.all<{ lines: string }>(sql`select d.lines from json_each(${JSON.stringify([...documents.keys()].map(recordHash))}) w cross join suggest_document d on d.number = ${state.number} and d.record = w.value`);
  const wanted = new Set(rows.map(({ lineId }) => lineId));
  const lines = counted.flatMap((row) => readDocument(row.lines, state.labels)).filter(({ line }) => wanted.has(line.lineId));
  const looked = new Map((await lookAtLines(db, state, lines, await readChoice(db, organisationId, references))).map((one) => [one.confirmed.line.lineId, one.found]));
  const findings: Finding[] = [];
  const over: Only[] = [];
  for (const { recordId, lineId, field } of rows) {
    const document = documents.get(recordId);
    const line = document?.body.lines.find(({ id }) => id === lineId);
    const unusual = looked.get(lineId)?.find(({ target }) => target === field);
    if (document === undefined || line === undefined || unusual === undefined || valueOf(line, field) !== unusual.booked) over.push({ lineId, field });
    else findings.push({ document, line, unusual });
  }
  return { findings, over };
}

function valueOf(line: Line, field: Target): string {
  return (field === "account" ? line.accountCode : field === "tax" ? line.taxType : line.projectId) ?? "";
}

export interface ReviewCounts {
  looked: number;
  waiting: number;
  judgedRight: number;
  recoded: number;
}

/** How far the looking is, and what people said of what it found. */
export async function reviewCounts(db: Db, organisationId: string): Promise<ReviewCounts> {
  const state = await readState(db, organisationId);
  const [looks, judged] = await db.batch([
    db.select().from(unusualLook).where(eq(unusualLook.organisationId, organisationId)),
    db.select({ judgement: unusualCoding.judgement, count: sql<number>`count(*)` }).from(unusualCoding).where(eq(unusualCoding.organisationId, organisationId)).groupBy(unusualCoding.judgement),
  ]);
  const countOf = (judgement: string): number => judged.find((row) => row.judgement === judgement)?.count ?? 0;
  return { looked: looks[0]?.lines ?? 0, waiting: looks[0] === undefined ? 0 : Math.max(0, (state?.sequence ?? 0) - looks[0].lookedTo), judgedRight: countOf("right"), recoded: countOf("recode") };
}
