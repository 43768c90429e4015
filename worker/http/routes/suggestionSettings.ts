import { Hono } from "hono";
import { SuggestionSettingsInput, type SuggestionSettingsView } from "../../../shared/api/suggestionShapes.ts";
import { type SuggestionRules, suggestionRules } from "../../../shared/suggest/suggestionRules.ts";
import { shippedThresholds } from "../../../shared/suggest/thresholds.ts";
import { saveRules } from "../../store/reads/syncRules.ts";
import { forgetModelAnswers, MODEL_DAILY_BUDGET, modelAskedToday } from "../../suggest/storedModel.ts";
import { accessTo, memberWith } from "../access.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { readBody } from "../input.ts";
import { refuse } from "../refuse.ts";

/** The threshold below which nothing is suggested, and the consent to ask a language model: an admin's to decide, kept with the organisation's rules. */
export function suggestionSettingRoutes(deps: HttpDeps): Hono<HttpEnv> {
  const viewOf = async (organisationId: string, rules: SuggestionRules): Promise<SuggestionSettingsView> => ({
    shippedThresholdE2: Math.round(shippedThresholds.low * 10_000),
    thresholdE2: rules.thresholdE2 ?? Math.round(shippedThresholds.low * 10_000),
    languageModel: {
      available: deps.languageModel !== null,
      provider: deps.languageModel?.provider ?? null,
      consentedBy: rules.languageModel?.by ?? null,
      consentedAt: rules.languageModel?.at ?? null,
      askedToday: await modelAskedToday(deps.db, organisationId, deps.clock.now()),
      dailyBudget: MODEL_DAILY_BUDGET,
    },
  });
  return new Hono<HttpEnv>()
    .get("/suggestions/settings", async (c) => {
      const { organisation } = await accessTo(c, deps, { role: "viewer" });
      return c.json(await viewOf(organisation.id, suggestionRules(organisation.rules)));
    })
    .put("/suggestions/settings", async (c) => {
      const input = await readBody(c, SuggestionSettingsInput);
      const { name } = memberWith(c, "admin");
      const { organisation } = await accessTo(c, deps, { role: "admin" });
      const before = suggestionRules(organisation.rules);
      if (input.languageModel === true && before.languageModel === null) {
        if (deps.languageModel === null) refuse("not_possible_now", "The firm's Worker has no language model to ask.", { remedy: "Whoever runs the Worker sets LANGUAGE_MODEL; docs/03-suggestions.md says how." });
        if (input.providerDoesNotTrain !== true) refuse("invalid_input", "providerDoesNotTrain must be true: Xero's terms forbid that its data trains models.", { at: "providerDoesNotTrain" });
      }
      const after: SuggestionRules = {
        thresholdE2: input.thresholdE2 === undefined ? before.thresholdE2 : input.thresholdE2 === Math.round(shippedThresholds.low * 10_000) ? null : input.thresholdE2,
        languageModel: input.languageModel === undefined ? before.languageModel : input.languageModel ? (before.languageModel ?? { by: name, at: deps.clock.now() }) : null,
      };
      if (after.languageModel === null) await forgetModelAnswers(deps.db, organisation.id);
      await saveRules(deps.db, organisation.id, { ...(organisation.rules as object), suggestions: after });
      return c.json(await viewOf(organisation.id, after));
    });
}
