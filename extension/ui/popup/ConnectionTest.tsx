import { useMutation } from "@tanstack/react-query";
import { ask, problemOf } from "../ask.ts";
import { ProblemNote } from "../parts/Note.tsx";

const NAMES = { credential: "Sign-in", scope: "Permissions", organisation: "Organisation", limit: "Limits" } as const;

/** One read-only call that tells credential, permission, organisation and limit problems apart. */
export function ConnectionTest() {
  const test = useMutation({ mutationFn: () => ask("testConnection", { body: {}, scope: "chosen" }) });
  return (
    <div className="stack two">
      <button type="button" className="button" disabled={test.isPending} onClick={() => test.mutate()}>
        {test.isPending ? "Asking Xero" : "Test connection"}
      </button>
      {test.isError && <ProblemNote problem={problemOf(test.error)} />}
      {test.data !== undefined && (
        <ul className="stack two small" role="status">
          {test.data.checks.map((check) => (
            <li key={check.name} className="row tight top">
              <span className={`tag ${check.ok ? "good" : "attention"}`}>{check.ok ? "ok" : "problem"}</span>
              <span className="grow">
                <span className="strong">{NAMES[check.name]}.</span> {check.sentence} {check.remedy}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
