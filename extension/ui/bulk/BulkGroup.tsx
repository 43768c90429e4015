import { useEffect, useId, useRef } from "react";
import type { BulkLineView } from "../../../shared/api/bulkShapes.ts";
import { count, day, money, wholePercent } from "../format.ts";

interface Props {
  supplier: string;
  lines: readonly BulkLineView[];
  excluded: ReadonlySet<string>;
  onChoose: (lineIds: readonly string[], checked: boolean) => void;
}

/** The sure lines of one supplier, to be taken or left one by one or all together. */
export function BulkGroup({ supplier, lines, excluded, onChoose }: Props) {
  const id = useId();
  const box = useRef<HTMLInputElement>(null);
  const taken = lines.filter(({ lineId }) => !excluded.has(lineId)).length;
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = taken > 0 && taken < lines.length;
  }, [taken, lines.length]);
  return (
    <fieldset className="bulk-group">
      <legend className="unseen">{supplier}</legend>
      <label className="row tight strong" htmlFor={id}>
        <input ref={box} id={id} type="checkbox" checked={taken > 0} onChange={(event) => onChoose(lines.map(({ lineId }) => lineId), event.target.checked)} />
        <span className="grow">{supplier}</span>
        <span className="soft small">
          {count(taken)} of {count(lines.length)}
        </span>
      </label>
      <ul className="stack two">
        {lines.map((line) => (
          <BulkLine key={line.lineId} line={line} checked={!excluded.has(line.lineId)} onChange={(checked) => onChoose([line.lineId], checked)} />
        ))}
      </ul>
    </fieldset>
  );
}

function BulkLine({ line, checked, onChange }: { line: BulkLineView; checked: boolean; onChange: (checked: boolean) => void }) {
  const id = useId();
  const coding = [line.account, line.tax, line.project].flatMap((chosen) => (chosen === null ? [] : [chosen.label])).join(" · ");
  return (
    <li className="row tight top">
      <input id={id} type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <div className="grow">
        <label htmlFor={id}>{line.description ?? "Line without a description"}</label>
        <p>
          <span aria-hidden="true">→ </span>
          <span className="unseen">becomes </span>
          {coding}
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
