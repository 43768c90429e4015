import type { BulkLineView } from "../../../shared/api/bulkShapes.ts";
import { bulkTotals, type BulkSum } from "../../../shared/suggest/bulkTotals.ts";
import { count, money } from "../format.ts";

/** "4 lines on 3 bills, $1,351.40"; follows every tick. */
export function BulkHeadline({ lines }: { lines: readonly BulkLineView[] }) {
  const totals = bulkTotals(lines);
  return (
    <p className="strong" aria-live="polite">
      {lines.length === 0
        ? "Nothing is ticked."
        : `${totals.lines === 1 ? "1 line" : `${count(totals.lines)} lines`} on ${totals.documents === 1 ? "1 bill" : `${count(totals.documents)} bills`}, ${totals.amounts.map(({ amountMinor, currency }) => money(amountMinor, currency)).join(" and ")}`}
    </p>
  );
}

/** What the confirmation would write, in sums: to which accounts, on which projects. */
export function BulkTotals({ lines }: { lines: readonly BulkLineView[] }) {
  const totals = bulkTotals(lines);
  const posted = lines.filter((line) => line.posted).length;
  if (lines.length === 0) return null;
  return (
    <div className="stack two">
      <div className="grid wide">
        <Sums title="To accounts" sums={totals.accounts} />
        <Sums title="To projects" sums={totals.projects} />
      </div>
      {posted > 0 && <p className="small">{posted === 1 ? "One of them is" : `${count(posted)} of them are`} approved in Xero already: the books change with your click.</p>}
    </div>
  );
}

function Sums({ title, sums }: { title: string; sums: readonly BulkSum[] }) {
  if (sums.length === 0) return null;
  return (
    <div>
      <h3 className="soft">{title}</h3>
      <ul className="small">
        {sums.map((sum) => (
          <li key={`${sum.label} ${sum.currency}`} className="row apart tight">
            <span className="grow">
              {sum.label} <span className="soft">({count(sum.lines)})</span>
            </span>
            <span className="number">{money(sum.amountMinor, sum.currency)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
