import type { Config } from "./config.ts";
import type { LanguageModel } from "./http/deps.ts";
import { openAiCompatible } from "./suggest/openAiCompatible.ts";
import { type WorkersAi, workersAi } from "./suggest/workersAi.ts";

/** The model that the firm set up, or null: an endpoint by address, else the Worker's own AI binding. Nobody is asked before an organisation's admin consents. */
export function openLanguageModel({ languageModel }: Pick<Config, "languageModel">, ai: unknown, send: typeof fetch): LanguageModel | null {
  if (languageModel === null) return null;
  const { url, key, model } = languageModel;
  if (url !== null) return { provider: `${new URL(url).host}, ${model}`, ask: openAiCompatible({ url, key, model }, send) };
  return isWorkersAi(ai) ? { provider: `Cloudflare Workers AI, ${model}`, ask: workersAi(ai, model) } : null;
}

function isWorkersAi(ai: unknown): ai is WorkersAi {
  return typeof ai === "object" && ai !== null && "run" in ai && typeof ai.run === "function";
}
