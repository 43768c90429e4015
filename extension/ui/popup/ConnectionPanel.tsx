import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { OrganisationView } from "../../../shared/api/views.ts";
import type { Settings } from "../../data/messages.ts";
import { send } from "../../data/send.ts";
import { ask, problemOf } from "../ask.ts";
import { Note, ProblemNote } from "../parts/Note.tsx";
import { ConnectionTest } from "./ConnectionTest.tsx";
import { Disconnect } from "./Disconnect.tsx";
import { HealthPanel } from "./HealthPanel.tsx";

const STATES: Readonly<Record<OrganisationView["state"], { words: string; tone: "good" | "info" | "attention" | "quiet" }>> = {
  connected: { words: "Connected", tone: "good" },
  connecting: { words: "Connecting", tone: "info" },
  needs_sign_in: { words: "Xero sign-in needed", tone: "attention" },
  disconnected: { words: "Disconnected", tone: "quiet" },
};

/** Which organisation, whether it is connected, and how the sync stands. */
export function ConnectionPanel({ settings }: { settings: Settings }) {
  const queries = useQueryClient();
  const me = useQuery({ queryKey: ["me"], queryFn: () => ask("me", { scope: "none" }), refetchInterval: 4000 });
  const connect = useMutation({ mutationFn: (organisationId: string | null) => send("page.connect", { organisationId }), onSettled: () => queries.invalidateQueries() });
  const choose = useMutation({
    mutationFn: (organisationId: string) => send("page.chooseOrganisation", { organisationId }),
    onSuccess: () => queries.invalidateQueries(),
  });
  const signOut = useMutation({ mutationFn: () => send("page.signOut", {}), onSuccess: () => queries.invalidateQueries() });
  if (me.isPending) return <p className="soft">Looking up your organisations.</p>;
  if (me.isError) return <ProblemNote problem={problemOf(me.error)} onRetry={() => void me.refetch()} />;
  const { organisations, member } = me.data;
  const isAdmin = member.role === "admin";
  const chosen = organisations.find(({ id }) => id === settings.organisationId) ?? organisations[0] ?? null;

  return (
    <div className="stack four">
      {chosen === null ? (
        <section className="stack">
          <h2>Not connected to Xero yet</h2>
          <p>
            {isAdmin
              ? "Connect opens Xero, where you choose your organisation and see exactly what Marginalia may do."
              : "An admin of your firm has to connect Xero first."}
          </p>
        </section>
      ) : (
        <section className="stack" aria-label="Organisation">
          {organisations.length > 1 ? (
            <div className="field">
              <label htmlFor="organisation">Organisation</label>
              <select id="organisation" className="input" value={chosen.id} onChange={(event) => choose.mutate(event.target.value)}>
                {organisations.map((organisation) => (
                  <option key={organisation.id} value={organisation.id}>
                    {organisation.name}
                  </option>
                ))}
              </select>
            </div>
          ) : (
            <h2>{chosen.name}</h2>
          )}
          <p className="row">
            <span className={`tag ${STATES[chosen.state].tone}`}>{STATES[chosen.state].words}</span>
          </p>
          {chosen.stateReason !== null && chosen.state !== "connected" && <Note tone="attention" title={chosen.stateReason} />}
        </section>
      )}
      {(chosen?.state === "connected" || chosen?.state === "connecting") && <HealthPanel key={chosen.id} organisationId={chosen.id} />}
      {isAdmin && (chosen === null || chosen.state === "disconnected" || chosen.state === "needs_sign_in") && (
        <button type="button" className="button main" disabled={connect.isPending} onClick={() => connect.mutate(chosen?.id ?? null)}>
          {connect.isPending ? "Waiting for Xero" : chosen === null ? "Connect to Xero" : "Connect to Xero again"}
        </button>
      )}
      {isAdmin && chosen?.state === "connected" && (
        <details>
          <summary>Connection</summary>
          <div className="stack" style={{ marginTop: 10 }}>
            <ConnectionTest />
            <button type="button" className="button" disabled={connect.isPending} onClick={() => connect.mutate(null)}>
              Connect another organisation
            </button>
            <Disconnect organisation={chosen} />
          </div>
        </details>
      )}
      <p className="row apart small soft">
        <span>
          {member.name}, {member.role}
        </span>
        <button type="button" className="button plain small" onClick={() => signOut.mutate()}>
          Sign out
        </button>
      </p>
    </div>
  );
}
