import { useId, useState } from "react";
import { minorDigits } from "../../../shared/money.ts";
import type { Choice, ContextView } from "../../../shared/api/views.ts";
import { money } from "../format.ts";
import type { Part } from "./division.ts";

interface Props {
  part: Part;
  number: number;
  totalMinor: number;
  choices: ContextView["choices"];
  currency: string;
  onChange: (changed: Partial<Pick<Part, "accountCode" | "taxType" | "projectId">>) => void;
  onAmount: (amountMinor: number) => void;
  onShare: (shareE2: number) => void;
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
        <NumberBox label={`Amount of part ${number}`} unit={currency} scale={digits} value={part.amountMinor} onValue={onAmount} />
        <NumberBox label={`Share of part ${number}`} unit="%" scale={2} value={shareE2} onValue={onShare} />
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
  onValue: (value: number) => void;
}

/** A scaled integer as people type it. What is no number stays as typed and is marked; nothing is changed by it. */
function NumberBox({ label, unit, scale, value, onValue }: NumberBoxProps) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const isWrong = typed !== null && scaled(typed, scale) === null;
  return (
    <span className="row tight">
      <input
        id={id}
        className="input number end"
        inputMode="decimal"
        aria-label={label}
        aria-invalid={isWrong}
        value={typed ?? (value / 10 ** scale).toFixed(scale)}
        onChange={(event) => {
          setTyped(event.target.value);
          const next = scaled(event.target.value, scale);
          if (next !== null) onValue(next);
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

/** "1,234.5" → 123450 at two decimals; null for what is no number, or finer than its currency. */
function scaled(text: string, scale: number): number | null {
  const match = /^(-?)(\d{1,10})(?:\.(\d*))?$/.exec(text.replaceAll(",", "").trim());
  if (match === null || (match[3]?.length ?? 0) > scale) return null;
  const [, sign, whole = "", fraction = ""] = match;
  return (sign === "-" ? -1 : 1) * Number(whole + fraction.padEnd(scale, "0"));
}
