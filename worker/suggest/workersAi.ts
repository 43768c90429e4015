import * as v from "valibot";
import type { AskModel } from "./languageModel.ts";

/** The part of Cloudflare's Workers AI binding that is used: text generation, in one piece. {@link https://developers.cloudflare.com/workers-ai/configuration/bindings/} */
export interface WorkersAi {
  run(model: string, input: { messages: { role: string; content: string }[]; max_tokens: number; temperature: number; stream: false }, options: { signal: AbortSignal }): Promise<unknown>;
}

const said = v.pipe(v.string(), v.nonEmpty());

/** What text generation answers: text, or in JSON mode an object that was parsed already. {@link https://developers.cloudflare.com/workers-ai/features/json-mode/} */
const Generated = v.looseObject({ response: v.union([said, v.custom<object>((value) => typeof value === "object" && value !== null && !Array.isArray(value))]) });
/** What models that speak OpenAI's chat completions answer. A text that was cut at its length says less than it seems to. */
const Completed = v.looseObject({ choices: v.looseTuple([v.looseObject({ finish_reason: v.literal("stop"), message: v.looseObject({ content: said, refusal: v.nullish(v.null()) }) })]) });

/**
 * Asks a model that runs at Cloudflare, within the firm's own account. Whatever is not one of the two documented answers is none: a stream, a raw
 * response, a queued batch, calls of tools, a refusal. Cloudflare's own failures (no such model, out of capacity, the day's allowance used up) reject.
 */
export function workersAi(ai: WorkersAi, model: string): AskModel {
  return async (messages, signal) => {
    const answer = await ai.run(model, { messages: [...messages], max_tokens: 60, temperature: 0, stream: false }, { signal });
    // Objects of the platform carry whatever they like: only plain ones are answers.
    if (answer instanceof ReadableStream || answer instanceof Response) throw new Error("the model answered with a stream");
    const generated = v.safeParse(Generated, answer);
    if (generated.success) return typeof generated.output.response === "string" ? generated.output.response : JSON.stringify(generated.output.response);
    const completed = v.safeParse(Completed, answer);
    if (completed.success) return completed.output.choices[0].message.content;
    throw new Error("the model answered without a text");
  };
}
