import { type SQL, sql } from "drizzle-orm";
import type { MonthEnds } from "../../../../shared/profit/monthRows.ts";
import { ratio } from "./sqlOfMonth.ts";

/** Documents worked out one by one: a month has hundreds. More are counted as they stand today, and the summary says how many. */
export const WORKED_OUT = 20_000;

interface Asked {
  organisationId: string;
  homeCurrency: string;
  days: MonthEnds;
}

/**
 * The common tables that all parts of a month are read from.
 *
 * `application`: payments and allocations dated after the earliest of the days, each with the document that it was applied to. An allocation
 * counts for the note it came from as well.
 * `doc`: documents dated in the month or before that count, with what was applied to them after each of the days.
 * `worked`: documents that are worked out one by one, in the pure part: where something was applied after one of the days, or in part; and where
 * a line without a project is in another currency. Of all others `ledger_line`, or the sum of their lines, is what it was on each day.
 */
export function documentsOfMonth({ organisationId, homeCurrency, days: [end, before, earlier] }: Asked): SQL {
  const own = sql`organisation_id = ${organisationId} and deleted_at is null`;
  return sql`
    allocation as materialized (
      select n.id as note, a.value ->> 'documentId' as document, a.value ->> 'date' as day, a.value ->> 'amountMinor' as amount, n.body ->> 'currencyRateE6' as rate
      from record n cross join json_each(n.body, '$.allocations') a
      where ${own} and n.kind in ('credit_note', 'overpayment', 'prepayment') and n.status in ('authorised', 'paid') and a.value ->> 'date' > ${earlier}
    ),
    application as materialized (
      select body ->> 'documentId' as document, date as day, body ->> 'amountMinor' as amount, body ->> 'currencyRateE6' as rate from record
      where ${own} and kind = 'payment' and status = 'authorised' and date > ${earlier}
      union all select document, day, amount, rate from allocation
      union all select note, day, amount, rate from allocation
    ),
    later as materialized (
      select document, sum(case when day > ${end} then amount else 0 end) as later0, sum(case when day > ${before} then amount else 0 end) as later1, sum(amount) as later2
      from application group by document
    ),
    doc as materialized (
      select r.id, r.kind, r.status, r.date, r.total_minor as total, r.body ->> 'side' as side, r.body ->> 'currency' <> ${homeCurrency} as is_foreign, ${ratio({ currency: sql`(r.body ->> 'currency')`, rate: sql`(r.body ->> 'currencyRateE6')` }, homeCurrency)},
        coalesce(r.body ->> 'dueDate', r.date) as due, r.body ->> 'fullyPaidOn' as paid_on, r.body ->> 'amountDueMinor' as open,
        (r.body ->> 'amountPaidMinor') + (r.body ->> 'amountCreditedMinor') as applied, r.status in ('authorised', 'paid') as actual,
        l.document is not null as moved, coalesce(l.later0, 0) as later0, coalesce(l.later1, 0) as later1, coalesce(l.later2, 0) as later2
      from record r left join later l on l.document = r.id
      where r.organisation_id = ${organisationId} and r.deleted_at is null and r.kind in ('invoice', 'bill', 'credit_note', 'bank_transaction', 'overpayment', 'prepayment')
        and r.status in ('draft', 'submitted', 'authorised', 'paid') and r.date <= ${end}
    ),
    unworked as materialized (
      select id, row_number() over (order by date desc, id) as place from doc
      where (actual and (is_foreign or side = 'sales') and kind in ('invoice', 'bill', 'credit_note') and (moved or (applied <> 0 and not (applied >= total and total > 0))))
        or (is_foreign and kind in ('invoice', 'bill', 'credit_note', 'bank_transaction') and exists (
          select 1 from record r cross join json_each(r.body, '$.lines') line where r.organisation_id = ${organisationId} and r.id = doc.id and line.value ->> 'projectId' is null))
    ),
    worked as materialized (select id from unworked where place <= ${WORKED_OUT})`;
}

/** What of a document was not applied at the end of a day: shared/profit/appliedAt.ts in SQL, as what is left. */
export function leftAt(day: string, later: SQL): SQL {
  return sql`(case when date > ${day} then 0 when ${later} = 0 and paid_on > ${day} then open + applied when ${later} = 0 then open else open + min(${later}, applied) end)`;
}
