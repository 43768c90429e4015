import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { SuggestionSettingsView } from "../../../shared/api/suggestionShapes.ts";
import { ask, problemOf } from "../ask.ts";
import { count, moment } from "../format.ts";
import { ConfirmButton } from "../parts/ConfirmButton.tsx";
import { Note, ProblemNote } from "../parts/Note.tsx";
import { useSettings } from "../useSettings.ts";

/** A language model for suppliers never seen before: off until an admin consents, for this organisation alone, knowing exactly what is sent. */
export function LanguageModel({ settings }: { settings: SuggestionSettingsView }) {
  const queries = useQueryClient();
  const isAdmin = useSettings().data?.signedIn?.role === "admin";
  const [noTraining, setNoTraining] = useState(false);
  const save = useMutation({
    mutationFn: (languageModel: boolean) => ask("saveSuggestionSettings", { body: { languageModel, ...(languageModel && { providerDoesNotTrain: true }) }, scope: "chosen" }),
    onSuccess: (saved) => queries.setQueryData(["suggestionSettings"], saved),
  });
  const { available, provider, consentedBy, consentedAt, askedToday, dailyBudget } = settings.languageModel;
  const isOn = consentedAt !== null;
  return (
    <section className="panel" aria-label="Language model">
      <header className="row apart top">
        <div className="grow">
          <h2>Language model for new suppliers</h2>
          <p className="soft small">Suggestions come from your own earlier bills. For a supplier you never bought from there are none; a language model can be asked then.</p>
        </div>
        <span className={`tag ${isOn ? "info" : "quiet"}`}>{isOn ? "on" : "off"}</span>
      </header>
      <div className="stack">
        {!available ? (
          <p className="soft">Your firm’s Marginalia has no language model set up. Whoever runs it can do so; until then nothing is sent anywhere.</p>
        ) : (
          <>
            <div className="stack two">
              <h3>What is sent to {provider}</h3>
              <ul className="bullets small">
                <li>the supplier’s name and the text of the line,</li>
                <li>the names of your active accounts, GST rates and projects, to choose from.</li>
              </ul>
              <p className="small">Never sent: amounts, dates, account numbers, other bills, who you are. The answer may only be one of those names; anything else is dropped. It is marked in the card, and nothing is written without a click.</p>
            </div>
            {isOn ? (
              <div className="row apart">
                <p className="small">
                  {consentedBy} consented, {moment(consentedAt)}. Asked today: {count(askedToday)} of at most {count(dailyBudget)}.
                </p>
                {isAdmin && <ConfirmButton label="Switch off" about="the language model" disabled={save.isPending} onConfirm={() => save.mutate(false)} />}
              </div>
            ) : (
              isAdmin && (
                <form
                  className="stack two"
                  onSubmit={(event) => {
                    event.preventDefault();
                    save.mutate(true);
                  }}
                >
                  <label className="row tight top">
                    <input type="checkbox" checked={noTraining} onChange={(event) => setNoTraining(event.target.checked)} />
                    <span>Our agreement with {provider} says that what we send is not used to train models. Xero’s terms forbid that for data that comes from Xero.</span>
                  </label>
                  <div>
                    <button type="submit" className="button small" disabled={!noTraining || save.isPending}>
                      {save.isPending ? "Saving" : "I consent for this organisation"}
                    </button>
                  </div>
                </form>
              )
            )}
          </>
        )}
        {!isAdmin && available && !isOn && <Note tone="quiet" title="Only an admin can consent." />}
        {save.isError && <ProblemNote problem={problemOf(save.error)} />}
      </div>
    </section>
  );
}
