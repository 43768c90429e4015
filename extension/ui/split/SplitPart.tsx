import { useId, useState } from "react";
import { minorDigits } from "../../../shared/money.ts";
import type { Choice, ContextView } from "../../../shared/api/views.ts";
import { money } from "../format.ts";
import type { Part } from "./division.ts";
import { scaled } from "./scaled.ts";

interface Props {
  part: Part;
  number: number;
  totalMinor: number;
  choices: ContextView["choices"];
  currency: string;
  onChange: (changed: Partial<Pick<Part, "accountCode" | "taxType" | "projectId">>) => void;
  /** Null, here and below: what is typed cannot be read. */
  onAmount: (amountMinor: number | null) => void;
  onShare: (shareE2: number | null) => void;
  /** Null: a split has two parts at least. */
  onRemove: (() => void) | null;
}

/** One part: project, account and rate to choose, and its amount or its share. */
export function SplitPart({ part, number, totalMinor, choices, currency, onChange, onAmount, onShare, onRemove }: Props) {
  const digits = minorDigits(currency);
  const shareE2 = part.shareE2 ?? (totalMinor === 0 ? 0 : Math.round((part.amountMinor * 10_000) / totalMinor));
  return (
    <li className="suggestion" aria-label={`Part ${number}, ${money(part.amountMinor, currency)}`}>
      <div className="row tight">
        <Select label={`Project of part ${number}`} value={part.projectId} options={choices.projects} none="No project" onChange={(projectId) => onChange({ projectId })} />
        {onRemove !== null && (
          <button type="button" className="close" aria-label={`Take out part ${number}`} onClick={onRemove}>
            ×
          </button>
        )}
      </div>
      <div className="choices split-fields">
        <Select label={`Account of part ${number}`} value={part.accountCode} options={choices.accounts} none="Choose an account" onChange={(accountCode) => onChange({ accountCode })} />
        <Select label={`GST of part ${number}`} value={part.taxType} options={choices.taxRates} none="No tax rate" onChange={(taxType) => onChange({ taxType })} />
        <NumberBox label={`Amount of part ${number}`} unit={currency} scale={digits} value={part.amountMinor} isUnread={part.isUnread} onValue={onAmount} />
        <NumberBox label={`Share of part ${number}`} unit="%" scale={2} value={shareE2} isUnread={part.isUnread} onValue={onShare} />
      </div>
    </li>
  );
}

function Select({ label, value, options, none, onChange }: { label: string; value: string | null; options: readonly Choice[]; none: string; onChange: (value: string | null) => void }) {
  return (
    <select className="input grow" aria-label={label} value={value ?? ""} onChange={(event) => onChange(event.target.value === "" ? null : event.target.value)}>
      <option value="">{none}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

interface NumberBoxProps {
  label: string;
  unit: string;
  /** Decimals: 2 for 12.50 = 1250. */
  scale: number;
  value: number;
  /** Something that cannot be read is typed for this part, here or in its other box. */
  isUnread: boolean;
  onValue: (value: number | null) => void;
}

/** A scaled integer as people type it. What is no number stays as typed and is marked, until it is mended or the value comes from elsewhere. */
function NumberBox({ label, unit, scale, value, isUnread, onValue }: NumberBoxProps) {
  const id = useId();
  const [typed, setTyped] = useState<{ text: string; for: number } | null>(null);
  const next = typed === null ? value : scaled(typed.text, scale);
  // Another way to divide, or the other box, has said something since.
  const isMine = typed !== null && typed.for === value && (next !== null || isUnread);
  const isWrong = isMine && next === null;
  return (
    <span className="row tight">
      <input
        id={id}
        className="input number end"
        inputMode="decimal"
        aria-label={label}
        aria-invalid={isWrong}
        value={isMine ? typed.text : (value / 10 ** scale).toFixed(scale)}
        onChange={(event) => {
          const said = scaled(event.target.value, scale);
          setTyped({ text: event.target.value, for: said ?? value });
          onValue(said);
        }}
        onBlur={() => {
          if (!isWrong) setTyped(null);
        }}
      />
      <span className="soft small" aria-hidden="true">
        {unit}
      </span>
    </span>
  );
}
