import { sql } from "drizzle-orm";
import { caseFolded } from "../../shared/matching/caseFolded.ts";
import { besideCap, besideDays, besideReach } from "../../shared/suggest/besideOf.ts";
import { numbersBeside } from "../../shared/suggest/documentNumber.ts";
import type { BesideLine } from "../../shared/suggest/types.ts";
import type { Purchase } from "../http/suggest.ts";
import type { Db } from "../store/open.ts";
import { shortId } from "./question.ts";

interface Found {
  readonly kind: string;
  readonly number: string;
  readonly contactId: string;
  readonly date: string;
  /** JSON list of the projects of its lines where it was approved; null while it is open. */
  readonly projects: string | null;
}

/**
 * What was entered beside each of these documents, by their ids: other suppliers' documents of the same kind whose numbers are next to theirs, the
 * nearest first. Approved ones of about the same days with their projects, open ones of the same day without. Documents that have nothing beside them are absent.
 */
export async function besideLines(db: Db, organisationId: string, documents: readonly Purchase[]): Promise<Map<string, BesideLine[]>> {
  const looked = documents.map((document) => ({ document, numbers: numbersBeside(document.body.number === null ? null : caseFolded(document.body.number), besideReach) }));
  const wanted = [...new Set(looked.flatMap(({ document, numbers }) => numbers.map(({ text }) => JSON.stringify([document.kind, text]))))];
  if (wanted.length === 0) return new Map();
  const rows = await db.all<Found>(sql`
    select r.kind as kind, r.number as number, r.contact_id as contactId, r.date as date,
        case when r.status in ('authorised', 'paid') then (select json_group_array(distinct coalesce(l.value ->> '$.projectId', '')) from json_each(r.body, '$.lines') l) end as projects
      from json_each(${`[${wanted.join(",")}]`}) w cross join record r on r.organisation_id = ${organisationId} and r.kind = w.value ->> 0 and r.number = w.value ->> 1
      where r.deleted_at is null and r.contact_id is not null and r.status in ('draft', 'submitted', 'authorised', 'paid')`);
  const byNumber = Map.groupBy(rows, ({ kind, number }) => `${kind} ${number}`);
  return new Map(looked.flatMap(({ document, numbers }) => {
    const found = numbers.flatMap(({ text, gap }) => (byNumber.get(`${document.kind} ${text}`) ?? []).flatMap((row) => asBeside(row, gap, document)));
    return found.length === 0 ? [] : [[document.id, found.slice(0, besideCap)] as const];
  }));
}

function asBeside({ contactId, date, projects }: Found, gap: number, { body }: Purchase): BesideLine[] {
  if (contactId === body.contactId) return [];
  const one = { supplierName: "", contactId: shortId(contactId), gap };
  if (projects === null) return date === body.date ? [one] : [];
  return daysBetween(date, body.date) > besideDays ? [] : (JSON.parse(projects) as string[]).map((project) => ({ ...one, project }));
}

const DAY_MS = 86_400_000;
const daysBetween = (a: string, b: string): number => Math.abs(Date.parse(a) - Date.parse(b)) / DAY_MS;
