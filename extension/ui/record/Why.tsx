import type { FieldSuggestionView, LineSuggestionView } from "../../../shared/api/suggestionShapes.ts";
import { count } from "../format.ts";
import { CODING_FIELDS, FIELD_LABELS, type CodingField } from "./coding.ts";
import { Evidence } from "./Evidence.tsx";

/** All that a line's suggestion rests on: reasons with counts, the earlier lines, the strongest one against it, and what would change the answer. */
export function Why({ suggestion }: { suggestion: LineSuggestionView }) {
  const fields = CODING_FIELDS.filter((field) => suggestion[field].reasons.length > 0 || suggestion[field].counterExample !== null);
  if (fields.length === 0 && suggestion.evidence.length === 0) return null;
  return (
    <details className="small">
      <summary>Why, and what speaks against it</summary>
      <div className="stack" style={{ paddingTop: 8 }}>
        {fields.map((field) => (
          <FieldWhy key={field} field={field} suggestion={suggestion[field]} />
        ))}
        {suggestion.evidence.length > 0 && (
          <div>
            <h4>Earlier lines it rests on</h4>
            <ul className="stack two">
              {suggestion.evidence.map((item) => (
                <Evidence key={item.lineId} item={item} />
              ))}
            </ul>
          </div>
        )}
      </div>
    </details>
  );
}

function FieldWhy({ field, suggestion }: { field: CodingField; suggestion: FieldSuggestionView }) {
  const { label, alternatives, reasons, agreeCount, ofCount, counterExample, wouldChange } = suggestion;
  return (
    <div>
      <h4>
        {FIELD_LABELS[field]}: {label ?? alternatives[0]?.label ?? "none"}
      </h4>
      <ul className="bullets">
        {reasons.map(({ text }) => (
          <li key={text}>{text}</li>
        ))}
        {ofCount > 0 && (
          <li>
            {count(agreeCount)} of the last {count(ofCount)} {ofCount === 1 ? "line" : "lines"} of this supplier {agreeCount === 1 ? "agrees" : "agree"}
          </li>
        )}
      </ul>
      {counterExample !== null && (
        <div className="against">
          <p className="soft">Strongest against it:</p>
          <ul>
            <Evidence item={counterExample} />
          </ul>
        </div>
      )}
      {wouldChange !== null && <p className="soft">What would change it: {wouldChange}</p>}
    </div>
  );
}
