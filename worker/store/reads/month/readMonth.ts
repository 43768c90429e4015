import { type SQL, sql } from "drizzle-orm";
import type { MonthEnds, MonthRows } from "../../../../shared/profit/monthRows.ts";
import { exactFigures, InexactFigures } from "../../../../shared/profit/exactFigures.ts";
import type { Db } from "../../open.ts";
import { storeFailure } from "../../storeFailure.ts";
import { documentsOfMonth, leftAt, WORKED_OUT } from "./documentsOfMonth.ts";
import { homeMinor, ratio, sumsUpTo } from "./sqlOfMonth.ts";

/** Projects named in a report; a firm of so many reads its figures elsewhere. */
const PROJECTS = 5_000;

/** D1 joins at most five selects by `union`; more are nested. */
const TERMS = 5;

interface Asked {
  organisationId: string;
  homeCurrency: string;
  /** Last days of the month, of the one before, and of the one before that. */
  days: MonthEnds;
}

/**
 * Everything a month's summary is made of, added up in one statement: so all of it is of the same moment. Lines with a project come from
 * `ledger_line`, the others from the documents themselves.
 */
export async function readMonth(db: Db, asked: Asked): Promise<MonthRows> {
  const parts = Object.entries(PARTS).map(([part, of]) => sql`select ${part} as part, value from (${of(asked)})`);
  const groups = [parts.slice(0, TERMS), parts.slice(TERMS)].map((some) => sql`select part, value from (${sql.join(some, sql` union all `)})`);
  const rows = await added(() => db.all<{ part: keyof MonthRows; value: string }>(sql`with ${documentsOfMonth(asked)} ${sql.join(groups, sql` union all `)}`));
  const of = <P extends keyof MonthRows>(part: P): MonthRows[P] => rows.filter((row) => row.part === part).map(({ value }) => exactFigures(JSON.parse(value) as unknown)) as unknown as MonthRows[P];
  const [left] = of("notWorkedOut") as unknown as number[];
  return {
    sums: of("sums"), worked: of("worked"), billedLater: of("billedLater"), projects: of("projects"), due: of("due"), credits: of("credits"), money: of("money"), open: of("open"), states: of("states"),
    notWorkedOut: left ?? 0,
  };
}

/** SQLite refuses a sum beyond 64 bits. */
async function added<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (/integer overflow/i.test(storeFailure(error).text)) throw new InexactFigures("The sums are larger than the database adds up.");
    throw error;
  }
}

/** A select of one JSON `value` a row for each part. `cross join` keeps SQLite to the order in which the joins are written: it knows no sizes. */
const PARTS: Readonly<Record<keyof MonthRows, (asked: Asked) => SQL>> = {
  sums: (asked) => sql`${ledgerSums(asked)} union all ${ledgerSettled(asked)} union all ${projectless(asked)} union all ${projectlessCollected(asked)}`,
  worked: workedDocuments,
  billedLater,
  projects: ({ organisationId }) => sql`select json_object('id', id, 'body', json(body)) as value from record where organisation_id = ${organisationId} and kind = 'project' limit ${PROJECTS}`,
  due: ({ days: [end, before] }) => sql`
    select json_object('side', side, 'bucket', bucket, 'documents', sum(left0 > 0), 'dueMinor', sum(${homeMinor(sql`left0`)}), 'beforeMinor', sum(${homeMinor(sql`left1`)})) as value
    from (select side, times, by, ${leftAt(end, sql`later0`)} as left0, ${leftAt(before, sql`later1`)} as left1, ${bucketAt(end)} as bucket from doc where actual and kind in ('invoice', 'bill'))
    where left0 <> 0 or left1 <> 0 group by side, bucket`,
  credits: ({ days: [end] }) => sql`
    select json_object('side', side, 'leftMinor', sum(${homeMinor(leftAt(end, sql`later0`))})) as value
    from doc where actual and kind in ('credit_note', 'overpayment', 'prepayment') group by side`,
  money: moneyMoved,
  open: () => sql`
    select json_object('kind', kind, 'status', status, 'count', count(*), 'totalMinor', sum(${homeMinor(sql`total`)})) as value
    from doc where not actual and kind in ('invoice', 'bill', 'credit_note') group by kind, status`,
  states: ({ organisationId }) => sql`select json_object('state', state, 'count', count(*)) as value from link where organisation_id = ${organisationId} group by state`,
  notWorkedOut: () => sql`select count(*) as value from unworked where place > ${WORKED_OUT}`,
};

