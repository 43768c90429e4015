import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { DeletionView, OrganisationView } from "../../../shared/api/views.ts";
import { send } from "../../data/send.ts";
import { ask, problemOf } from "../ask.ts";
import { count } from "../format.ts";
import { Note, ProblemNote } from "../parts/Note.tsx";
import { useSettings } from "../useSettings.ts";

/** The end of what is kept of an organisation: an admin types its name. Nothing in Xero changes. */
export function DeleteData() {
  const organisationId = useSettings().data?.organisationId ?? null;
  const me = useQuery({ queryKey: ["me"], queryFn: () => ask("me", { scope: "none" }) });
  // Kept here: the organisation is not among the firm's any more once its deletion began.
  const [deletion, setDeletion] = useState<DeletionView | null>(null);
  if (deletion !== null) return <Deleting deletion={deletion} onStep={setDeletion} />;
  if (me.isPending) return <p className="panel soft">Looking up the organisation.</p>;
  if (me.isError) return <ProblemNote problem={problemOf(me.error)} onRetry={() => void me.refetch()} />;
  const organisation = me.data.organisations.find(({ id }) => id === organisationId);
  return organisation === undefined ? <p className="panel soft">No organisation is chosen.</p> : <Ask organisation={organisation} onBegun={setDeletion} />;
}

function Ask({ organisation, onBegun }: { organisation: OrganisationView; onBegun: (deletion: DeletionView) => void }) {
  const [typed, setTyped] = useState("");
  const begin = useMutation({ mutationFn: () => ask("deleteOrganisation", { body: { confirm: typed }, scope: "chosen" }), onSuccess: onBegun });
  const isConnected = organisation.state !== "disconnected";
  return (
    <section className="panel" aria-label={`Delete the data of ${organisation.name}`}>
      <header>
        <h2>Delete what is kept of {organisation.name}</h2>
      </header>
      <div className="stack">
        <div>
          <h3>What goes</h3>
          <ul className="bullets">
            <li>every record kept here: contacts, projects, time, invoices, bills, payments, and what joins them to Xero,</li>
            <li>the audit, the suggestions and everything they were counted from, mappings, rules and API keys.</li>
          </ul>
        </div>
        <div>
          <h3>What stays</h3>
          <ul className="bullets">
            <li>everything in Xero, exactly as it is,</li>
            <li>your firm’s other organisations, and everybody’s sign-in,</li>
            <li>one line that says that it was deleted, when and by whom.</li>
          </ul>
        </div>
        <p>It cannot be taken back. Export the audit first if somebody may ask for it.</p>
        {isConnected ? (
          <Note tone="quiet" title={`${organisation.name} is connected to Xero. Disconnect it first, in the popup.`} />
        ) : (
          <form
            className="stack two"
            onSubmit={(event) => {
              event.preventDefault();
              begin.mutate();
            }}
          >
            <label htmlFor="typed">
              Type <span className="strong">{organisation.name}</span> to delete its data
            </label>
            <div className="row">
              <input id="typed" className="input grow" autoComplete="off" spellCheck={false} value={typed} onChange={(event) => setTyped(event.target.value)} />
              <button type="submit" className="button danger" disabled={begin.isPending || typed.trim() !== organisation.name.trim()}>
                {begin.isPending ? "Deleting" : "Delete for good"}
              </button>
            </div>
          </form>
        )}
        {begin.isError && <ProblemNote problem={problemOf(begin.error)} />}
      </div>
    </section>
  );
}

/** A bounded part at each request; the Worker goes on by itself where nobody asks. */
function Deleting({ deletion, onStep }: { deletion: DeletionView; onStep: (deletion: DeletionView) => void }) {
  const queries = useQueryClient();
  const { name, rows, done } = deletion;
  const step = useQuery({
    queryKey: ["deletion", deletion.organisationId, rows],
    queryFn: async () => {
      const next = await ask("deleteOrganisation", { body: { confirm: name }, scope: "chosen" });
      onStep(next);
      return next;
    },
    enabled: !done,
    refetchInterval: false,
  });
  if (!done)
    return (
      <section className="panel" aria-label="Deleting">
        <p role="status">
          Deleting what is kept of {name}: {count(rows)} rows so far.
        </p>
        <p className="soft small">You can close this page: it goes on by itself.</p>
        {step.isError && <ProblemNote problem={problemOf(step.error)} onRetry={() => void step.refetch()} />}
      </section>
    );
  return (
    <Note tone="good" title={`Nothing of ${name} is kept here any more.`} live>
      <p>{count(rows)} rows were deleted. In Xero nothing changed.</p>
      <div className="row">
        <button type="button" className="button small" onClick={() => void send("page.chooseOrganisation", { organisationId: null }).then(() => queries.invalidateQueries())}>
          Go on
        </button>
      </div>
    </Note>
  );
}
