import { BulkConfirm } from "../bulk/BulkConfirm.tsx";
import { BulkHistory } from "../bulk/BulkHistory.tsx";
import { useBulk } from "../bulk/useBulk.ts";

const CHOSEN = { scope: "chosen" } as const;

/** Confirming many lines at once, over all open bills. */
export function Confirm() {
  const bulk = useBulk(CHOSEN, { whole: true });
  return (
    <div className="stack four">
      <BulkConfirm bulk={bulk} />
      <BulkHistory bulk={bulk} />
    </div>
  );
}
