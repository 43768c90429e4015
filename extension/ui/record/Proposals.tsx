import type { ProposalView } from "../../data/views.ts";
import { moment } from "../format.ts";

interface Props {
  proposals: readonly ProposalView[];
  editing: boolean;
  busy: boolean;
  onDecide: (id: string, decision: "apply" | "decline") => void;
}

/** A change that the project side wants on a posted document. It stays a wish until a bookkeeper applies it. */
export function Proposals({ proposals, editing, busy, onDecide }: Props) {
  return proposals.map((proposal) => (
    <section key={proposal.id} className="panel" aria-label="Proposed change">
      <header className="stack" style={{ "--gap": 1 } as React.CSSProperties}>
        <h2>Proposed change</h2>
        <p className="small soft">
          By {proposal.by}, {moment(proposal.at)}. Xero keeps what it has until you apply it.
        </p>
        {proposal.note !== null && <p className="small">“{proposal.note}”</p>}
      </header>
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th>What</th>
              <th>In Xero now</th>
              <th>Proposed</th>
            </tr>
          </thead>
          <tbody>
            {proposal.changes.map((change) => (
              <tr key={change.label}>
                <td>{change.label}</td>
                <td className="soft">{change.before || "empty"}</td>
                <td className="strong">{change.after || "empty"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="row" style={{ marginTop: 12 }}>
        <button type="button" className="button main small" disabled={busy || editing} onClick={() => onDecide(proposal.id, "apply")}>
          {busy ? "Writing to Xero" : "Apply"}
        </button>
        <button type="button" className="button small" disabled={busy} onClick={() => onDecide(proposal.id, "decline")}>
          Decline
        </button>
        {editing && <span className="small soft">Close the form first; it would overwrite this.</span>}
      </div>
    </section>
  ));
}
