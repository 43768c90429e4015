import type { AskModel } from "./languageModel.ts";

/** The part of Cloudflare's Workers AI binding that is used. {@link https://developers.cloudflare.com/workers-ai/configuration/bindings/} */
export interface WorkersAi {
  run(model: string, input: { messages: readonly { role: string; content: string }[]; max_tokens: number; temperature: number }): Promise<unknown>;
}

/** Asks a model that runs at Cloudflare, within the firm's own account. Its answer is text, or JSON that was parsed already. */
export function workersAi(ai: WorkersAi, model: string): AskModel {
  return async (messages) => {
    const answer = (await ai.run(model, { messages, max_tokens: 60, temperature: 0 })) as { response?: unknown } | null;
    const response = answer?.response;
    if (typeof response === "string") return response;
    if (typeof response === "object" && response !== null) return JSON.stringify(response);
    throw new Error("the model answered without a text");
  };
}
