import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { OrganisationView } from "../../../shared/api/views.ts";
import { ask, problemOf } from "../ask.ts";
import { Note, ProblemNote } from "../parts/Note.tsx";

/** Needs a second, named click: after it no data flows either way. */
export function Disconnect({ organisation }: { organisation: OrganisationView }) {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const disconnect = useMutation({
    mutationFn: () => ask("disconnect", { body: { confirm: organisation.name }, scope: "chosen" }),
    onSuccess: () => queries.invalidateQueries(),
  });
  if (!asking)
    return (
      <button type="button" className="button danger" onClick={() => setAsking(true)}>
        Disconnect
      </button>
    );
  return (
    <Note tone="attention" title={`Disconnect ${organisation.name}?`}>
      <p>No data flows either way any more. Records on both sides stay, and connecting again picks up where it stopped.</p>
      <div className="row">
        <button type="button" className="button small" disabled={disconnect.isPending} onClick={() => disconnect.mutate()}>
          Yes, disconnect
        </button>
        <button type="button" className="button small" onClick={() => setAsking(false)}>
          Keep it
        </button>
      </div>
      {disconnect.isError && <ProblemNote problem={problemOf(disconnect.error)} />}
    </Note>
  );
}
