import type { BulkItemState, BulkView } from "../../../shared/api/bulkShapes.ts";
import { count, moment } from "../format.ts";
import { ConfirmButton } from "../parts/ConfirmButton.tsx";
import type { Bulk } from "./useBulk.ts";

/** The last confirmations, each with its undo. */
export function BulkHistory({ bulk: { bulks, undo, running } }: { bulk: Bulk }) {
  const done = bulks.data?.filter(({ remaining }) => remaining === 0) ?? [];
  if (done.length === 0) return null;
  return (
    <section className="panel scroll" aria-label="Earlier confirmations">
      <header>
        <h2>Earlier confirmations</h2>
      </header>
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col" className="mid">Lines</th>
            <th scope="col">What became of it</th>
            <th scope="col" className="end">
              <span className="unseen">Undo</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {done.map((bulk) => (
            <tr key={bulk.id}>
              <td className="number">{moment(bulk.createdAt)}</td>
              <td>{bulk.by}</td>
              <td className="mid number">{count(bulk.lines)}</td>
              <td>{became(bulk)}</td>
              <td className="end">{bulk.canUndo && <ConfirmButton label="Undo" about={`the confirmation of ${moment(bulk.createdAt)}`} disabled={undo.isPending || running !== null} onConfirm={() => undo.mutate(bulk.id)} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const WORDS: readonly (readonly [BulkItemState, string])[] = [
  ["written", "written"],
  ["queued", "on the way to Xero"],
  ["refused", "refused"],
  ["left_out", "left out"],
  ["undone", "taken back"],
  ["kept", "not taken back"],
];

/** "3 bills written, 1 left out". */
function became({ states }: BulkView): string {
  const parts = WORDS.flatMap(([state, words]) => {
    const some = states[state]?.documents ?? 0;
    return some === 0 ? [] : [{ some, words }];
  });
  return parts.map(({ some, words }, i) => `${count(some)} ${i === 0 ? (some === 1 ? "bill " : "bills ") : ""}${words}`).join(", ");
}
