import type { ReactNode } from "react";
import { send } from "../../data/send.ts";
import { useSettings } from "../useSettings.ts";
import { Note, ProblemNote } from "./Note.tsx";

/** Shows its children to whoever is signed in; else says what is missing, and offers the next step. */
export function Gate({ children }: { children: ReactNode }) {
  const settings = useSettings();
  if (settings.data === undefined) return null;
  if (settings.data.workerUrl === null)
    return (
      <div className="panel flat">
        <Note tone="quiet" title="Set up Marginalia first">
          <p>Click the Marginalia button in the browser's toolbar and enter the address of your firm's Marginalia.</p>
        </Note>
      </div>
    );
  if (settings.data.signedIn === null)
    return (
      <div className="panel flat stack">
        <Note tone="quiet" title="You are signed out">
          <p>Sign in with Xero to see projects, margins and suggested coding here.</p>
          <div>
            <button type="button" className="button main small" onClick={() => void send("page.signIn", { setupToken: null })}>
              Sign in with Xero
            </button>
          </div>
        </Note>
        {settings.data.lastProblem !== null && <ProblemNote problem={settings.data.lastProblem} />}
      </div>
    );
  return children;
}
