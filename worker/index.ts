import { problem } from "../shared/api/problem.ts";
import { type Config, parseConfig } from "./config.ts";
import { createEngine } from "./engine/createEngine.ts";
import { runOrganisation } from "./engine/runOrganisation.ts";
import { gateClass } from "./gate/gate.ts";
import { answer } from "./http/app.ts";
import { keeperClass } from "./keeper/keeper.ts";
import { openApp } from "./openApp.ts";
import { openLanguageModel } from "./openLanguageModel.ts";
import { clock, type Env, openPlatform } from "./platform.ts";
import { runScheduled } from "./runScheduled.ts";
import { findOrganisation } from "./store/reads/organisations.ts";
import { countAfterRound } from "./suggest/countAfterRound.ts";
import { suggestFromCounts } from "./suggest/suggestFromCounts.ts";

/** Wiring only. A Worker with a missing or malformed setting answers nothing but which settings those are. */
export default {
  async fetch(request, env, context) {
    const parsed = parseConfig(env);
    if (!parsed.ok) {
      const named = parsed.problems.map(({ name, sentence }) => `${name} ${sentence}`).join("; ");
      return answer(problem("not_configured", `These settings are wrong: ${named}.`));
    }
    const platform = openPlatform(env, parsed.config);
    const app = openApp(platform, parsed.config, {
      engine: createEngine(platform.ports, (organisationId) => platform.gate(organisationId).wake(organisationId)),
      suggest: suggestFromCounts(platform.db),
      languageModel: openLanguageModel(parsed.config, env["AI"], platform.fetch),
      later: (work) => context.waitUntil(work),
    });
    return app.fetch(request);
  },

  async scheduled(event, env) {
    await runScheduled(openPlatform(env, configOf(env)), event.scheduledTime);
  },
} satisfies ExportedHandler<Env>;

export const Gate = gateClass<Env>(async (env, context) => {
  const config = configOf(env);
  const platform = openPlatform(env, config);
  const round = await runOrganisation(platform.portsOf(context), context.lease);
  // Deleted: nothing is counted for it, and its gate sleeps for good.
  if ((await findOrganisation(platform.db, { id: context.lease.organisationId })) === null) return null;
  const languageModel = openLanguageModel(config, env["AI"], platform.fetch)?.ask ?? null;
  return countAfterRound({ db: platform.db, organisationId: context.lease.organisationId, now: clock.now(), languageModel }, round);
});

export const Keeper = keeperClass<Env>((env, xeroUserId) => {
  const { credentials, identity } = openPlatform(env, configOf(env));
  return { xeroUserId, credentials, refresh: identity.refresh, now: () => clock.now() };
});

function configOf(env: Env): Config {
  const parsed = parseConfig(env);
  if (!parsed.ok) throw new Error(`wrong settings: ${parsed.problems.map(({ name }) => name).join(", ")}`);
  return parsed.config;
}
