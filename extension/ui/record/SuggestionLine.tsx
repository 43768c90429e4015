import { useState } from "react";
import type { LineSuggestionView } from "../../../shared/api/suggestionShapes.ts";
import type { Choice, ContextView, LineView } from "../../../shared/api/views.ts";
import { money, percent } from "../format.ts";
import { Note } from "../parts/Note.tsx";
import { CODING_FIELDS, currentCoding, currentLabels, sameCoding, type Coding, type CodingField, type Decided } from "./coding.ts";
import { CopyButton } from "./CopyButton.tsx";
import { SuggestedField } from "./SuggestedField.tsx";
import { Why } from "./Why.tsx";

interface Props {
  line: LineView;
  /** Given what the person decided, where he decided something. */
  suggestion: LineSuggestionView;
  choices: ContextView["choices"];
  currency: string;
  chosen: Coding;
  decided: Decided;
  /** The line's amount when the person began to choose, where somebody changed the line since; null where nobody did. */
  changedFromMinor: number | null;
  onDecide: (field: CodingField, value: string | null) => void;
  /** Null on a page with an open form: then the coding is copied, never written. */
  onApply: (() => void) | null;
  busy: boolean;
  /** The other fields are being asked again. */
  asking: boolean;
}

/** One line of a bill: what it gets if applied, how sure that is, and why. Every field can be changed before; the others follow. */
export function SuggestionLine({ line, suggestion, choices, currency, chosen, decided, changedFromMinor, onDecide, onApply, busy, asking }: Props) {
  const [changing, setChanging] = useState(false);
  const options: Record<CodingField, readonly Choice[]> = { account: choices.accounts, tax: choices.taxRates, project: choices.projects };
  const labels = currentLabels(line);
  const done = sameCoding(chosen, currentCoding(line));
  const isOwn = Object.keys(decided).length > 0;
  return (
    <li className="suggestion">
      <div className="row apart tight top">
        <h3 className="grow">{line.description ?? "Line without a description"}</h3>
        <span className="number strong">{money(line.amountMinor, currency)}</span>
      </div>
      {changedFromMinor !== null && (
        <Note tone="attention" title="The bill changed since you began to choose. Your choice is kept." live>
          <p>{changedFromMinor === line.amountMinor ? "Somebody else coded this line meanwhile." : `This line was ${money(changedFromMinor, currency)} then.`} Look at it again before you apply.</p>
        </Note>
      )}
      <dl className="coding" aria-busy={asking}>
        {CODING_FIELDS.map((field) => (
          <SuggestedField
            key={field}
            field={field}
            suggestion={suggestion[field]}
            model={suggestion.model?.[field] ?? null}
            now={labels[field]}
            value={chosen[field]}
            isOwn={field in decided}
            options={options[field]}
            changing={changing}
            onChoose={(value) => onDecide(field, value)}
          />
        ))}
      </dl>
      <div className="row apart">
        <span className="small soft" role="status">
          {asking ? "Looking again" : isOwn ? "The other fields follow your choice." : ""}
        </span>
        <span className="row">
          <button type="button" className="button plain small" aria-expanded={changing} onClick={() => setChanging(!changing)}>
            {changing ? "Done" : "Change"}
          </button>
          {onApply === null ? (
            <CopyButton text={copyText(chosen, options)} />
          ) : (
            <button type="button" className="button small" disabled={busy || done || asking} onClick={onApply}>
              {done ? (chosen.account === null ? "Nothing to apply" : "Already so") : "Apply"}
              <span className="unseen"> to {line.description}</span>
            </button>
          )}
        </span>
      </div>
      {suggestion.impact !== null && <Impact impact={suggestion.impact} />}
      <Why suggestion={suggestion} />
    </li>
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

function copyText(coding: Coding, options: Record<CodingField, readonly Choice[]>): string {
  return CODING_FIELDS.flatMap((field) => options[field].find((option) => option.value === coding[field])?.label ?? coding[field] ?? []).join(" | ");
}
