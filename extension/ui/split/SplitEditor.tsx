import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { SplitWaysView } from "../../../shared/api/splitShapes.ts";
import type { ContextView } from "../../../shared/api/views.ts";
import { ask, problemOf } from "../ask.ts";
import { money } from "../format.ts";
import { Note, ProblemNote } from "../parts/Note.tsx";
import { DivideLine } from "./DivideLine.tsx";
import type { partsInput } from "./division.ts";

interface Props {
  context: ContextView;
  tabId: number | null;
  busy: boolean;
  onSplit: (lineId: string, parts: ReturnType<typeof partsInput>) => void;
}

const OPEN_STATUSES: ReadonlySet<string> = new Set(["draft", "submitted", "authorised"]);

/** Any line of an open bill over several projects: closed until somebody asks for it. */
export function SplitEditor({ context, tabId, busy, onSplit }: Props) {
  const [open, setOpen] = useState(false);
  const { id, kind, status } = context.record;
  // A line that is another amount by now is asked about, and divided, anew.
  const amounts = context.lines.map(({ id: lineId, amountMinor }) => `${lineId} ${amountMinor}`);
  const ways = useQuery({ queryKey: ["splitWays", id, amounts], queryFn: () => ask("splitWays", { params: { id }, scope: "tab", tabId }), enabled: open, refetchInterval: false });
  if (kind !== "bill" || !OPEN_STATUSES.has(status.toLowerCase()) || context.lines.length === 0) return null;
  return (
    <section className="panel" aria-label="Split over projects">
      <header className="row apart">
        <h2>Split over projects</h2>
        <button type="button" className="button small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Close" : "Split a line"}
        </button>
      </header>
      {open && ways.isPending && <p className="soft">Looking up hours, budgets and earlier bills.</p>}
      {open && ways.isError && <ProblemNote problem={problemOf(ways.error)} onRetry={() => void ways.refetch()} />}
      {open && ways.data !== undefined && <Choose view={ways.data} context={context} busy={busy} onSplit={onSplit} />}
    </section>
  );
}

function Choose({ view, context, busy, onSplit }: { view: SplitWaysView; context: ContextView; busy: boolean; onSplit: Props["onSplit"] }) {
  const [lineId, setLineId] = useState(view.lines[0]?.lineId ?? "");
  const line = view.lines.find((one) => one.lineId === lineId);
  if (view.hindrance !== null) return <Note tone="quiet" title={view.hindrance} />;
  if (line === undefined) return <Note tone="quiet" title="No line of this bill can be divided: items of Xero’s inventory are counted in pieces." />;
  const suggestion = context.suggestions.find((one) => one.lineId === lineId);
  const rates = new Map(view.taxRates.map(({ taxType, rateE4 }) => [taxType, rateE4]));
  const about = {
    line, lineAmountTypes: view.lineAmountTypes, rateE4Of: (taxType: string) => rates.get(taxType) ?? 0,
    accountCode: line.accountCode ?? suggestion?.account.value ?? null, taxType: line.taxType ?? (suggestion?.tax.value || null),
  };
  return (
    <div className="stack">
      {view.lines.length > 1 && (
        <div className="field">
          <label htmlFor="split-line">Line</label>
          <select id="split-line" className="input" value={lineId} onChange={(event) => setLineId(event.target.value)}>
            {view.lines.map((one) => (
              <option key={one.lineId} value={one.lineId}>
                {one.description ?? "Line without a description"}, {money(one.amountMinor, context.record.currency)}
              </option>
            ))}
          </select>
        </div>
      )}
      <DivideLine key={lineId} about={about} ways={view.ways} choices={context.choices} currency={context.record.currency} busy={busy} onSplit={(parts) => onSplit(lineId, parts)} />
    </div>
  );
}
