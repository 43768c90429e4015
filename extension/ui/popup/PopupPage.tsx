import { browser } from "wxt/browser";
import { pageUrl } from "../../data/pageUrl.ts";
import { Brand } from "../parts/Brand.tsx";
import { ProblemNote } from "../parts/Note.tsx";
import { useSettings } from "../useSettings.ts";
import { AddressForm } from "./AddressForm.tsx";
import { ConnectionPanel } from "./ConnectionPanel.tsx";
import { SignInPanel } from "./SignInPanel.tsx";

/** The popup: address, sign-in, connection, and how the sync stands. It may close at any time; everything slow runs in the background. */
export function PopupPage() {
  const settings = useSettings();
  return (
    <main className="popup stack four">
      <header className="row apart">
        <h1>
          <Brand />
        </h1>
        {settings.data?.signedIn != null && (
          <span className="row">
            <button type="button" className="button plain small" onClick={() => void openSidePanel()}>
              Side panel
            </button>
            <button type="button" className="button plain small" onClick={() => void browser.tabs.create({ url: pageUrl("dashboard") })}>
              Dashboard
            </button>
          </span>
        )}
      </header>
      {settings.data === undefined ? null : settings.data.workerUrl === null ? (
        <AddressForm />
      ) : settings.data.signedIn === null ? (
        <SignInPanel workerUrl={settings.data.workerUrl} />
      ) : (
        <ConnectionPanel settings={settings.data} />
      )}
      {settings.data?.lastProblem != null && <ProblemNote problem={settings.data.lastProblem} />}
    </main>
  );
}

async function openSidePanel(): Promise<void> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  if (tab?.id !== undefined) await browser.sidePanel.open({ tabId: tab.id });
  window.close();
}
