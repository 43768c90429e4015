import { useQuery } from "@tanstack/react-query";
import type { HealthView } from "../../../shared/api/views.ts";
import { ageText } from "../../overlay/words.ts";
import { ask, problemOf } from "../ask.ts";
import { count } from "../format.ts";
import { Note, ProblemNote } from "../parts/Note.tsx";
import { useNow } from "../useNow.ts";
import { Progress } from "../parts/Progress.tsx";

const IMPORT_REFRESH_MS = 1500;

/** How the sync stands, in the order in which one would ask: is it in, is anything wrong, does anything wait for me. */
export function HealthPanel({ organisationId }: { organisationId: string }) {
  const health = useQuery({
    queryKey: ["health", organisationId],
    queryFn: () => ask("health", { scope: "chosen" }),
    refetchInterval: (query) => (query.state.data?.progress.phase === "import" || query.state.data?.organisation.state === "connecting" ? IMPORT_REFRESH_MS : 10_000),
  });
  const now = useNow();
  if (health.isPending) return <p className="soft">Looking up how the sync stands.</p>;
  if (health.isError) return <ProblemNote problem={problemOf(health.error)} onRetry={() => void health.refetch()} />;
  const view = health.data;
  return (
    <section className="stack" aria-label="Sync">
      {view.alarms.map((alarm) => (
        <Note key={alarm.id} tone="attention" title={alarm.sentence}>
          <p>{alarm.remedy}</p>
        </Note>
      ))}
      {view.progress.phase === "import" ? (
        <Progress progress={view.progress} now={now} />
      ) : view.organisation.state === "connecting" ? (
        <p role="status">Xero let us in. Reading your books begins in a moment.</p>
      ) : (
        <Waiting view={view} now={now} />
      )}
      {view.progress.phase === "paused" && <Note tone="attention" title="Syncing is paused." />}
    </section>
  );
}

const COUNT_WORDS: readonly { key: keyof HealthView["counts"]; one: string; many: string }[] = [
  { key: "conflict", one: "thing to choose", many: "things to choose" },
  { key: "proposal", one: "proposed change", many: "proposed changes" },
  { key: "refused", one: "change refused by Xero", many: "changes refused by Xero" },
  { key: "waiting", one: "change waiting", many: "changes waiting" },
  { key: "quarantined", one: "record set aside", many: "records set aside" },
  { key: "pending", one: "change on its way", many: "changes on their way" },
];

function Waiting({ view, now }: { view: HealthView; now: number }) {
  const rows = COUNT_WORDS.filter(({ key }) => view.counts[key] > 0);
  const last = view.organisation.lastRoundAt;
  return (
    <>
      <p>
        {rows.length === 0 ? "Everything is in step." : `${count(view.counts.in_step)} records are in step.`}{" "}
        <span className="soft">{last === null ? "" : `Last looked ${ageText(now - last)}.`}</span>
      </p>
      {rows.length > 0 && (
        <ul className="row">
          {rows.map(({ key, one, many }) => (
            <li key={key} className={`tag ${key === "pending" ? "info" : "attention"}`}>
              {count(view.counts[key])} {view.counts[key] === 1 ? one : many}
            </li>
          ))}
        </ul>
      )}
      {view.lastProof !== null && (
        <p className="small soft">
          {count(view.lastProof.differs)} of {count(view.lastProof.compared)} records differ, proven {ageText(now - view.lastProof.at)}.
        </p>
      )}
    </>
  );
}