const NO_MINUTES = sql`json_array(0, 0, 0)`;

function sumsRow(project: SQL, type: SQL, amounts: SQL, minutes: SQL = NO_MINUTES): SQL {
  return sql`json_object('projectId', ${project}, 'type', ${type}, 'amounts', ${amounts}, 'minutes', ${minutes}) as value`;
}

function ledgerSums({ organisationId, days }: Asked): SQL {
  return sql`select ${sumsRow(sql`project_id`, sql`type`, sumsUpTo(days, sql`date`, sql`amount_minor`), sumsUpTo(days, sql`date`, sql`minutes`))}
    from ledger_line where organisation_id = ${organisationId} and type not in (${SETTLED}) and date <= ${days[0]} and record_id not in (select id from worked) group by project_id, type`;
}

/** What is dated by the day of full payment. Nothing is collected or gained before its document's own date. */
const SETTLED = sql`'collected', 'exchange_on_sales', 'exchange_on_costs'`;

function ledgerSettled({ organisationId, days }: Asked): SQL {
  return sql`select ${sumsRow(sql`l.project_id`, sql`l.type`, sumsUpTo(days, sql`max(l.date, d.date)`, sql`l.amount_minor`))}
    from doc d cross join ledger_line l on l.organisation_id = ${organisationId} and l.record_id = d.id and l.type in (${SETTLED})
    where d.actual and d.id not in (select id from worked) group by l.project_id, l.type`;
}

/** Lines without a project, net of tax, as shared/profit/ledgerLines.ts makes them. Those in other currencies are worked out one by one. */
function projectlessLines({ organisationId }: Asked): SQL {
  const tax = sql`case when r.body ->> 'lineAmountTypes' = 'inclusive' then line.value ->> 'taxMinor' else 0 end`;
  return sql`select d.*, (case d.kind when 'credit_note' then -1 else 1 end) * ((line.value ->> 'amountMinor') - ${tax}) as net
    from doc d cross join record r on r.organisation_id = ${organisationId} and r.id = d.id cross join json_each(r.body, '$.lines') line
    where d.kind in ('invoice', 'bill', 'credit_note', 'bank_transaction') and not d.is_foreign and d.id not in (select id from worked) and line.value ->> 'projectId' is null`;
}

const EARNS = sql`(kind = 'invoice' or (kind in ('credit_note', 'bank_transaction') and side = 'sales'))`;

function projectless(asked: Asked): SQL {
  const type = sql`case when actual then case when ${EARNS} then 'revenue' else 'cost' end else case when ${EARNS} then 'committed_revenue' else 'committed_cost' end end`;
  return sql`select ${sumsRow(sql`''`, sql`type`, sumsUpTo(asked.days, sql`date`, sql`net`))}
    from (select date, net, ${type} as type from (${projectlessLines(asked)}) where actual or kind <> 'bank_transaction') group by type`;
}

function projectlessCollected(asked: Asked): SQL {
  return sql`select ${sumsRow(sql`''`, sql`'collected'`, sumsUpTo(asked.days, sql`max(date, coalesce(paid_on, date))`, sql`net`))}
    from (${projectlessLines(asked)}) where actual and ${EARNS} and (kind = 'bank_transaction' or (applied >= total and total > 0))`;
}

