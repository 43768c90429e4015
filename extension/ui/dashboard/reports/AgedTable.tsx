import type { Aged } from "../../../../shared/api/reportShapes.ts";
import { count, money } from "../../format.ts";
import { difference } from "./reportWords.ts";

const BUCKETS: readonly { key: "currentMinor" | "to30Minor" | "to60Minor" | "to90Minor" | "over90Minor"; label: string; tone: string }[] = [
  { key: "currentMinor", label: "Not due yet", tone: "age0" },
  { key: "to30Minor", label: "1–30 days", tone: "age1" },
  { key: "to60Minor", label: "31–60 days", tone: "age2" },
  { key: "to90Minor", label: "61–90 days", tone: "age3" },
  { key: "over90Minor", label: "Over 90 days", tone: "age4" },
];

interface Props {
  receivables: Aged;
  payables: Aged;
  currency: string;
  /** Name of the month before; null where there is none. */
  before: string | null;
}

/** Who owes whom at the month's end, by days past the due date. */
export function AgedTable({ receivables, payables, currency, before }: Props) {
  const rows: readonly (readonly [string, Aged])[] = [["Owed by clients", receivables], ["Owed to suppliers", payables]];
  const credits = [
    receivables.creditsMinor === 0 ? null : `Clients have ${money(receivables.creditsMinor, currency)} of credit that is not applied yet.`,
    payables.creditsMinor === 0 ? null : `Suppliers owe us ${money(payables.creditsMinor, currency)} of credit that is not applied yet.`,
  ].filter((sentence) => sentence !== null);
  return (
    <section className="panel" aria-label="What is owed">
      <header>
        <h2>What is owed at the month's end</h2>
        <p className="soft small">By days past the due date, GST included.</p>
      </header>
      <AgeBar aged={receivables} currency={currency} />
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <td />
              {BUCKETS.map(({ key, label, tone }) => (
                <th key={key} scope="col" className="mid">
                  <span className={`age-key ${tone}`} aria-hidden="true" />
                  {label}
                </th>
              ))}
              <th scope="col" className="end">Total</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([label, aged]) => (
              <tr key={label}>
                <th scope="row">
                  {label}
                  <span className="soft small block">{aged.documents === 1 ? "1 document" : `${count(aged.documents)} documents`}</span>
                </th>
                {BUCKETS.map(({ key }) => (
                  <td key={key} className={`mid number${aged[key] === 0 ? " soft" : ""}`}>{money(aged[key], currency)}</td>
                ))}
                <td className="end number strong">
                  {money(aged.totalMinor, currency)}
                  {before !== null && <span className="soft small block lighter">{difference({ now: aged.totalMinor, before: aged.beforeMinor, currency, month: before })}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {credits.map((sentence) => (
        <p key={sentence} className="small soft">{sentence}</p>
      ))}
    </section>
  );
}

/** The first row as a bar. The figures stand below it, so it is never the only carrier. */
function AgeBar({ aged, currency }: { aged: Aged; currency: string }) {
  const parts = BUCKETS.filter(({ key }) => aged[key] > 0);
  const whole = parts.reduce((sum, { key }) => sum + aged[key], 0);
  if (whole === 0) return null;
  return (
    <div className="age-bar" role="img" aria-label={`Owed by clients: ${parts.map(({ key, label }) => `${label} ${money(aged[key], currency)}`).join(", ")}`}>
      {parts.map(({ key, tone }) => (
        <div key={key} className={tone} style={{ width: `${(aged[key] / whole) * 100}%` }} />
      ))}
    </div>
  );
}
