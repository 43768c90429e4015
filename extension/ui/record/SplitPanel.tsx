import type { SplitView } from "../../../shared/api/suggestionShapes.ts";
import { count, day, money, percent } from "../format.ts";
import { Note } from "../parts/Note.tsx";

interface Props {
  split: SplitView;
  currency: string;
  editing: boolean;
  busy: boolean;
  onSplit: () => void;
}

/** A supplier's usual split of a bill that arrived as one line: the parts to the cent, the bills it was seen on, and one click to write it. */
export function SplitPanel({ split, currency, editing, busy, onSplit }: Props) {
  const total = split.shares.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const why = editing ? "Close the form in Xero first: saving it would overwrite the lines." : split.hindrance;
  return (
    <section className="panel" aria-label="Usual split">
      <header className="row apart top">
        <div className="grow">
          <h2>Usually split</h2>
          <p className="soft small">
            {count(split.count)} of this supplier’s last {count(split.of)} bills were split like this.
          </p>
        </div>
        <button type="button" className="button small" disabled={busy || why !== null} onClick={onSplit}>
          {busy ? "Writing to Xero" : `Split into ${count(split.shares.length)} lines`}
        </button>
      </header>
      <div className="stack">
        <table className="split">
          <thead>
            <tr>
              <th scope="col">Project and account</th>
              <th scope="col" className="mid">Share</th>
              <th scope="col" className="end">Amount</th>
            </tr>
          </thead>
          <tbody>
            {split.shares.map((share) => (
              <tr key={`${share.project.value} ${share.account.value} ${share.tax.value}`}>
                <td>
                  <span className="strong">{share.project.label}</span>
                  <span className="soft small block">
                    {share.account.label} · {share.tax.label}
                  </span>
                </td>
                <td className="mid number">{percent(share.shareE2)}</td>
                <td className="end number">{money(share.amountMinor, currency)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={2}>
                The line as it is
              </th>
              <td className="end number strong">{money(total, currency)}</td>
            </tr>
          </tfoot>
        </table>
        {split.taxAfterMinor !== split.taxBeforeMinor && (
          <p className="small">
            GST would be {money(split.taxAfterMinor, currency)} instead of {money(split.taxBeforeMinor, currency)}: Xero rounds it on each line.
          </p>
        )}
        {why !== null && <Note tone="quiet" title={why} />}
        <details className="small">
          <summary>The bills it was seen on</summary>
          <ul className="stack two" style={{ paddingTop: 8 }}>
            {split.earlier.map((bill) => (
              <li key={`${bill.title} ${bill.date}`}>
                <span className="row apart tight">
                  <span className="grow">
                    {bill.href === null ? bill.title : <a href={bill.href} target="_blank" rel="noreferrer">{bill.title}</a>}, {day(bill.date)}
                  </span>
                  <span className="number">{money(bill.totalMinor, bill.currency)}</span>
                </span>
                {bill.parts.map((part, index) => (
                  <span key={index} className="row apart tight soft">
                    <span className="grow">{part.label}</span>
                    <span className="number">{money(part.amountMinor, bill.currency)}</span>
                  </span>
                ))}
              </li>
            ))}
          </ul>
        </details>
      </div>
    </section>
  );
}

/** What a click on the split writes. */
export function splitParts(split: SplitView) {
  return split.shares.map(({ account, tax, project, amountMinor }) => ({ accountCode: account.value, taxType: tax.value || null, projectId: project.value || null, amountMinor }));
}
