import type { ProgressView } from "../../../shared/api/views.ts";
import { count, duration } from "../format.ts";

const STATE_WORDS = { waiting: "waiting", running: "reading", done: "done", failed: "failed" } as const;

/** The first import, type by type, with a time estimate. It runs in the background and survives everything. */
export function Progress({ progress, now }: { progress: ProgressView; now: number }) {
  const done = progress.types.filter(({ state }) => state === "done").length;
  return (
    <div className="stack two">
      <div className="row apart">
        <h2>Reading your books</h2>
        <span className="small soft">{progress.etaAt === null ? "estimating" : progress.etaAt <= now ? "nearly done" : `about ${duration(progress.etaAt - now)} left`}</span>
      </div>
      <div className="meter" role="progressbar" aria-label="Import" aria-valuemin={0} aria-valuemax={progress.types.length} aria-valuenow={done}>
        <div style={{ width: `${progress.types.length === 0 ? 0 : (done / progress.types.length) * 100}%` }} />
      </div>
      <ul className="small">
        {progress.types.map((type) => (
          <li key={type.kind} className="row apart tight">
            <span className="grow">{type.label}</span>
            <span className="number soft">
              {type.state === "waiting" ? "" : type.expected === null ? count(type.done) : `${count(type.done)} of ${count(type.expected)}`}
              {type.perMinute === null ? "" : ` · ${count(type.perMinute)} a minute`}
            </span>
            <span className={`tag ${type.state === "done" ? "good" : type.state === "failed" ? "attention" : type.state === "running" ? "info" : "quiet"}`} title={type.sentence ?? undefined}>
              {STATE_WORDS[type.state]}
            </span>
          </li>
        ))}
      </ul>
      <p className="small soft">You can close this and work on; it goes on by itself.</p>
    </div>
  );
}
