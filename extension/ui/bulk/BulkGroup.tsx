import { useEffect, useId, useRef, useState } from "react";
import type { BulkLineView } from "../../../shared/api/bulkShapes.ts";
import { count, day, money, wholePercent } from "../format.ts";

interface Props {
  supplier: string;
  lines: readonly BulkLineView[];
  unticked: ReadonlySet<string>;
  /** Sums first; the lines when somebody asks for them. */
  isFolded: boolean;
  onChoose: (lineIds: readonly string[], checked: boolean) => void;
}

/** Lines shown at once of one supplier, and how many more a click shows. */
const PAGE = 50;

/** The sure lines of one supplier, to be taken or left one by one or all together. */
export function BulkGroup({ supplier, lines, unticked, isFolded, onChoose }: Props) {
  const id = useId();
  const box = useRef<HTMLInputElement>(null);
  const [asked, setAsked] = useState(0);
  // The list gets short once most of it is confirmed: then nothing is folded any more.
  const shown = isFolded ? asked : Math.max(asked, PAGE);
  const taken = lines.filter(({ lineId }) => !unticked.has(lineId)).length;
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = taken > 0 && taken < lines.length;
  }, [taken, lines.length]);
  // Where not all are seen at once, those worth a look come first.
  const ordered = isFolded ? lines.toSorted((a, b) => a.confidenceE2 - b.confidenceE2) : lines;
  return (
    <fieldset className="bulk-group">
      <legend className="unseen">{supplier}</legend>
      <label className="row tight strong" htmlFor={id}>
        <input ref={box} id={id} type="checkbox" checked={taken > 0} onChange={(event) => onChoose(lines.map(({ lineId }) => lineId), event.target.checked)} />
        <span className="grow">{supplier}</span>
        <span className="soft small number">
          {count(taken)} of {count(lines.length)}
        </span>
      </label>
      {isFolded && <Codings lines={lines} />}
      {isFolded && (
        <button type="button" className="button plain small" aria-expanded={shown > 0} onClick={() => setAsked(shown > 0 ? 0 : PAGE)}>
          {shown > 0 ? "Hide the lines" : lines.length === 1 ? "Show the line" : `Show the ${count(lines.length)} lines, the least sure first`}
          <span className="unseen"> of {supplier}</span>
        </button>
      )}
      {shown > 0 && (
        <ul className="stack two">
          {ordered.slice(0, shown).map((line) => (
            <BulkLine key={line.lineId} line={line} checked={!unticked.has(line.lineId)} onChange={(checked) => onChoose([line.lineId], checked)} />
          ))}
        </ul>
      )}
      {shown > 0 && lines.length > shown && (
        <button type="button" className="button plain small" onClick={() => setAsked(shown + PAGE)}>
          Show {count(Math.min(PAGE, lines.length - shown))} more
          <span className="unseen"> of {supplier}</span>
        </button>
      )}
    </fieldset>
  );
}

/** What the lines become, in sums: a coding that is unlike the others stands out. */
function Codings({ lines }: { lines: readonly BulkLineView[] }) {
  const codings = [...Map.groupBy(lines, (line) => `${codingOf(line)}\u001f${line.currency}`).values()].toSorted((a, b) => b.length - a.length);
  return (
    <ul className="small stack two">
      {codings.map((some) => {
        const [first] = some;
        if (first === undefined) return null;
        const least = Math.min(...some.map(({ confidenceE2 }) => confidenceE2));
        return (
          <li key={`${codingOf(first)} ${first.currency}`} className="row apart tight top">
            <span className="grow">
              <span aria-hidden="true">→ </span>
              <span className="unseen">becomes </span>
              {codingOf(first)}
              <span className="soft block">
                {some.length === 1 ? "1 line, " : `${count(some.length)} lines, each at least `}
                {wholePercent(least)} sure
              </span>
            </span>
            <span className="number">{money(some.reduce((sum, { amountMinor }) => sum + amountMinor, 0), first.currency)}</span>
          </li>
        );
      })}
    </ul>
  );
}

function codingOf(line: BulkLineView): string {
  return [line.account, line.tax, line.project].flatMap((chosen) => (chosen === null ? [] : [chosen.label])).join(" · ");
}

function BulkLine({ line, checked, onChange }: { line: BulkLineView; checked: boolean; onChange: (checked: boolean) => void }) {
  const id = useId();
  return (
    <li className="row tight top">
      <input id={id} type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <div className="grow">
        <label htmlFor={id}>{line.description ?? "Line without a description"}</label>
        <p>
          <span aria-hidden="true">→ </span>
          <span className="unseen">becomes </span>
          {codingOf(line)}
        </p>
        <p className="soft small">
          {line.href === null ? line.title : <a href={line.href} target="_blank" rel="noreferrer">{line.title}</a>}, {day(line.date)}
          {line.posted && ", approved already"} · {wholePercent(line.confidenceE2)} sure
          {line.ofCount > 0 && `, ${count(line.agreeCount)} of ${count(line.ofCount)} earlier lines agree`}
        </p>
      </div>
      <span className="number">{money(line.amountMinor, line.currency)}</span>
    </li>
  );
}
