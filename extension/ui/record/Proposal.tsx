import type { ProposalView } from "../../../shared/api/views.ts";
import { moment } from "../format.ts";
import { Note } from "../parts/Note.tsx";

interface Props {
  proposal: ProposalView;
  editing: boolean;
  busy: boolean;
  onDecide: (decision: "apply" | "decline") => void;
  /** Makes a draft credit note over the document, where Xero would refuse the change itself. */
  onCredit: () => void;
}

/** A change that the project side wants on a posted document. It stays a wish until a bookkeeper applies it. */
export function Proposal({ proposal, editing, busy, onDecide, onCredit }: Props) {
  return (
    <section className="panel" aria-label={`Proposed change: ${proposal.title}`}>
      <header>
        <h2>Proposed: {proposal.title}</h2>
        <p className="small soft">
          By {proposal.by}, {moment(proposal.openedAt)}. Xero keeps what it has until you apply it.
        </p>
      </header>
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">In Xero now</th>
              <th scope="col">Proposed</th>
            </tr>
          </thead>
          <tbody>
            {proposal.fields.map((field) => (
              <tr key={field.field}>
                <td>{field.label}</td>
                <td className="soft">{field.before === "" ? "empty" : field.before}</td>
                <td className="strong">{field.after === "" ? "empty" : field.after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {proposal.advice !== null && (
        <Note tone="attention" title={proposal.advice.sentence}>
          <p className="small">{proposal.advice.remedy}</p>
        </Note>
      )}
      <div className="row" style={{ marginTop: 12 }}>
        {proposal.advice !== null && (
          <button type="button" className="button main small" disabled={busy} onClick={onCredit}>
            Make a credit note
          </button>
        )}
        <button type="button" className={proposal.advice === null ? "button main small" : "button small"} disabled={busy || editing} onClick={() => onDecide("apply")}>
          {busy ? "Writing to Xero" : "Apply"}
        </button>
        <button type="button" className="button small" disabled={busy} onClick={() => onDecide("decline")}>
          Decline
        </button>
        {editing && <span className="small soft">Close the form in Xero first; saving it would overwrite this.</span>}
      </div>
    </section>
  );
}
