import type { AskModel } from "./languageModel.ts";

export interface ModelEndpoint {
  /** Up to and without /chat/completions. */
  readonly url: string;
  readonly key: string | null;
  readonly model: string;
}

const ANSWER_BYTES = 64_000;

/** Asks an endpoint that speaks OpenAI's chat completions. Redirects are refused: they would carry the key elsewhere. */
export function openAiCompatible(endpoint: ModelEndpoint, send: typeof fetch): AskModel {
  return async (messages, signal) => {
    const answer = await send(`${endpoint.url}/chat/completions`, {
      method: "POST", signal, redirect: "error",
      headers: { "content-type": "application/json", ...(endpoint.key !== null && { authorization: `Bearer ${endpoint.key}` }) },
      body: JSON.stringify({ model: endpoint.model, messages, temperature: 0, max_tokens: 60 }),
    });
    if (!answer.ok) throw new Error(`the model's endpoint answered ${answer.status}`);
    const body = JSON.parse((await readUpTo(answer, ANSWER_BYTES)) || "null") as { choices?: { message?: { content?: unknown } }[] } | null;
    const content = body?.choices?.[0]?.message?.content;
    if (typeof content !== "string") throw new Error("the model's endpoint answered without a message");
    return content;
  };
}

async function readUpTo(answer: Response, limit: number): Promise<string> {
  const reader = answer.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  while (reader !== undefined) {
    const { done, value } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
    if (text.length > limit) {
      await reader.cancel();
      throw new Error("the model's endpoint answered too much");
    }
  }
  return text;
}
