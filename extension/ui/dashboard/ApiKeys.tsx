import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { itemsOf } from "../../data/routeAnswers.ts";
import { ask, problemOf } from "../ask.ts";
import { moment } from "../format.ts";
import { ConfirmButton } from "../parts/ConfirmButton.tsx";
import { Note, ProblemNote } from "../parts/Note.tsx";
import { CopyButton } from "../record/CopyButton.tsx";
import { Loaded } from "./Loaded.tsx";

export function ApiKeys() {
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ["apiKeys"] });
  const [name, setName] = useState("");
  const create = useMutation({
    mutationFn: () => ask("createApiKey", { body: { name: name.trim() }, scope: "chosen" }),
    onSuccess: async () => {
      setName("");
      await refresh();
    },
  });
  const revoke = useMutation({ mutationFn: (id: string) => ask("revokeApiKey", { params: { id }, scope: "chosen" }), onSuccess: refresh });
  return (
    <div className="stack four">
      {create.data !== undefined && (
        <Note tone="good" title="Copy the key now: it is shown only this once." live>
          <p className="row">
            <code>{create.data.key}</code> <CopyButton text={create.data.key} />
          </p>
        </Note>
      )}
      <Loaded route="apiKeys">
        {(listed) => {
          const keys = itemsOf(listed);
          if (keys.length === 0) return <p className="panel soft">No keys yet.</p>;
          return (
            <div className="panel scroll">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Name</th>
                    <th scope="col">Begins with</th>
                    <th scope="col">Last used</th>
                    <th scope="col" className="end">
                      <span className="unseen">Revoke</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {keys.map((key) => (
                    <tr key={key.id}>
                      <td>{key.name}</td>
                      <td>
                        <code>{key.prefix}</code>
                      </td>
                      <td>{key.usedAt === null ? "never" : moment(key.usedAt)}</td>
                      <td className="end">
                        <ConfirmButton label="Revoke" about={key.name} disabled={revoke.isPending} onConfirm={() => revoke.mutate(key.id)} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          );
        }}
      </Loaded>
      {revoke.isError && <ProblemNote problem={problemOf(revoke.error)} />}
      <section className="panel" aria-label="New key">
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            create.mutate();
          }}
        >
          <input className="input grow" required aria-label="Name of the tool" placeholder="Timesheets" value={name} onChange={(event) => setName(event.target.value)} />
          <button type="submit" className="button main" disabled={create.isPending || name.trim() === ""}>
            Make a key
          </button>
        </form>
        {create.isError && <ProblemNote problem={problemOf(create.error)} />}
      </section>
    </div>
  );
}
