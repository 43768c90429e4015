import { useId, useState } from "react";
import type { Choice, ContextView, FieldSuggestionView, LineSuggestionView, LineView } from "../../../shared/api/views.ts";
import { money, percent } from "../format.ts";
import { CODING_FIELDS, currentCoding, currentLabels, FIELD_LABELS, hasSuggestion, sameCoding, suggestedCoding, type Coding, type CodingField } from "./coding.ts";
import { CopyButton } from "./CopyButton.tsx";
import { Evidence } from "./Evidence.tsx";

interface Props {
  line: LineView;
  suggestion: LineSuggestionView;
  choices: ContextView["choices"];
  currency: string;
  chosen: Coding;
  onChoose: (coding: Coding) => void;
  /** Null on a page with an open form: then the coding is copied, never written. */
  onApply: (() => void) | null;
  busy: boolean;
}

/** One line of a bill: what it gets if applied, how sure that is, and why. Every field can be changed before. */
export function SuggestionLine({ line, suggestion, choices, currency, chosen, onChoose, onApply, busy }: Props) {
  const [changing, setChanging] = useState(false);
  const options: Record<CodingField, readonly Choice[]> = { account: choices.accounts, tax: choices.taxRates, project: choices.projects };
  const labels = currentLabels(line);
  const done = sameCoding(chosen, currentCoding(line));
  return (
    <li className="suggestion">
      <div className="row apart tight top">
        <h3 className="grow">{line.description ?? "Line without a description"}</h3>
        <span className="number strong">{money(line.amountMinor, currency)}</span>
      </div>
      {!hasSuggestion(suggestion) && !changing ? (
        <p className="soft small">No suggestion yet. {suggestion.account.abstained ?? "There is too little to go by."}</p>
      ) : (
        <dl className="coding">
          {CODING_FIELDS.map((field) => (
            <Field
              key={field}
              field={field}
              suggestion={suggestion[field]}
              now={labels[field]}
              value={chosen[field]}
              options={options[field]}
              changing={changing}
              onChange={(value) => onChoose({ ...chosen, [field]: value })}
            />
          ))}
        </dl>
      )}
      <div className="row apart">
        <Agreement field={suggestion.account} />
        <span className="row">
          <button type="button" className="button plain small" aria-expanded={changing} onClick={() => setChanging(!changing)}>
            {changing ? "Done" : "Change"}
          </button>
          {onApply === null ? (
            <CopyButton text={copyText(chosen, options)} />
          ) : (
            <button type="button" className="button small" disabled={busy || done} onClick={onApply}>
              {done ? "Already so" : "Apply"}
              <span className="unseen"> to {line.description}</span>
            </button>
          )}
        </span>
      </div>
      {suggestion.impact !== null && <Impact impact={suggestion.impact} />}
      <Why suggestion={suggestion} currency={currency} />
      {!done && !sameCoding(chosen, suggestedCoding(line, suggestion)) && <p className="small soft">Your own choice; it counts from the next bill on.</p>}
    </li>
  );
}

interface FieldProps {
  field: CodingField;
  suggestion: FieldSuggestionView;
  now: string | null;
  value: string | null;
  options: readonly Choice[];
  changing: boolean;
  onChange: (value: string | null) => void;
}

function Field({ field, suggestion, now, value, options, changing, onChange }: FieldProps) {
  const id = useId();
  const isSuggested = suggestion.value !== null && value === (suggestion.value || null);
  const label = isSuggested && value !== null ? (suggestion.label ?? value) : labelOf(options, value);
  if (changing)
    return (
      <>
        <dt>
          <label htmlFor={id}>{FIELD_LABELS[field]}</label>
        </dt>
        <dd>
          <select id={id} className="input" value={value ?? ""} onChange={(event) => onChange(event.target.value === "" ? null : event.target.value)}>
            <option value="">none</option>
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        </dd>
      </>
    );
  return (
    <>
      <dt>{FIELD_LABELS[field]}</dt>
      <dd>
        {label ?? (field === "project" ? "no project" : "none")} {isSuggested && <Band field={suggestion} />}
        {label !== now && <span className="was"> {now === null ? "" : `instead of ${now}`}</span>}
      </dd>
    </>
  );
}

function Band({ field }: { field: FieldSuggestionView }) {
  const tone = field.confidenceE2 >= 9000 ? "good" : field.confidenceE2 >= 7000 ? "info" : "attention";
  return (
    <span className={`tag ${tone}`} title={`${percent(field.confidenceE2)} of such suggestions were right`}>
      {field.band}
    </span>
  );
}

function Agreement({ field }: { field: FieldSuggestionView }) {
  if (field.ofCount === 0) return <span />;
  return (
    <span className="small soft">
      {field.agreeCount} of {field.ofCount} earlier {field.ofCount === 1 ? "line agrees" : "lines agree"}
    </span>
  );
}

function Impact({ impact }: { impact: NonNullable<LineSuggestionView["impact"]> }) {
  const parts = [
    impact.marginBeforeE2 !== null && impact.marginAfterE2 !== null ? `margin ${percent(impact.marginBeforeE2)} → ${percent(impact.marginAfterE2)}` : null,
    impact.budgetUsedE2 === null ? null : `budget ${percent(impact.budgetUsedE2)} used`,
  ].filter((part) => part !== null);
  if (parts.length === 0) return null;
  return (
    <p className="small soft">
      To {impact.projectName}: {parts.join(", ")}
    </p>
  );
}

function Why({ suggestion, currency }: { suggestion: LineSuggestionView; currency: string }) {
  const reasons = [...new Set(CODING_FIELDS.flatMap((field) => suggestion[field].reasons))];
  const against = CODING_FIELDS.map((field) => suggestion[field].counterExample).find((example) => example !== null) ?? null;
  const wouldChange = CODING_FIELDS.map((field) => suggestion[field].wouldChange).find((text) => text !== null) ?? null;
  if (reasons.length === 0 && suggestion.evidence.length === 0) return null;
  return (
    <details className="small">
      <summary>Why</summary>
      <div className="stack" style={{ paddingTop: 8 }}>
        {reasons.length > 0 && (
          <ul className="bullets">
            {reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        )}
        {suggestion.evidence.length > 0 && (
          <div>
            <h3>Earlier bills it rests on</h3>
            <ul className="stack two">
              {suggestion.evidence.map((item) => (
                <Evidence key={item.lineId} item={item} currency={currency} />
              ))}
            </ul>
          </div>
        )}
        {against !== null && (
          <div>
            <h3>What speaks against it</h3>
            <ul>
              <Evidence item={against} currency={currency} />
            </ul>
          </div>
        )}
        {wouldChange !== null && <p className="soft">{wouldChange}</p>}
      </div>
    </details>
  );
}

function labelOf(options: readonly Choice[], value: string | null): string | null {
  return options.find((option) => option.value === value)?.label ?? value;
}

function copyText(coding: Coding, options: Record<CodingField, readonly Choice[]>): string {
  return CODING_FIELDS.flatMap((field) => labelOf(options[field], coding[field]) ?? []).join(" | ");
}
