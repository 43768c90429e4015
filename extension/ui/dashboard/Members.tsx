import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { itemsOf, type Member } from "../../data/routeAnswers.ts";
import { ask, problemOf } from "../ask.ts";
import { ConfirmButton } from "../parts/ConfirmButton.tsx";
import { ProblemNote } from "../parts/Note.tsx";
import { Loaded } from "./Loaded.tsx";

const ROLES: Readonly<Record<Member["role"], string>> = { admin: "Admin: everything", bookkeeper: "Bookkeeper: sees and decides", viewer: "Viewer: sees" };
const STATES: Readonly<Record<Member["state"], { words: string; tone: string }>> = {
  invited: { words: "invited", tone: "info" },
  active: { words: "active", tone: "good" },
  removed: { words: "removed", tone: "quiet" },
};

export function Members() {
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ["members"] });
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Member["role"]>("bookkeeper");
  const invite = useMutation({
    mutationFn: () => ask("inviteMember", { body: { email: email.trim(), role }, scope: "chosen" }),
    onSuccess: async () => {
      setEmail("");
      await refresh();
    },
  });
  const remove = useMutation({ mutationFn: (id: string) => ask("removeMember", { params: { id }, scope: "chosen" }), onSuccess: refresh });
  return (
    <div className="stack four">
      <Loaded route="members">
        {(listed) => (
          <div className="panel scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Role</th>
                  <th scope="col">State</th>
                  <th scope="col" className="end">
                    <span className="unseen">Remove</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {itemsOf(listed).map((member) => (
                  <tr key={member.id}>
                    <td>
                      {member.name || member.email}
                      <p className="small soft">{member.email}</p>
                    </td>
                    <td>{member.role}</td>
                    <td>
                      <span className={`tag ${STATES[member.state].tone}`}>{STATES[member.state].words}</span>
                    </td>
                    <td className="end">
                      {member.state !== "removed" && (
                        <ConfirmButton label="Remove" about={member.name || member.email} disabled={remove.isPending} onConfirm={() => remove.mutate(member.id)} />
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
      {remove.isError && <ProblemNote problem={problemOf(remove.error)} />}
      <section className="panel" aria-label="Invite">
        <header>
          <h2>Invite someone</h2>
        </header>
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            invite.mutate();
          }}
        >
          <input className="input grow" type="email" required aria-label="E-mail address of their Xero login" placeholder="name@firm.com.au" value={email} onChange={(event) => setEmail(event.target.value)} />
          <select className="input" style={{ width: "auto" }} aria-label="Role" value={role} onChange={(event) => setRole(event.target.value as Member["role"])}>
            {Object.entries(ROLES).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
          <button type="submit" className="button main" disabled={invite.isPending}>
            Invite
          </button>
        </form>
        {invite.isError && <ProblemNote problem={problemOf(invite.error)} />}
      </section>
    </div>
  );
}
