import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { send } from "../../data/send.ts";

/** Sign-in with Xero; the very first admin brings the set-up token that the installation printed. */
export function SignInPanel({ workerUrl }: { workerUrl: string }) {
  const [setupToken, setSetupToken] = useState("");
  const signIn = useMutation({ mutationFn: (token: string | null) => send("page.signIn", { setupToken: token }) });
  const change = useMutation({ mutationFn: () => send("page.setWorker", { workerUrl: "" }) });
  return (
    <div className="stack four">
      <div className="stack">
        <p>Sign in with your Xero login. Marginalia learns your name and e-mail address, nothing else.</p>
        <button type="button" className="button main" disabled={signIn.isPending} onClick={() => signIn.mutate(null)}>
          {signIn.isPending ? "Waiting for Xero" : "Sign in with Xero"}
        </button>
      </div>
      <details>
        <summary>First person here? Use the set-up token</summary>
        <form
          className="stack"
          style={{ marginTop: 10 }}
          onSubmit={(event) => {
            event.preventDefault();
            signIn.mutate(setupToken.trim());
          }}
        >
          <div className="field">
            <label htmlFor="setup-token">Set-up token</label>
            <input id="setup-token" className="input" type="password" autoComplete="off" value={setupToken} onChange={(event) => setSetupToken(event.target.value)} />
            <p className="small soft">Printed when Marginalia was started or deployed. It makes you the first admin and works once.</p>
          </div>
          <button type="submit" className="button" disabled={setupToken.trim() === "" || signIn.isPending}>
            Become the first admin
          </button>
        </form>
      </details>
      <p className="small soft">
        At {new URL(workerUrl).host}.{" "}
        <button type="button" className="button plain small" onClick={() => change.mutate()}>
          Change
        </button>
      </p>
    </div>
  );
}
