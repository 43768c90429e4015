import { problemOf } from "../ask.ts";
import { ProblemNote } from "../parts/Note.tsx";

export function SaveBar({ save, isChanged }: { save: { mutate: () => void; isPending: boolean; isError: boolean; isSuccess: boolean; error: unknown }; isChanged: boolean }) {
  return (
    <div className="stack two">
      <div className="row">
        <button type="button" className="button main" disabled={!isChanged || save.isPending} onClick={() => save.mutate()}>
          {save.isPending ? "Saving" : "Save"}
        </button>
        <span className="soft small" role="status">
          {isChanged ? "Not saved yet" : save.isSuccess ? "Saved" : ""}
        </span>
      </div>
      {save.isError && <ProblemNote problem={problemOf(save.error)} />}
    </div>
  );
}
