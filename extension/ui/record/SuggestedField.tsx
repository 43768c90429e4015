import { useId } from "react";
import type { Chosen, FieldSuggestionView } from "../../../shared/api/suggestionShapes.ts";
import type { Choice } from "../../../shared/api/views.ts";
import { percent, wholePercent } from "../format.ts";
import { type CodingField, FIELD_LABELS } from "./coding.ts";

interface Props {
  field: CodingField;
  suggestion: FieldSuggestionView;
  /** A language model's choice, where the supplier has no history. */
  model: Chosen | null;
  /** What stands in the books. */
  now: string | null;
  value: string | null;
  /** A person chose it in this card. */
  isOwn: boolean;
  options: readonly Choice[];
  changing: boolean;
  onChoose: (value: string | null) => void;
}

/** One field of a line: what it would get, how sure that is and the strongest reason, or why nothing is suggested and what came closest. */
export function SuggestedField(props: Props) {
  const { field, suggestion, model, now, value, isOwn, options, changing, onChoose } = props;
  const id = useId();
  const isSuggested = !isOwn && suggestion.value !== null && suggestion.band !== "decided" && value === (suggestion.value || null);
  const label = isSuggested && value !== null ? (suggestion.label ?? value) : (options.find((option) => option.value === value)?.label ?? value);
  if (changing)
    return (
      <>
        <dt>
          <label htmlFor={id}>{FIELD_LABELS[field]}</label>
        </dt>
        <dd>
          <select id={id} className="input" value={value ?? ""} onChange={(event) => onChoose(event.target.value === "" ? null : event.target.value)}>
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
  const nothing = value === null && suggestion.value === null;
  return (
    <>
      <dt>{FIELD_LABELS[field]}</dt>
      <dd>
        {nothing ? <span className="soft plain">No suggestion yet</span> : (label ?? (field === "project" ? "No project" : "none"))} {isSuggested && <Band field={suggestion} />}
        {isOwn && <span className="tag quiet">your choice</span>}
        {label !== now && now !== null && <span className="was"> instead of {now}</span>}
        {isSuggested && suggestion.reasons[0] !== undefined && <span className="soft small plain block">{suggestion.reasons[0].text}</span>}
        {nothing && <NoSuggestion suggestion={suggestion} model={model} onChoose={onChoose} />}
      </dd>
    </>
  );
}

/** By how sure a suggestion is; whatever else it rests on is said in its own words, without a number. */
const TONES: Readonly<Record<string, string>> = { sure: "good", likely: "info", "a guess": "attention" };

function Band({ field }: { field: FieldSuggestionView }) {
  const tone = TONES[field.band];
  if (tone === undefined) return <span className="tag quiet">{field.band}</span>;
  return (
    <span className={`tag ${tone}`} title={`Stated confidence: ${percent(field.confidenceE2)}`}>
      {field.band} · {wholePercent(field.confidenceE2)}
    </span>
  );
}

/** Alternatives less likely than this are not worth a button. */
const WORTH_E2 = 1000;

function NoSuggestion({ suggestion, model, onChoose }: Pick<Props, "suggestion" | "model" | "onChoose">) {
  const closest = suggestion.alternatives.filter(({ value, confidenceE2 }) => value !== "" && confidenceE2 >= WORTH_E2).slice(0, 2);
  return (
    <div className="stack two small plain">
      {suggestion.abstained !== null && <p className="soft">{suggestion.abstained}</p>}
      {closest.length > 0 && (
        <p className="row">
          <span className="soft">Closest:</span>
          {closest.map(({ value, label, confidenceE2 }) => (
            <button key={value} type="button" className="button small" onClick={() => onChoose(value)}>
              {label} · {wholePercent(confidenceE2)}
            </button>
          ))}
        </p>
      )}
      {model !== null && (
        <p className="row">
          <span className="tag attention wrap">A language model’s choice, no history</span>
          <button type="button" className="button small" onClick={() => onChoose(model.value)}>
            {model.label}
          </button>
        </p>
      )}
    </div>
  );
}
