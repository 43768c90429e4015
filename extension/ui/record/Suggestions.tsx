import { useState } from "react";
import type { ContextView, LineSuggestionView, LineView } from "../../../shared/api/views.ts";
import { Note } from "../parts/Note.tsx";
import { codingInput, currentCoding, hasSuggestion, sameCoding, suggestedCoding, type Coding } from "./coding.ts";
import { SuggestionLine } from "./SuggestionLine.tsx";

interface Props {
  context: ContextView;
  editing: boolean;
  viewUrl: string | null;
  busy: boolean;
  onApply: (lines: readonly ReturnType<typeof codingInput>[]) => void;
}

/** The card lies in a page of Xero, which the link replaces; from the side panel it opens beside it. */
const IN_XERO = window.parent !== window;

interface Pair {
  line: LineView;
  suggestion: LineSuggestionView;
}

/** Suggested coding, line by line. On an open form nothing is written: Xero saves the form over anything written meanwhile. */
export function Suggestions({ context, editing, viewUrl, busy, onApply }: Props) {
  const [chosen, setChosen] = useState<Record<string, Coding>>({});
  const pairs = context.suggestions.flatMap((suggestion): Pair[] => {
    const line = context.lines.find(({ id }) => id === suggestion.lineId);
    return line === undefined ? [] : [{ line, suggestion }];
  });
  if (pairs.length === 0) return null;
  const codingOf = ({ line, suggestion }: Pair) => chosen[line.id] ?? suggestedCoding(line, suggestion);
  const open = pairs.filter((pair) => (hasSuggestion(pair.suggestion) || chosen[pair.line.id]) && !sameCoding(codingOf(pair), currentCoding(pair.line)));
  return (
    <section className="panel" aria-label="Suggested coding">
      <header className="row apart">
        <h2>{open.length > 0 ? "Suggested coding" : "Coding, beside earlier bills"}</h2>
        {!editing && open.length > 1 && (
          <button
            type="button"
            className="button main small"
            disabled={busy}
            onClick={() => onApply(open.map((pair) => codingInput(pair.line, pair.suggestion, codingOf(pair))))}
          >
            {busy ? "Writing to Xero" : open.length === pairs.length ? "Apply all" : `Apply ${open.length}`}
          </button>
        )}
      </header>
      <div className="stack">
        {editing && (
          <Note tone="info" title="This bill is open for editing">
            <p>
              Xero saves the form over anything written meanwhile. Copy the coding into the form, or{" "}
              {viewUrl === null ? (
                "open the view page"
              ) : (
                <a href={viewUrl} target={IN_XERO ? "_top" : "_blank"} rel="noreferrer">
                  open the view page
                </a>
              )}{" "}
              and apply it there.
            </p>
          </Note>
        )}
        <ul className="stack">
          {pairs.map((pair) => (
            <SuggestionLine
              key={pair.line.id}
              line={pair.line}
              suggestion={pair.suggestion}
              choices={context.choices}
              currency={context.record.currency}
              chosen={codingOf(pair)}
              onChoose={(coding) => setChosen({ ...chosen, [pair.line.id]: coding })}
              onApply={editing ? null : () => onApply([codingInput(pair.line, pair.suggestion, codingOf(pair))])}
              busy={busy}
            />
          ))}
        </ul>
      </div>
    </section>
  );
}
