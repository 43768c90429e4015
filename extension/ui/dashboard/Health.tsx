import type { HealthView } from "../../../shared/api/views.ts";
import { ageText } from "../../overlay/words.ts";
import { count } from "../format.ts";
import { Fact } from "../parts/Fact.tsx";
import { Note } from "../parts/Note.tsx";
import { Progress } from "../parts/Progress.tsx";
import { useNow } from "../useNow.ts";
import { HeldUp } from "./HeldUp.tsx";
import { Loaded } from "./Loaded.tsx";

const COUNTS: readonly { key: keyof HealthView["counts"]; label: string; bad: boolean }[] = [
  { key: "in_step", label: "In step", bad: false },
  { key: "pending", label: "On their way", bad: false },
  { key: "waiting", label: "Waiting", bad: true },
  { key: "refused", label: "Refused by Xero", bad: true },
  { key: "conflict", label: "To choose", bad: true },
  { key: "proposal", label: "Proposed", bad: false },
  { key: "quarantined", label: "Set aside", bad: true },
];

export function Health() {
  const now = useNow();
  return <Loaded route="health">{(view) => <View view={view} now={now} />}</Loaded>;
}

function View({ view, now }: { view: HealthView; now: number }) {
  const { budget, lastProof } = view;
  return (
    <div className="stack four">
      {view.alarms.length === 0 ? (
        <Note tone="good" title="No alarms." />
      ) : (
        view.alarms.map((alarm) => (
          <Note key={alarm.id} tone="attention" title={alarm.sentence}>
            <p>
              {alarm.remedy} <span className="small">Since {ageText(now - alarm.raisedAt)}.</span>
            </p>
          </Note>
        ))
      )}
      {view.progress.phase === "import" && (
        <section className="panel">
          <Progress progress={view.progress} now={now} />
        </section>
      )}
      <section className="panel" aria-label="Records">
        <header>
          <h2>Records</h2>
        </header>
        <dl className="facts">
          {COUNTS.map(({ key, label, bad }) => (
            <Fact key={key} label={label} bad={bad && view.counts[key] > 0}>
              {count(view.counts[key])}
            </Fact>
          ))}
        </dl>
      </section>
      <HeldUp />
      <section className="panel" aria-label="Last proof">
        <header>
          <h2>Last proof that both sides agree</h2>
        </header>
        {lastProof === null ? (
          <p className="soft">Not proven yet; what both sides have is compared at night.</p>
        ) : (
          <p>
            {count(lastProof.differs)} of {count(lastProof.compared)} records differ, {count(lastProof.repaired)} repaired, {count(lastProof.inConflict)} to choose.{" "}
            <span className="soft">Proven {ageText(now - lastProof.at)}.</span>
            {lastProof.others !== null && lastProof.others.count > 0 && (
              <span className="soft"> The other {count(lastProof.others.count)} take turns; each was compared within the last {count(Math.max(1, Math.ceil((now - lastProof.others.comparedSince) / 86_400_000)))} nights.</span>
            )}
          </p>
        )}
      </section>
      <section className="panel" aria-label="Xero's allowance">
        <header>
          <h2>Xero's daily allowance</h2>
        </header>
        <dl className="facts">
          <Fact label="Calls today">{`${count(budget.usedToday)}, about ${count(budget.forecastToday)} by its end`}</Fact>
          <Fact label="Left today">{budget.remainingToday === null ? "not known yet" : count(budget.remainingToday)}</Fact>
          <Fact label="Read today">{(budget.bytesToday / 1_000_000).toFixed(1)} MB</Fact>
        </dl>
      </section>
      <section className="panel" aria-label="How often we look">
        <header>
          <h2>How often we look</h2>
          <p className="soft small">Besides this, Xero tells us of changes within seconds.</p>
        </header>
        <ul className="stack two">
          {view.cadence.map((item) => (
            <li key={item.kind} className="row apart">
              <span>{item.kind.replaceAll("_", " ")}</span>
              <span className="soft">
                every {item.everyMinutes} min{item.lastAt === null ? "" : `, last ${ageText(now - item.lastAt)}`}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
