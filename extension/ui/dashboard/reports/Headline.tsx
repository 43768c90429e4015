import type { MonthSummary } from "../../../../shared/api/reportShapes.ts";
import { hours, money, percent, roundMoney } from "../../format.ts";
import { marginTone } from "../../parts/marginTone.ts";
import { difference } from "./reportWords.ts";

/** The five figures that an owner looks for first. To the whole unit: the cents are in the tables below. */
export function Headline({ summary, before: month }: { summary: MonthSummary; before: string | null }) {
  const { currency, organisation, receivables } = summary;
  const { now, before } = organisation;
  const than = (a: number, b: number) => difference({ now: a, before: b, currency, month });
  const overdueMinor = receivables.totalMinor - receivables.currentMinor;
  const costs = (of: typeof now): number => of.labourMinor + of.otherCostsMinor;
  return (
    <dl className="figures">
      <Figure label="Invoiced" amount={roundMoney(now.invoicedMinor, currency)} words={than(now.invoicedMinor, before.invoicedMinor)}>
        {now.unbilledMinor !== 0 && <span className="small soft">{roundMoney(now.unbilledMinor, currency)} of approved time is not billed yet</span>}
      </Figure>
      <Figure label="Collected" amount={roundMoney(now.collectedMinor, currency)} words={than(now.collectedMinor, before.collectedMinor)} />
      <Figure label="Costs" amount={roundMoney(costs(now), currency)} words={than(costs(now), costs(before))}>
        <span className="small soft">
          labour {roundMoney(now.labourMinor, currency)}{now.minutes > 0 && ` (${hours(now.minutes)})`}, other {roundMoney(now.otherCostsMinor, currency)}
        </span>
      </Figure>
      <Figure label="Margin" amount={roundMoney(now.marginMinor, currency)} words={than(now.marginMinor, before.marginMinor)}>
        {now.marginE2 !== null && (
          <span>
            <span className={`tag ${marginTone(now.marginE2)}`}>{percent(now.marginE2)}</span>
            {month !== null && before.marginE2 !== null && <span className="small soft"> {percent(before.marginE2)} in {month}</span>}
          </span>
        )}
        {now.exchangeGainMinor !== 0 && <span className="small soft">with {money(now.exchangeGainMinor, currency)} exchange {now.exchangeGainMinor > 0 ? "gain" : "loss"}</span>}
      </Figure>
      <Figure label="Owed by clients" amount={roundMoney(receivables.totalMinor, currency)} words={month === null ? null : than(receivables.totalMinor, receivables.beforeMinor)}>
        <span>{overdueMinor > 0 ? <span className="tag attention">{roundMoney(overdueMinor, currency)} overdue</span> : <span className="tag good">nothing overdue</span>}</span>
      </Figure>
    </dl>
  );
}

function Figure({ label, amount, words, children }: { label: string; amount: string; words: string | null; children?: React.ReactNode }) {
  return (
    <div className="panel">
      <dt>{label}</dt>
      <dd className="amount">{amount}</dd>
      {words !== null && <dd className="small soft">{words}</dd>}
      {children !== undefined && <dd className="stack two">{children}</dd>}
    </div>
  );
}
