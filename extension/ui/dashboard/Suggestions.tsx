import { Accuracy } from "./Accuracy.tsx";
import { LanguageModel } from "./LanguageModel.tsx";
import { Loaded } from "./Loaded.tsx";
import { Threshold } from "./Threshold.tsx";

/** How suggestions fare here, from which confidence on something is suggested, and whether a language model may be asked. */
export function Suggestions() {
  return (
    <Loaded route="suggestionAccuracy">
      {(accuracy) => (
        <Loaded route="suggestionSettings">
          {(settings) => (
            <div className="stack four">
              <Accuracy rows={accuracy.items} />
              <Threshold key={settings.thresholdE2} settings={settings} record={accuracy.byConfidence} />
              <LanguageModel settings={settings} />
            </div>
          )}
        </Loaded>
      )}
    </Loaded>
  );
}
