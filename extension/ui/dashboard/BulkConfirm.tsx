import { useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { RecordView } from "../../../shared/api/views.ts";
import type { Document } from "../../../shared/records/document.ts";
import { itemsOf, type BulkLine, type BulkOutcome } from "../../data/routeAnswers.ts";
import { ask, problemOf } from "../ask.ts";
import { count, day, money } from "../format.ts";
import { Note, ProblemNote } from "../parts/Note.tsx";

/** As many at once as a person can look over. */
const SHOWN_MAX = 25;

/** Lines whose coding is sure: look them over, take out what is wrong, confirm the rest in one go. Nothing is written before that click. */
export function BulkConfirm() {
  const queries = useQueryClient();
  const preview = useQuery({ queryKey: ["suggestionBulk"], queryFn: () => ask("suggestionBulk", { scope: "chosen" }), refetchInterval: false });
  const references = useQuery({ queryKey: ["references"], queryFn: () => ask("references", { scope: "chosen" }) });
  const profits = useQuery({ queryKey: ["profits"], queryFn: () => ask("profits", { scope: "chosen" }) });
  const lines = preview.data === undefined ? [] : itemsOf(preview.data).slice(0, SHOWN_MAX);
  const recordIds = [...new Set(lines.map(({ recordId }) => recordId))];
  const bills = useQueries({
    queries: recordIds.map((id) => ({ queryKey: ["bill", id], queryFn: () => ask("read", { params: { resource: "bills", id }, scope: "chosen" }), refetchInterval: false as const })),
    combine: (results) => new Map(results.flatMap(({ data }) => (data === undefined ? [] : [[data.id, data] as const]))),
  });
  const [excluded, setExcluded] = useState<ReadonlySet<string>>(new Set());
  const confirm = useMutation({
    mutationFn: (lineIds: readonly string[]) => ask("confirmBulk", { body: { lineIds }, scope: "chosen" }),
    onSuccess: () => queries.invalidateQueries(),
  });
  if (preview.isError) return <ProblemNote problem={problemOf(preview.error)} />;
  if (preview.isPending) return <p className="soft">Looking up what could be confirmed at once.</p>;
  const wanted = lines.filter(({ lineId }) => !excluded.has(lineId));
  const labels = {
    account: (code: string) => references.data?.accounts.find((account) => account.code === code)?.name ?? "",
    tax: (type: string) => references.data?.taxRates.find((rate) => rate.taxType === type)?.name ?? type,
    project: (id: string) => (profits.data === undefined ? "" : (itemsOf(profits.data).find((project) => project.id === id)?.name ?? "")),
  };
  return (
    <section className="panel" aria-label="Confirm many at once">
      <header className="row apart top">
        <div className="grow">
          <h2>Confirm many at once</h2>
          <p className="soft small">Only lines whose coding is sure. Untick what you do not want; nothing is written before you confirm.</p>
        </div>
        {lines.length > 0 && (
          <button type="button" className="button main small" disabled={confirm.isPending || wanted.length === 0} onClick={() => confirm.mutate(wanted.map(({ lineId }) => lineId))}>
            {confirm.isPending ? "Writing to Xero" : `Confirm ${count(wanted.length)}`}
          </button>
        )}
      </header>
      <div className="stack">
        {confirm.isError && <ProblemNote problem={problemOf(confirm.error)} />}
        {confirm.data !== undefined && <Outcome outcome={confirm.data} />}
        {lines.length === 0 ? (
          <p className="soft">No open line is sure enough to be confirmed without a look.</p>
        ) : (
          <ul className="stack two">
            {lines.map((line) => (
              <Line
                key={line.lineId}
                line={line}
                bill={bills.get(line.recordId)}
                labels={labels}
                checked={!excluded.has(line.lineId)}
                onChange={(checked) => {
                  const next = new Set(excluded);
                  if (checked) next.delete(line.lineId);
                  else next.add(line.lineId);
                  setExcluded(next);
                }}
              />
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

interface LineProps {
  line: BulkLine;
  bill: RecordView | undefined;
  labels: { account: (code: string) => string; tax: (type: string) => string; project: (id: string) => string };
  checked: boolean;
  onChange: (checked: boolean) => void;
}

function Line({ line, bill, labels, checked, onChange }: LineProps) {
  const body = bill?.body as Document | undefined;
  const found = body?.lines.find(({ id }) => id === line.lineId);
  const coding = [`${line.account} ${labels.account(line.account)}`, line.tax === null || line.tax === "" ? null : labels.tax(line.tax), line.project ? labels.project(line.project) : "no project"];
  return (
    <li>
      <label className="row tight top">
        <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
        <span className="grow">
          <span className="strong">{found?.description ?? "Line without a description"}</span>
          <span className="soft small block">{body === undefined ? "" : `Bill ${body.number ?? "without a number"}, ${day(body.date)}`}</span>
          <span className="small block">{coding.filter((part) => part !== null && part !== "").join(" · ")}</span>
        </span>
        <span className="number">{found === undefined || body === undefined ? "" : money(found.amountMinor, body.currency)}</span>
      </label>
    </li>
  );
}

function Outcome({ outcome }: { outcome: BulkOutcome }) {
  const written = outcome.items.filter((item) => item.written);
  const refused = outcome.items.filter((item) => !item.written);
  const lineCount = written.reduce((sum, item) => sum + item.lineIds.length, 0);
  return (
    <Note tone={refused.length === 0 ? "good" : "attention"} title={`${count(lineCount)} ${lineCount === 1 ? "line" : "lines"} confirmed.`} live>
      {refused.map((item) => (
        <p key={item.recordId}>{item.sentence}</p>
      ))}
      {outcome.leftOut.length > 0 && <p>{count(outcome.leftOut.length)} left out: something changed since you looked.</p>}
    </Note>
  );
}
