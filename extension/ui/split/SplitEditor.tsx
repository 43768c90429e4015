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

/** The bill as somebody began to divide it. */
interface Opened {
  /** Hours, budgets and earlier bills are looked up once for each. */
  time: number;
  lines: ContextView["lines"];
}

/** Any line of an open bill over several projects: closed until somebody asks for it. What is being entered outlives every look at the bill, whatever it finds. */
export function SplitEditor({ context, tabId, busy, onSplit }: Props) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const [times, setTimes] = useState(0);
  const { id, kind, status } = context.record;
  const isOpen = OPEN_STATUSES.has(status.toLowerCase());
  const ways = useQuery({ queryKey: ["splitWays", id, opened?.time], queryFn: () => ask("splitWays", { params: { id }, scope: "tab", tabId }), enabled: opened !== null, refetchInterval: false, refetchOnWindowFocus: false, staleTime: Infinity, gcTime: 0 });
  const begin = (): void => {
    setOpened({ time: times + 1, lines: context.lines });
    setTimes(times + 1);
  };
  if (kind !== "bill" || (opened === null && (!isOpen || context.lines.length === 0))) return null;
  return (
    <section className="panel" aria-label="Split over projects">
      <header className="row apart">
        <h2>Split over projects</h2>
        <button type="button" className="button small" aria-expanded={opened !== null} onClick={() => (opened === null ? begin() : setOpened(null))}>
          {opened === null ? "Split a line" : "Close"}
        </button>
      </header>
      {opened !== null && ways.isPending && <p className="soft">Looking up hours, budgets and earlier bills.</p>}
      {opened !== null && ways.isError && <ProblemNote problem={problemOf(ways.error)} onRetry={() => void ways.refetch()} />}
      {opened !== null && ways.data !== undefined && <Choose key={opened.time} view={ways.data} opened={opened} context={context} busy={busy} onSplit={onSplit} onAnew={isOpen ? begin : null} />}
    </section>
  );
}

interface ChooseProps extends Pick<Props, "context" | "busy" | "onSplit"> {
  view: SplitWaysView;
  opened: Opened;
  /** Null: the bill cannot be divided any more. */
  onAnew: (() => void) | null;
}

function Choose({ view, opened, context, busy, onSplit, onAnew }: ChooseProps) {
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
  const changed = changedSince(opened, context, line);
  return (
    <div className="stack">
      {changed !== null && (
        <Note tone={changed.isOver ? "attention" : "info"} title={changed.sentence} live>
          <p>What you entered is kept{changed.isOver ? ", and cannot be written as it is." : "."}</p>
          {changed.isOver && onAnew !== null && (
            <div>
              <button type="button" className="button small" onClick={onAnew}>
                Begin anew with the bill as it is
              </button>
            </div>
          )}
        </Note>
      )}
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
      <DivideLine key={lineId} about={about} ways={view.ways} choices={context.choices} currency={context.record.currency} busy={busy} isOver={changed?.isOver ?? false} onSplit={(parts) => onSplit(lineId, parts)} />
    </div>
  );
}

/** What happened to the bill since somebody began to divide this line of it, and whether that ends it; null: nothing. */
function changedSince({ lines }: Opened, { lines: now, record }: ContextView, line: SplitWaysView["lines"][number]): { sentence: string; isOver: boolean } | null {
  if (!OPEN_STATUSES.has(record.status.toLowerCase())) return { sentence: `The bill is ${record.status.toLowerCase()} by now, so its lines cannot be divided any more.`, isOver: true };
  const current = now.find(({ id }) => id === line.lineId);
  if (current === undefined) return { sentence: "The line is not on the bill any more.", isOver: true };
  if (current.amountMinor !== line.amountMinor) return { sentence: `The bill changed meanwhile: the line is ${money(current.amountMinor, record.currency)} now, not ${money(line.amountMinor, record.currency)}.`, isOver: true };
  const asText = (some: ContextView["lines"]): string => some.map(({ id, amountMinor, accountCode, taxType, projectId }) => [id, amountMinor, accountCode, taxType, projectId].join(" ")).join("\n");
  return asText(lines) === asText(now) ? null : { sentence: "The bill changed meanwhile; the amount of this line did not.", isOver: false };
}
