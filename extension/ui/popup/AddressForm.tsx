import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { browser } from "wxt/browser";
import type { Problem } from "../../data/messages.ts";
import { send } from "../../data/send.ts";
import { workerAddress } from "../../data/workerAddress.ts";
import { ProblemNote } from "../parts/Note.tsx";

/** Asked once: each firm hosts its own Worker. */
export function AddressForm() {
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const queries = useQueryClient();

  async function save(): Promise<void> {
    const address = workerAddress(typed);
    if (!address.ok) {
      setProblem(address.problem);
      return;
    }
    // Asked for while the click still counts; a refusal is no obstacle, since the Worker lets this extension's id in by itself.
    const asked = browser.permissions.request({ origins: [`${new URL(address.workerUrl).protocol}//${new URL(address.workerUrl).hostname}/*`] });
    const saved = await send("page.setWorker", { workerUrl: address.workerUrl });
    if (!saved.ok) setProblem(saved.problem);
    await asked.catch(() => false);
    await queries.invalidateQueries({ queryKey: ["settings"] });
  }

  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p>Your firm runs its own Marginalia. Enter its address once; whoever set it up knows it.</p>
      <div className="field">
        <label htmlFor="address">Address</label>
        <input
          id="address"
          className="input"
          type="text"
          inputMode="url"
          autoComplete="url"
          placeholder="https://marginalia.your-firm.workers.dev"
          value={typed}
          aria-invalid={problem !== null}
          onChange={(event) => {
            setTyped(event.target.value);
            setProblem(null);
          }}
        />
      </div>
      {problem !== null && <ProblemNote problem={problem} />}
      <button type="submit" className="button main">
        Continue
      </button>
    </form>
  );
}
