import type { MonthReportView } from "../../../../shared/api/reportShapes.ts";
import { monthAfter, monthName } from "../../../../shared/months.ts";
import { moment, money } from "../../format.ts";
import { Fact } from "../../parts/Fact.tsx";
import { CopyButton } from "../../record/CopyButton.tsx";
import { AgedTable } from "./AgedTable.tsx";
import { Changes } from "./Changes.tsx";
import { Headline } from "./Headline.tsx";
import { OpenWork } from "./OpenWork.tsx";
import { ProjectMonths } from "./ProjectMonths.tsx";
import { reportText } from "./reportText.ts";
import { difference } from "./reportWords.ts";

/** One month: what it brought, what changed since, who owes, which projects, and what still wants somebody. */
export function MonthReport({ report, isFirst }: { report: MonthReportView; isFirst: boolean }) {
  const { summary, changes } = report;
  const { currency, money: bank } = summary;
  const before = isFirst ? null : monthName(monthAfter(report.month, -1)).split(" ")[0]!;
  return (
    <>
      <div className="row apart">
        <h2 className="report-title">{monthName(report.month)}</h2>
        <span className="row unprinted">
          <CopyButton text={reportText(report)} label="Copy for a spreadsheet" />
          <button type="button" className="button small" onClick={() => window.print()}>
            Print
          </button>
        </span>
      </div>
      <p className="soft small under-title">{standing(report)}</p>
      {isEmpty(summary) ? (
        <p className="panel soft">Nothing is booked in this month yet. Invoices, bills, payments and hours appear here by themselves as they are dated in it.</p>
      ) : (
        <>
          <Headline summary={summary} before={before} />
          {changes.length > 0 && <Changes changes={changes} currency={currency} />}
          <AgedTable receivables={summary.receivables} payables={summary.payables} currency={currency} before={before} />
          <section className="panel" aria-label="Bank">
            <header>
              <h2>Through the bank</h2>
              <p className="soft small">Payments and bank transactions dated in the month, GST included.</p>
            </header>
            <dl className="facts">
              <Fact label="Came in">
                {money(bank.inMinor, currency)} <Before words={difference({ now: bank.inMinor, before: bank.beforeInMinor, currency, month: before })} />
              </Fact>
              <Fact label="Went out">
                {money(bank.outMinor, currency)} <Before words={difference({ now: bank.outMinor, before: bank.beforeOutMinor, currency, month: before })} />
              </Fact>
              <Fact label="Left over" bad={bank.inMinor < bank.outMinor}>
                {money(bank.inMinor - bank.outMinor, currency)}
              </Fact>
            </dl>
          </section>
          <ProjectMonths summary={summary} />
          <OpenWork summary={summary} state={report.state} />
        </>
      )}
    </>
  );
}

function Before({ words }: { words: string | null }) {
  return words === null ? null : <span className="soft small block">{words}</span>;
}

function standing({ state, closedAt, summary, month }: MonthReportView): string {
  const read = summary.xeroReadAt === null ? "" : ` Xero was last read ${moment(summary.xeroReadAt)}.`;
  if (state === "running") return `So far. It is closed by itself after its last day.${read}`;
  if (state === "closed") return `As it stood when it was closed, ${moment(closedAt ?? 0)}.${read}`;
  return `Counted from today's records: ${monthName(month)} ended before the first month that was closed here.`;
}

function isEmpty({ organisation: { now, before }, receivables, payables, money: bank, open }: MonthReportView["summary"]): boolean {
  const figures = [now, before].flatMap((side) => Object.values(side));
  return open.length === 0 && [...figures, receivables.totalMinor, payables.totalMinor, bank.inMinor, bank.outMinor, bank.beforeInMinor, bank.beforeOutMinor].every((value) => value === null || value === 0);
}
