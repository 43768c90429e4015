import { useState } from "react";
import type { SyncRules } from "../../../../shared/planning/rules.ts";
import type { References } from "../../../data/routeAnswers.ts";
import { Options } from "./Options.tsx";

export function PaymentAccounts({ draft, banks, change }: { draft: SyncRules; banks: References["accounts"]; change: (changes: Partial<SyncRules>) => void }) {
  const [method, setMethod] = useState("");
  const first = banks.find(({ status }) => status === "active");
  const set = (name: string, accountId: string | null) => {
    const { [name]: _, ...rest } = draft.paymentAccounts;
    change({ paymentAccounts: accountId === null ? rest : { ...rest, [name]: accountId } });
  };
  return (
    <section className="panel" aria-label="Payment methods">
      <header>
        <h2>Payment methods and their bank accounts</h2>
        <p className="soft small">A payment recorded in your projects reaches Xero only if its method has a bank or clearing account here.</p>
      </header>
      <div className="stack">
        {Object.entries(draft.paymentAccounts).map(([name, accountId]) => (
          <div key={name} className="row tight">
            <label className="grow" htmlFor={`method-${name}`}>
              {name}
            </label>
            <div className="grow">
              <Options id={`method-${name}`} value={accountId} options={banks.map(({ id, name: label, status }) => ({ value: id, label, status }))} onChange={(value) => set(name, value)} />
            </div>
          </div>
        ))}
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            if (method.trim() !== "" && first !== undefined) set(method.trim().toLowerCase(), first.id);
            setMethod("");
          }}
        >
          <input className="input grow" aria-label="New payment method" placeholder="stripe" value={method} onChange={(event) => setMethod(event.target.value)} />
          <button type="submit" className="button" disabled={first === undefined}>
            Add
          </button>
        </form>
        {first === undefined && <p className="soft small">Xero has no bank account yet that takes payments.</p>}
      </div>
    </section>
  );
}
