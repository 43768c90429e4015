import { useMutation, useQueryClient } from "@tanstack/react-query";
import { itemsOf } from "../../data/routeAnswers.ts";
import { ask, problemOf } from "../ask.ts";
import { ProblemNote } from "../parts/Note.tsx";
import { Conflict, type Side } from "../record/Conflict.tsx";
import { ContactQuestions } from "./ContactQuestions.tsx";
import { Loaded } from "./Loaded.tsx";

export function Conflicts() {
  const queries = useQueryClient();
  const resolve = useMutation({
    mutationFn: ({ id, choice }: { id: string; choice: Side | Readonly<Record<string, Side>> }) => ask("resolveConflict", { params: { id }, body: { choice }, scope: "chosen" }),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <div className="stack four">
      <ContactQuestions />
      <Loaded route="conflicts">
        {(listed) => {
          const conflicts = itemsOf(listed);
          if (conflicts.length === 0) return <p className="panel note good">Nothing to choose. Both sides agree, or have merged by themselves.</p>;
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
        }}
      </Loaded>
    </div>
  );
}
