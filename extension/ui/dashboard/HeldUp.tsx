import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { HeldUpView } from "../../../shared/api/views.ts";
import { HELD_UP_LISTED } from "../../../shared/limits.ts";
import { itemsOf } from "../../data/routeAnswers.ts";
import { ask, problemOf } from "../ask.ts";
import { money } from "../format.ts";
import { ProblemNote } from "../parts/Note.tsx";
import { Loaded } from "./Loaded.tsx";

const ACTS = ["retry", "takeNextNumber", "anotherBill", "giveUp"] as const;
type Act = (typeof ACTS)[number];

/** What waits, was refused or was set aside, each with why and what can be done: most of it has no page in Xero yet, or none here. */
export function HeldUp() {
  const queries = useQueryClient();
  const act = useMutation({
    mutationFn: ({ id, what }: { id: string; what: Act }) => ask(what, { params: { id }, scope: "chosen" }),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <Loaded route="heldUp">
      {(listed) => {
        const items = itemsOf(listed);
        if (items.length === 0) return null;
        return (
          <section className="panel" aria-label="Waiting, refused or set aside">
            <header>
              <h2>Waiting, refused or set aside</h2>
              <p className="soft small">These did not reach Xero, or could not be taken from there. Nothing is lost: each goes as soon as what it says is done.</p>
            </header>
            {act.isError && <ProblemNote problem={problemOf(act.error)} />}
            {act.isSuccess && (
              <p className="note small" role="status">
                {act.data.sentence}
              </p>
            )}
            <ul className="stack four">
              {items.map((item) => (
                <Item key={item.id} item={item} busy={act.isPending} onAct={(what) => act.mutate({ id: item.id, what })} />
              ))}
            </ul>
            {items.length >= HELD_UP_LISTED && <p className="small soft">These are the newest {HELD_UP_LISTED}; older ones follow as these are done.</p>}
          </section>
        );
      }}
    </Loaded>
  );
}

function Item({ item, busy, onAct }: { item: HeldUpView; busy: boolean; onAct: (what: Act) => void }) {
  const { reason } = item;
  const name = <span className="unseen">: {item.title}</span>;
  return (
    <li className="stack two">
      <p className="row apart">
        <span className="grow strong">
          {item.href === null ? item.title : <a href={item.href} target="_blank" rel="noreferrer">{item.title}</a>}
          {item.contactName !== null && <span className="soft small"> {item.contactName}</span>}
        </span>
        {item.totalMinor !== null && <span className="number">{money(item.totalMinor, item.currency)}</span>}
      </p>
      <p className="small">{reason.sentence}</p>
      <p className="small soft">{reason.remedy}</p>
      <div className="row">
        {reason.number !== undefined && (
          <button type="button" className="button main small" disabled={busy} onClick={() => onAct("takeNextNumber")}>
            Send as {reason.number}
            {name}
          </button>
        )}
        {reason.code === "bill_twice" && (
          <button type="button" className="button small" disabled={busy} onClick={() => onAct("giveUp")}>
            {item.href === null ? "It is the same: drop this one" : "Take Xero's version"}
            {name}
          </button>
        )}
        {(reason.code === "bill_twice" || reason.code === "bill_twice_in_xero") && (
          <button type="button" className="button small" disabled={busy} onClick={() => onAct("anotherBill")}>
            It is another bill{name}
          </button>
        )}
        {item.state !== "set_aside" && (
          <button type="button" className="button small" disabled={busy} onClick={() => onAct("retry")}>
            Try again now{name}
          </button>
        )}
      </div>
    </li>
  );
}
