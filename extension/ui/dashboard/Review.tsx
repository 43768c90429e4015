import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { UnusualView } from "../../../shared/api/suggestionShapes.ts";
import { ask, problemOf } from "../ask.ts";
import { count, day, money, wholePercent } from "../format.ts";
import { ProblemNote } from "../parts/Note.tsx";
import { Evidence } from "../record/Evidence.tsx";
import { Loaded } from "./Loaded.tsx";
import { FIELD_WORDS } from "./suggestionWords.ts";

type Item = UnusualView["items"][number];

/** Booked lines that strongly disagree with their evidence, one by one: right as they are, or recoded. */
export function Review() {
  const queries = useQueryClient();
  const judge = useMutation({
    mutationFn: ({ item, judgement }: { item: Item; judgement: "right" | "recode" }) => ask("judgeUnusual", { body: { recordId: item.recordId, lineId: item.lineId, field: item.field, judgement }, scope: "chosen" }),
    onSuccess: (view) => queries.setQueryData(["unusual"], view),
  });
  return (
    <Loaded route="unusual">
      {(view) => (
        <div className="stack four">
          {judge.isError && <ProblemNote problem={problemOf(judge.error)} />}
          {view.items.length === 0 && <Nothing view={view} />}
          {view.items.map((item) => (
            <Finding key={`${item.lineId} ${item.field}`} item={item} busy={judge.isPending} onJudge={(judgement) => judge.mutate({ item, judgement })} />
          ))}
          <p className="soft small" role="status">
            {count(view.looked)} booked lines looked at{view.waiting > 0 && `, about ${count(view.waiting)} still to look at`}. You said {count(view.judgedRight)} times “this is right” and recoded {count(view.recoded)}.
          </p>
        </div>
      )}
    </Loaded>
  );
}

function Nothing({ view }: { view: UnusualView }) {
  return (
    <section className="panel">
      <h2>Nothing unusual</h2>
      <p className="soft">{view.looked === 0 ? "No booked lines were looked at yet. That happens by itself after each look at Xero." : "Every booked line that was looked at agrees with its evidence, or somebody judged it."}</p>
    </section>
  );
}

function Finding({ item, busy, onJudge }: { item: Item; busy: boolean; onJudge: (judgement: "right" | "recode") => void }) {
  const name = `${item.title}, ${item.description ?? "a line without a description"}`;
  return (
    <section className="panel" aria-label={`${item.supplier}, ${name}`}>
      <header className="row apart top">
        <div className="grow">
          <h2>{item.supplier}</h2>
          <p className="soft small">
            {item.href === null ? item.title : <a href={item.href} target="_blank" rel="noreferrer">{item.title}</a>}, {day(item.date)}
            {item.description !== null && ` · ${item.description}`}
          </p>
        </div>
        <span className="number strong">{money(item.amountMinor, item.currency)}</span>
      </header>
      <div className="stack">
        <div className="choices">
          <div className="choice still">
            <span className="small soft">{FIELD_WORDS[item.field]} as booked</span>
            <span className="value">{item.booked.label}</span>
          </div>
          <div className="choice still">
            <span className="small soft">What its evidence says</span>
            <span className="value">{item.expected.label}</span>
            <span className="tag info">{wholePercent(item.confidenceE2)} sure</span>
          </div>
        </div>
        <ul className="bullets small">
          {item.reasons.map(({ text }) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
        {item.evidence.length > 0 && (
          <details className="small">
            <summary>Earlier lines that say so</summary>
            <ul className="stack two" style={{ paddingTop: 8 }}>
              {item.evidence.map((line) => (
                <Evidence key={line.lineId} item={line} />
              ))}
            </ul>
          </details>
        )}
        {item.hindrance !== null && <p className="small">{item.hindrance}</p>}
        <div className="row">
          <button type="button" className="button small" disabled={busy} onClick={() => onJudge("right")}>
            This is right<span className="unseen">: {name}</span>
          </button>
          <button type="button" className="button main small" disabled={busy || item.hindrance !== null} onClick={() => onJudge("recode")}>
            Recode to {item.expected.label}
            <span className="unseen"> in Xero: {name}</span>
          </button>
        </div>
      </div>
    </section>
  );
}
