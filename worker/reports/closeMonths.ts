import type { MonthSummary } from "../../shared/api/reportShapes.ts";
import { dayInZone } from "../../shared/dates.ts";
import { REPORTS } from "../../shared/limits.ts";
import { monthAfter, monthOf } from "../../shared/months.ts";
import { monthSentence } from "../../shared/profit/monthSentence.ts";
import type { OrganisationFacts } from "../../shared/records/organisation.ts";
import type { Ports } from "../ports.ts";
import type { Db } from "../store/open.ts";
import type { Insert } from "../store/port.ts";
import { organisationsToClose } from "../store/reads/month/closedMonths.ts";
import type { OrganisationRow } from "../store/reads/organisations.ts";
import { storeFailure } from "../store/storeFailure.ts";
import { countMonth } from "./countMonth.ts";
import { dueMonths } from "./dueMonths.ts";
import { NOT_FAILED, noteFailure, noteWaiting, unreadOf } from "./noteClosing.ts";

/** Where every month ends first. */
const FIRST_ZONE = "Pacific/Kiritimati";
/** Organisations looked at by one cron. */
const ORGANISATIONS = 500;

interface Closing {
  db: Db;
  ports: Pick<Ports, "store" | "log">;
}

/**
 * The month's end, which nobody has to click: each month that is over is kept as it stands, once, and the firm's own system is told. Both are
 * one commit under the month's own keys, so a cron that is doubled, cut off or repeated leaves one row and one message.
 *
 * @returns how many months were closed.
 */
export async function closeMonths({ db, ports }: Closing, now: number): Promise<number> {
  let closed = 0;
  for (const { organisation, closedTo, readAt, closing } of await organisationsToClose(db, monthAfter(monthOf(dayInZone(now, FIRST_ZONE)), -1), ORGANISATIONS)) {
    const { timeZone } = organisation.facts as OrganisationFacts;
    const due = dueMonths({ now, timeZone, createdAt: organisation.createdAt, closedTo, readAt, unread: unreadOf(closing) });
    await noteWaiting(ports, { organisation, closing, due, now });
    if ((closing?.retryAt ?? 0) > now) continue;
    for (const month of due.months) {
      if (closed >= REPORTS.monthsPerCron) return closed;
      try {
        await close(ports.store, organisation, await countMonth(db, organisation, month, now));
        closed += 1;
      } catch (error) {
        // One organisation's trouble is not the next one's; its months follow each other, so its later ones wait.
        ports.log.event("month_not_closed", { organisationId: organisation.id, month, error: storeFailure(error).text });
        await noteFailure(ports, { organisation, closing, month, now });
        break;
      }
    }
  }
  return closed;
}

async function close(store: Ports["store"], { id: organisationId, name }: OrganisationRow, summary: MonthSummary): Promise<void> {
  const sentence = monthSentence(summary);
  const rows: Insert<"monthSummary">[] = [{ organisationId, month: summary.month, closedAt: summary.asOf, sentence, summary }];
  await store.commit([], [
    { insertNew: "monthSummary", rows }, { insertNew: "outEvent", rows: [monthEvent({ organisationId, name, sentence, summary })] },
    { update: "monthClosing", where: { organisationId, failedMonth: summary.month }, set: NOT_FAILED },
  ]);
}

interface Told {
  organisationId: string;
  name: string;
  sentence: string;
  summary: MonthSummary;
}

/** The message about a closed month. Its projects are left to GET /v1/reports/month: there may be a thousand. */
function monthEvent({ organisationId, name, sentence, summary }: Told): Insert<"outEvent"> {
  const { month, asOf, currency, xeroReadAt, organisation, receivables, payables, money, open, records, warnings } = summary;
  const body = { organisationId, name, month, sentence, currency, asOf, xeroReadAt, organisation, receivables, payables, money, open, records, warnings };
  return { organisationId, id: `month:${month}`, type: "month.closed", at: asOf, nextAt: asOf, attempts: 0, deliveredAt: null, body: JSON.stringify(body) };
}
