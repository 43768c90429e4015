import type { UndoableView } from "../../../shared/api/views.ts";
import { moment } from "../format.ts";

interface Props {
  undoable: UndoableView;
  busy: boolean;
  onUndo: (undoable: UndoableView) => void;
}

/** What a card wrote last, and the way back: also after the page was reloaded, and for whoever opens it next. */
export function LastWrite({ undoable, busy, onUndo }: Props) {
  return (
    <div className="panel flat row apart tight">
      <p className="small grow">
        {undoable.kind === "split" ? "Split" : "Coded"} from this card by {undoable.by}, {moment(undoable.at)}.
      </p>
      <button type="button" className="button small" disabled={busy} onClick={() => onUndo(undoable)}>
        {busy ? "Writing to Xero" : "Undo"}
        <span className="unseen"> the {undoable.kind}</span>
      </button>
    </div>
  );
}
