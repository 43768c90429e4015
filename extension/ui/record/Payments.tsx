import type { PaymentsView } from "../../data/views.ts";
import { day, money } from "../format.ts";

/** From the total to what is still due, as one sum that adds up. */
export function Payments({ payments, currency }: { payments: PaymentsView; currency: string }) {
  return (
    <section className="panel" aria-label="Payments">
      <header>
        <h2>Payments</h2>
      </header>
      <div className="sum">
        <span>Total</span>
        <span className="number">{money(payments.totalMinor, currency)}</span>
        {payments.steps.map((step, index) => (
          <Step key={index} step={step} currency={currency} />
        ))}
        <span className="total">Still due</span>
        <span className="number total">{money(payments.dueMinor, currency)}</span>
      </div>
    </section>
  );
}

function Step({ step, currency }: { step: PaymentsView["steps"][number]; currency: string }) {
  return (
    <>
      <span>
        {step.label}
        {step.date !== null && <span className="soft">, {day(step.date)}</span>}
      </span>
      <span className="number">{money(step.amountMinor, currency)}</span>
    </>
  );
}
