import { useState } from "react";
import type { LineSuggestionView } from "../../../shared/api/suggestionShapes.ts";
import type { ContextView, LineView } from "../../../shared/api/views.ts";
import { Note } from "../parts/Note.tsx";
import { codingInput, currentCoding, hasSuggestion, sameCoding, suggestedCoding, type Coding, type Decided } from "./coding.ts";
import { SuggestionLine } from "./SuggestionLine.tsx";
import { useGiven } from "./useGiven.ts";

interface Props {
  context: ContextView;
  editing: boolean;
  viewUrl: string | null;
  busy: boolean;
  tabId: number | null;
  onApply: (lines: readonly ReturnType<typeof codingInput>[]) => void;
}

/** The card lies in a page of Xero, which the link replaces; from the side panel it opens beside it. */
const IN_XERO = window.parent !== window;

interface Pair {
  line: LineView;
  suggestion: LineSuggestionView;
}

/** Suggested coding, line by line. On an open form nothing is written: Xero saves the form over anything written meanwhile. */
export function Suggestions({ context, editing, viewUrl, busy, tabId, onApply }: Props) {
  const [decided, setDecided] = useState<Record<string, Decided>>({});
  const given = useGiven(context.record.id, tabId, decided);
  const pairs = context.suggestions.flatMap((suggestion): Pair[] => {
    const line = context.lines.find(({ id }) => id === suggestion.lineId);
    return line === undefined ? [] : [{ line, suggestion }];
  });
  if (pairs.length === 0) return null;
  const followed = ({ line, suggestion }: Pair): LineSuggestionView => given.get(line.id)?.suggestion ?? suggestion;
  const codingOf = (pair: Pair): Coding => ({ ...suggestedCoding(pair.line, followed(pair)), ...decided[pair.line.id] });
  const open = pairs.filter((pair) => (hasSuggestion(pair.suggestion) || decided[pair.line.id]) && !sameCoding(codingOf(pair), currentCoding(pair.line)));
  return (
    <section className="panel" aria-label="Suggested coding">
      <header className="row apart">
        <h2>{open.length > 0 ? "Suggested coding" : "Coding, beside earlier bills"}</h2>
        {!editing && open.length > 1 && (
          <button
            type="button"
            className="button main small"
            disabled={busy || [...given.values()].some(({ asking }) => asking)}
            onClick={() => onApply(open.map((pair) => codingInput(pair.line, pair.suggestion, codingOf(pair))))}
          >
            {busy ? "Writing to Xero" : open.length === pairs.length ? "Apply all" : `Apply ${open.length}`}
          </button>
        )}
      </header>
      <div className="stack">
        {editing && <OpenForm viewUrl={viewUrl} />}
        <ul className="stack">
          {pairs.map((pair) => (
            <SuggestionLine
              key={pair.line.id}
              line={pair.line}
              suggestion={followed(pair)}
              choices={context.choices}
              currency={context.record.currency}
              chosen={codingOf(pair)}
              decided={decided[pair.line.id] ?? {}}
              onDecide={(field, value) => setDecided({ ...decided, [pair.line.id]: { ...decided[pair.line.id], [field]: value } })}
              onApply={editing ? null : () => onApply([codingInput(pair.line, pair.suggestion, codingOf(pair))])}
              busy={busy}
              asking={given.get(pair.line.id)?.asking ?? false}
            />
          ))}
        </ul>
      </div>
    </section>
  );
}

function OpenForm({ viewUrl }: { viewUrl: string | null }) {
  return (
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
  );
}