function workedDocuments({ organisationId }: Asked): SQL {
  const line = sql`json_object('id', line.value ->> 'id', 'projectId', coalesce(line.value ->> 'projectId', ''), 'amountMinor', line.value ->> 'amountMinor', 'taxMinor', line.value ->> 'taxMinor', 'accountCode', null)`;
  const kept = ["side", "date", "status", "currency", "currencyRateE6", "lineAmountTypes", "totalMinor", "amountPaidMinor", "amountCreditedMinor", "fullyPaidOn"];
  const fields = sql.join(kept.map((field) => sql`${sql.raw(`'${field}', r.body ->> '${field}'`)}`), sql`, `);
  return sql`select json_object('kind', r.kind,
      'body', json_object(${fields}, 'settlements', json(coalesce(r.body -> 'settlements', '[]')), 'lines', (select json_group_array(${line}) from json_each(r.body, '$.lines') line)),
      'later', json(coalesce(l.applications, '[]'))) as value
    from worked w cross join record r on r.organisation_id = ${organisationId} and r.id = w.id
      left join (select document, json_group_array(json_object('date', day, 'amountMinor', amount, 'rateE6', rate)) as applications from application group by document) l on l.document = w.id`;
}

/** The month's normal way: its hours are billed by an invoice of the next. */
function billedLater({ organisationId, days }: Asked): SQL {
  const price = sql`(s.body ->> 'unitAmountE4')`;
  const amounts = days.map((day) => sql`coalesce(sum(case when e.date <= ${day} and i.date > ${day} then ((e.body ->> 'minutes') * ${price} * 2 + 6000) / 12000 end), 0)`);
  return sql`select json_object('projectId', e.project_id, 'amounts', json_array(${sql.join(amounts, sql`, `)})) as value
    from record i cross join json_each(i.body, '$.lines') line cross join json_each(line.value, '$.timeEntryIds') t
      cross join record e on e.organisation_id = ${organisationId} and e.id = t.value and e.kind = 'time_entry' and e.deleted_at is null
      cross join record s on s.organisation_id = ${organisationId} and s.id = e.body ->> 'serviceId' and s.kind = 'service' and s.deleted_at is null
    where i.organisation_id = ${organisationId} and i.kind = 'invoice' and i.deleted_at is null and i.status in ('draft', 'submitted', 'authorised', 'paid') and i.date > ${days[2]}
      and e.date <= ${days[0]} and e.body ->> 'invoiceLineId' = line.value ->> 'id' and e.body ->> 'approved' and e.body ->> 'billable' and ${price} is not null
    group by e.project_id`;
}

/** Payments by what they pay, and what came or went without a bill. Money of an over- or prepayment moved when it was made. */
function moneyMoved({ organisationId, homeCurrency, days: [end, before, earlier] }: Asked): SQL {
  const rate = { currency: sql`(p.body ->> 'currency')`, rate: sql`coalesce(p.body ->> 'currencyRateE6', d.body ->> 'currencyRateE6')` };
  return sql`select json_object('direction', direction, 'back', back, 'amountMinor', sum(${homeMinor(sql`amount`)})) as value from (
      select case when d.kind = 'invoice' or (d.kind <> 'bill' and d.body ->> 'side' = 'purchases') then 'in' else 'out' end as direction, p.date <= ${before} as back, p.body ->> 'amountMinor' as amount, ${ratio(rate, homeCurrency)}
      from record p cross join record d on d.organisation_id = ${organisationId} and d.id = p.body ->> 'documentId'
      where p.organisation_id = ${organisationId} and p.kind = 'payment' and p.deleted_at is null and p.status = 'authorised' and p.date > ${earlier} and p.date <= ${end}
      union all
      select case side when 'sales' then 'in' else 'out' end, date <= ${before}, total, times, by
      from doc where actual and kind in ('bank_transaction', 'overpayment', 'prepayment') and date > ${earlier}
    ) group by direction, back`;
}

/** By days past the due date. */
function bucketAt(day: string): SQL {
  const late = sql`(julianday(${day}) - julianday(due))`;
  return sql`(case when ${late} <= 0 then 'current' when ${late} <= 30 then 'to30' when ${late} <= 60 then 'to60' when ${late} <= 90 then 'to90' else 'over90' end)`;
}
