import type { LineSuggestionView } from "../../../shared/api/suggestionShapes.ts";
import type { ContextView } from "../../../shared/api/views.ts";
import { Note } from "../parts/Note.tsx";
import { codingInput, currentCoding, hasSuggestion, sameCoding, suggestedCoding, type Coding } from "./coding.ts";
import { SuggestionLine } from "./SuggestionLine.tsx";
import { isChangedSince, type Pair, useChoices } from "./useChoices.ts";
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

/** Suggested coding, line by line. On an open form nothing is written: Xero saves the form over anything written meanwhile. */
export function Suggestions({ context, editing, viewUrl, busy, tabId, onApply }: Props) {
  const { choices, decide } = useChoices();
  const given = useGiven(context.record.id, tabId, Object.fromEntries(Object.entries(choices).map(([lineId, choice]) => [lineId, choice.decided])));
  const suggestionOf = new Map(context.suggestions.map((one) => [one.lineId, one]));
  const pairs = context.lines.flatMap((line): Pair[] => {
    const suggestion = suggestionOf.get(line.id) ?? choices[line.id]?.suggestion;
    return suggestion === undefined ? [] : [{ line, suggestion }];
  });
  const gone = Object.keys(choices).filter((lineId) => !context.lines.some(({ id }) => id === lineId)).length;
  if (pairs.length === 0 && gone === 0) return null;
  const followed = ({ line, suggestion }: Pair): LineSuggestionView => given.get(line.id)?.suggestion ?? suggestion;
  const codingOf = (pair: Pair): Coding => ({ ...suggestedCoding(pair.line, followed(pair)), ...choices[pair.line.id]?.decided });
  const open = pairs.filter((pair) => (hasSuggestion(pair.suggestion) || choices[pair.line.id]) && !sameCoding(codingOf(pair), currentCoding(pair.line)));
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
        {gone > 0 && <Note tone="attention" title={gone === 1 ? "A line that you chose a coding for is not on the bill any more." : `${gone} lines that you chose a coding for are not on the bill any more.`} live />}
        <ul className="stack">
          {pairs.map((pair) => (
            <SuggestionLine
              key={pair.line.id}
              line={pair.line}
              suggestion={followed(pair)}
              choices={context.choices}
              currency={context.record.currency}
              chosen={codingOf(pair)}
              decided={choices[pair.line.id]?.decided ?? {}}
              changedFromMinor={isChangedSince(choices[pair.line.id], pair.line, codingOf(pair)) ? (choices[pair.line.id]?.seen.amountMinor ?? null) : null}
              onDecide={(field, value) => decide(pair, field, value)}
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
