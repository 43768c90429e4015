import { count } from "../format.ts";
import type { Found } from "./useBulkPages.ts";

/** All open bills are looked through before anything is offered: a list that grows under the hands would be confirmed unseen. */
export function BulkLooking({ found, onStop }: { found: Found; onStop: () => void }) {
  const all = found.lookedAt + found.notLookedAt;
  return (
    <div className="stack two">
      <p className="row apart">
        <span className="strong">Looking through the open bills</span>
        <span className="number">
          {count(found.lookedAt)} of {count(all)}
        </span>
      </p>
      <div className="meter" role="progressbar" aria-label="Looking through the open bills" aria-valuemin={0} aria-valuemax={all} aria-valuenow={found.lookedAt}>
        <div style={{ width: `${(found.lookedAt / Math.max(1, all)) * 100}%` }} />
      </div>
      <p className="row apart small soft">
        <span>{found.lines.length === 1 ? "1 sure line" : `${count(found.lines.length)} sure lines`} so far.</span>
        <button type="button" className="button small" onClick={onStop}>
          Show these now
        </button>
      </p>
    </div>
  );
}
