import { useMutation, useQueryClient } from "@tanstack/react-query";
import { itemsOf, type OpenConflict } from "../../data/routeAnswers.ts";
import { ask, problemOf } from "../ask.ts";
import { ProblemNote } from "../parts/Note.tsx";
import { Conflict, type Side } from "../record/Conflict.tsx";
import { ContactQuestions } from "./ContactQuestions.tsx";
import { DuplicateContacts } from "./DuplicateContacts.tsx";
import { Loaded } from "./Loaded.tsx";

/** Everything that waits for a person's choice: which contact is which, and which side's value is right. */
export function Conflicts() {
  return (
    <div className="stack four">
      <Loaded route="contactQuestions">
        {(questions) => (
          <>
            <ContactQuestions questions={itemsOf(questions)} />
            <Loaded route="conflicts">{(conflicts) => (itemsOf(questions).length + itemsOf(conflicts).length === 0 ? <NothingToChoose /> : <Differences conflicts={itemsOf(conflicts)} />)}</Loaded>
          </>
        )}
      </Loaded>
      <DuplicateContacts />
    </div>
  );
}

function NothingToChoose() {
  return <p className="panel note good">Nothing to choose. Both sides agree, or have merged by themselves.</p>;
}

function Differences({ conflicts }: { conflicts: readonly OpenConflict[] }) {
  const queries = useQueryClient();
  const resolve = useMutation({
    mutationFn: ({ id, choice }: { id: string; choice: Side | Readonly<Record<string, Side>> }) => ask("resolveConflict", { params: { id }, body: { choice }, scope: "chosen" }),
    onSuccess: () => queries.invalidateQueries(),
  });
  if (conflicts.length === 0) return null;
  return (
    <div className="stack four">
      {resolve.isError && <ProblemNote problem={problemOf(resolve.error)} />}
      {conflicts.map((conflict) => (
        <div key={conflict.id} className="stack two">
          {conflict.record !== undefined && (
            <h2>{conflict.record.href === null ? conflict.record.title : <a href={conflict.record.href} target="_blank" rel="noreferrer">{conflict.record.title}</a>}</h2>
          )}
          <Conflict conflict={conflict} editing={false} busy={resolve.isPending} onResolve={(choice) => resolve.mutate({ id: conflict.id, choice })} />
        </div>
      ))}
    </div>
  );
}
