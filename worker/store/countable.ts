import { type SQL, sql } from "drizzle-orm";

/** Documents that are about to be counted, as they were counted last: `revision` null where they never were. */
export interface Countable {
  organisationId: string;
  /** shared/suggest/edition.ts of the code that counts. */
  edition: number;
  /** Hash of the record's id. */
  of: readonly { record: number; revision: number | null }[];
  /** How many labels there were, where some are new. */
  labelled?: number;
}

/** Holds when nobody counted these documents meanwhile, and the counts are neither being rebuilt nor of another edition. */
export function countable({ organisationId, edition, of, labelled }: Countable): SQL {
  const wanted = JSON.stringify(of.map(({ record, revision }) => [record, revision]));
  return sql`exists (select 1 from suggest_state s where s.organisation_id = ${organisationId} and s.edition = ${edition} and s.rebuilding is null
    and (${labelled ?? null} is null or s.labelled = ${labelled ?? null})
    and not exists (select 1 from json_each(${wanted}) w left join suggest_document d on d.number = s.number and d.record = w.value ->> 0 where d.revision is not w.value ->> 1))`;
}
