import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { AccuracyView, SuggestionSettingsView } from "../../../shared/api/suggestionShapes.ts";
import { ask, problemOf } from "../ask.ts";
import { count, percent } from "../format.ts";
import { ProblemNote } from "../parts/Note.tsx";
import { useSettings } from "../useSettings.ts";
import { FIELD_WORDS } from "./suggestionWords.ts";

interface Props {
  settings: SuggestionSettingsView;
  record: AccuracyView["byConfidence"];
}

const LEAST = 20;
const MOST = 95;
const FIELDS = ["account", "tax", "project"] as const;

/** From which confidence on something is suggested: an admin moves it with the measured record of these books beside it. */
export function Threshold({ settings, record }: Props) {
  const queries = useQueryClient();
  const isAdmin = useSettings().data?.signedIn?.role === "admin";
  const [wanted, setWanted] = useState(Math.round(settings.thresholdE2 / 100));
  const save = useMutation({
    mutationFn: () => ask("saveSuggestionSettings", { body: { thresholdE2: wanted * 100 }, scope: "chosen" }),
    onSuccess: (saved) => queries.setQueryData(["suggestionSettings"], saved),
  });
  const shipped = Math.round(settings.shippedThresholdE2 / 100);
  const isChanged = wanted * 100 !== settings.thresholdE2;
  return (
    <section className="panel" aria-label="When something is suggested">
      <header>
        <h2>When something is suggested</h2>
        <p className="soft small">Below this confidence a line shows “No suggestion yet” and why. Higher: fewer suggestions, more of them right. Shipped: {shipped} %.</p>
      </header>
      <div className="stack">
        <div className="field">
          <label htmlFor="threshold">
            Suggest from <span className="number">{wanted} %</span> confidence on
          </label>
          <input id="threshold" type="range" min={LEAST} max={MOST} step={1} value={wanted} disabled={!isAdmin || save.isPending} aria-valuetext={`${wanted} percent`} onChange={(event) => setWanted(Number(event.target.value))} />
        </div>
        <Record record={record} fromE2={wanted * 100} />
        {save.isError && <ProblemNote problem={problemOf(save.error)} />}
        {isAdmin ? (
          <div className="row">
            <button type="button" className="button main small" disabled={!isChanged || save.isPending} onClick={() => save.mutate()}>
              {save.isPending ? "Saving" : "Save"}
            </button>
            {wanted !== shipped && (
              <button type="button" className="button small" disabled={save.isPending} onClick={() => setWanted(shipped)}>
                Back to {shipped} %
              </button>
            )}
            <span className="small soft" role="status">
              {isChanged ? "Not saved yet" : save.isSuccess ? "Saved" : ""}
            </span>
          </div>
        ) : (
          <p className="soft small">Only an admin can move it.</p>
        )}
      </div>
    </section>
  );
}

/** What this threshold would have done in these books so far: counted, not promised. */
function Record({ record, fromE2 }: { record: AccuracyView["byConfidence"]; fromE2: number }) {
  if (record.length === 0) return <p className="soft">These books have no record yet: it is counted from the first import on.</p>;
  return (
    <div className="scroll" aria-live="polite">
      <table>
        <caption className="unseen">What this threshold would have done so far</caption>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col" className="mid">Would have been suggested</th>
            <th scope="col" className="mid">Of these right</th>
            <th scope="col" className="end">Of the withheld, right</th>
          </tr>
        </thead>
        <tbody>
          {FIELDS.map((field) => {
            const bins = record.filter((bin) => bin.target === field);
            const shown = sum(bins.filter((bin) => (bin.fromE2 + bin.toE2) / 2 >= fromE2));
            const withheld = sum(bins.filter((bin) => (bin.fromE2 + bin.toE2) / 2 < fromE2));
            if (shown.all + withheld.all === 0) return null;
            return (
              <tr key={field}>
                <td>{FIELD_WORDS[field]}</td>
                <td className="mid number">
                  {count(shown.all)} of {count(shown.all + withheld.all)}
                </td>
                <td className="mid number strong">{shareOf(shown)}</td>
                <td className="end number soft">{shareOf(withheld)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="soft small">Counted over all lines of these books for which an answer was worked out, shown or not, by how sure it was said to be.</p>
    </div>
  );
}

function sum(bins: AccuracyView["byConfidence"]): { right: number; all: number } {
  const right = bins.reduce((total, bin) => total + bin.right, 0);
  return { right, all: right + bins.reduce((total, bin) => total + bin.wrong, 0) };
}

function shareOf({ right, all }: { right: number; all: number }): string {
  return all === 0 ? "none" : percent(Math.round((right / all) * 10_000));
}
