import type { MonthReportView, MonthSummary } from "../../../../shared/api/reportShapes.ts";
import { count, money } from "../../format.ts";

const KIND_WORDS: Readonly<Record<MonthSummary["open"][number]["kind"], readonly [one: string, many: string]>> = {
  invoice: ["sales invoice", "sales invoices"],
  bill: ["bill", "bills"],
  credit_note: ["credit note", "credit notes"],
};
const STATUS_WORDS = { draft: "still a draft", submitted: "awaiting approval" } as const;

const RECORD_WORDS: readonly { key: keyof MonthSummary["records"]; says: string; href: string }[] = [
  { key: "conflict", says: "to choose between two values", href: "#conflicts" },
  { key: "refused", says: "refused by Xero", href: "#health" },
  { key: "waiting", says: "waiting to go to Xero", href: "#health" },
  { key: "proposal", says: "proposed and not decided", href: "#conflicts" },
  { key: "quarantined", says: "set aside", href: "#health" },
];

/** What is not in the figures yet, or may move them: as it stood when the month was counted. */
export function OpenWork({ summary, state }: { summary: MonthSummary; state: MonthReportView["state"] }) {
  const { open, records, warnings, currency } = summary;
  const waiting = RECORD_WORDS.filter(({ key }) => records[key] > 0);
  if (open.length === 0 && waiting.length === 0 && warnings.length === 0)
    return (
      <section className="note good" aria-label="What is left to do">
        <p className="strong">Nothing is left to do.</p>
        <p>No drafts, nothing awaiting approval, nothing waiting between here and Xero.</p>
      </section>
    );
  return (
    <section className="panel" aria-label="What is left to do">
      <header>
        <h2>{state === "running" ? "Left to do" : "Left to do at the month's end"}</h2>
        {open.length + waiting.length > 0 && <p className="soft small">None of this is in the figures above until it is approved or decided.</p>}
      </header>
      <ul className="bullets">
        {open.map(({ kind, status, count: many, totalMinor }) => (
          <li key={`${kind} ${status}`}>
            {count(many)} {KIND_WORDS[kind][many === 1 ? 0 : 1]} {STATUS_WORDS[status]}, {money(totalMinor, currency)}
          </li>
        ))}
        {waiting.map(({ key, says, href }) => (
          <li key={key}>
            {records[key] === 1 ? "1 record" : `${count(records[key])} records`} <a href={href}>{says}</a>
          </li>
        ))}
      </ul>
      {warnings.length > 0 && (
        <>
          <h3 className="later">Projects to talk about</h3>
          <ul className="stack two">
            {warnings.map(({ projectId, projectName, code, sentence }) => (
              <li key={`${projectId} ${code}`}>
                <span className="strong">{projectName}</span> <span className="tag attention wrap">{sentence}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
