import { Fragment } from "react";
import type { ContextView } from "../../../shared/api/views.ts";
import { day, money } from "../format.ts";

/** From the total to what is still due, as one sum that adds up. */
export function Payments({ payment, currency }: { payment: NonNullable<ContextView["payment"]>; currency: string }) {
  return (
    <section className="panel" aria-label="Payments">
      <header className="row apart">
        <h2>Payments</h2>
        <span className={`tag ${payment.dueMinor === 0 ? "good" : "quiet"}`}>{payment.dueMinor === 0 ? "Paid in full" : `${money(payment.dueMinor, currency)} due`}</span>
      </header>
      <div className="sum">
        <span>Total</span>
        <span className="number end">{money(payment.totalMinor, currency)}</span>
        {payment.parts.map((part, index) => (
          <Fragment key={index}>
            <span>
              {part.label}
              <span className="soft">, {day(part.date)}</span>
            </span>
            <span className="number end">{money(-Math.abs(part.amountMinor), currency)}</span>
          </Fragment>
        ))}
        <span className="total">Still due</span>
        <span className="number total end">{money(payment.dueMinor, currency)}</span>
      </div>
    </section>
  );
}
