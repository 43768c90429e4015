import { and, desc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import type { RecordKind } from "../../../shared/records/kinds.ts";
import type { RecordBodies } from "../../../shared/records/record.ts";
import { record } from "../schema/projectSide.ts";
import type { Db } from "../open.ts";

type Row = typeof record.$inferSelect;

/** A record with its body parsed. */
export type StoredRecord<K extends RecordKind = RecordKind> = { [P in K]: Omit<Row, "body" | "kind"> & { kind: P; body: RecordBodies[P] } }[K];

export interface ListFilter {
  organisationId: string;
  kind: RecordKind;
  status?: string | undefined;
  contactId?: string | undefined;
  projectId?: string | undefined;
  after: { at: number; id: string } | null;
  /** One more than the page, so that the caller sees whether there is another. */
  limit: number;
}

/** Newest change first. */
export async function listRecords(db: Db, filter: ListFilter): Promise<StoredRecord[]> {
  const where: (SQL | undefined)[] = [
    eq(record.organisationId, filter.organisationId),
    eq(record.kind, filter.kind),
    isNull(record.deletedAt),
    filter.status === undefined ? undefined : eq(record.status, filter.status),
    filter.contactId === undefined ? undefined : eq(record.contactId, filter.contactId),
    filter.projectId === undefined ? undefined : ofProject(filter.projectId),
    filter.after === null ? undefined : sql`(${record.updatedAt}, ${record.id}) < (${filter.after.at}, ${filter.after.id})`,
  ];
  const rows = await db.select().from(record).where(and(...where)).orderBy(desc(record.updatedAt), desc(record.id)).limit(filter.limit);
  return rows.map(parsed);
}

export async function findRecord(db: Db, organisationId: string, id: string): Promise<StoredRecord | null> {
  const rows = await db.select().from(record).where(and(eq(record.organisationId, organisationId), eq(record.id, id))).limit(1);
  return rows[0] === undefined ? null : parsed(rows[0]);
}

/** Records by id, of these kinds; absent and deleted ones are left out. Any number of ids. */
export async function findRecords<K extends RecordKind>(db: Db, organisationId: string, kinds: readonly K[], ids: Iterable<string>): Promise<StoredRecord<K>[]> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return [];
  const rows = await db
    .select()
    .from(record)
    .where(and(eq(record.organisationId, organisationId), sql`${record.id} in (select value from json_each(${JSON.stringify(wanted)}))`, inArray(record.kind, [...kinds]), isNull(record.deletedAt)));
  return rows.map(parsed) as StoredRecord<K>[];
}

/** All records of a kind, newest by document date first; for the small kinds and for history, with a cap. */
export async function recordsOfKind<K extends RecordKind>(db: Db, organisationId: string, kind: K, limit: number): Promise<StoredRecord<K>[]> {
  const rows = await db
    .select()
    .from(record)
    .where(and(eq(record.organisationId, organisationId), eq(record.kind, kind), isNull(record.deletedAt)))
    .orderBy(desc(record.date), desc(record.updatedAt))
    .limit(limit);
  return rows.map(parsed) as StoredRecord<K>[];
}

/** Payments and credit notes whose body names this document. */
export async function recordsNaming<K extends RecordKind>(db: Db, organisationId: string, kinds: readonly K[], documentId: string): Promise<StoredRecord<K>[]> {
  const rows = await db
    .select()
    .from(record)
    .where(and(eq(record.organisationId, organisationId), inArray(record.kind, [...kinds]), isNull(record.deletedAt), sql`instr(${record.body}, ${documentId}) > 0`))
    .limit(200);
  return rows.map(parsed) as StoredRecord<K>[];
}

/** A document belongs to a project by its lines; the other kinds by their own column. */
function ofProject(projectId: string): SQL {
  return sql`(${record.projectId} = ${projectId} or exists (select 1 from json_each(${record.body}, '$.lines') line where line.value ->> 'projectId' = ${projectId}))`;
}

function parsed(row: Row): StoredRecord {
  return { ...row, body: JSON.parse(row.body) } as StoredRecord;
}
