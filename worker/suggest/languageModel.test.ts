import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startLyingModel } from "../../test/lyingModel.ts";
import { askLanguageModel, type ModelQuestion } from "./languageModel.ts";
import { openAiCompatible } from "./openAiCompatible.ts";
import { type WorkersAi, workersAi } from "./workersAi.ts";

const question = (supplierName: string): ModelQuestion => ({
  supplierName, description: "Annual licence",
  candidates: { account: [{ value: "463", name: "IT software" }, { value: "493", name: "Travel" }], tax: [{ value: "INPUT", name: "20% VAT" }], project: [] },
});
const nothing = { account: null, tax: null, project: null };
let endpoint: Awaited<ReturnType<typeof startLyingModel>>;
beforeAll(async () => void (endpoint = await startLyingModel()));
afterAll(() => endpoint.close());
const ask = (supplierName: string, key: string | null = null) => askLanguageModel(openAiCompatible({ url: endpoint.url, key, model: "m" }, fetch), question(supplierName), 250);

describe("a language model as second opinion", () => {
  test("a choice among the candidates is taken", async () => {
    expect(await ask("honest")).toEqual({ account: "463", tax: "INPUT", project: null });
    expect(await ask("fenced")).toEqual({ account: "493", tax: null, project: null });
  });
  test.each(["an account that does not exist", "a code instead of a number", "prose", "an injected page"])("%s: nothing is taken", async (name) => {
    expect(await ask(name)).toEqual(nothing);
  });
  test.each(["no message", "a flood", "an error", "a redirect", "silence", "half an answer"])("%s: there is no answer, and nobody waits for it", async (name) => {
    expect(await ask(name)).toBeNull();
  });
  test("it sees names and words, and nothing else; the key travels in the header alone", async () => {
    await ask("honest", "secret-key");
    const { body, authorization } = endpoint.seen.at(-1)!;
    expect(JSON.parse(body.messages[1]!.content)).toEqual({ supplier: "honest", text: "Annual licence", account: ["0: IT software", "1: Travel"], tax: ["0: 20% VAT"], project: [] });
    expect(authorization).toBe("Bearer secret-key");
    expect(JSON.stringify(body)).not.toContain("secret-key");
  });
});

describe("Cloudflare's binding", () => {
  const usage = { prompt_tokens: 210, completion_tokens: 9, total_tokens: 219 };
  const asked: Parameters<WorkersAi["run"]>[] = [];
  const bound = (answer: unknown) => {
    const run: WorkersAi["run"] = async (...parameters) => {
      asked.push(parameters);
      if (answer instanceof Error) throw answer;
      return answer;
    };
    return askLanguageModel(workersAi({ run }, "@cf/meta/llama-3.1-8b-instruct"), question("any"), 250);
  };
  const completion = (message: object, finish_reason = "stop") => ({ id: "chatcmpl-1", object: "chat.completion", created: 1_795_000_000, model: "m", choices: [{ index: 0, message: { role: "assistant", refusal: null, ...message }, finish_reason, logprobs: null }], usage });

  test("the binding of Cloudflare's own types is one that we can ask", () => {
    // A type that drifted apart from ours would not compile here.
    const fits = (binding: Ai): WorkersAi => binding;
    expect(typeof fits).toBe("function");
  });

  test.each([
    ["text", { response: '{"account":0}', tool_calls: [], usage }, { ...nothing, account: "463" }],
    ["an object, as in JSON mode", { response: { account: 1, tax: 0 }, usage }, { ...nothing, account: "493", tax: "INPUT" }],
    ["a chat completion", completion({ content: '{"account":1}' }), { ...nothing, account: "493" }],
  ])("%s is an answer", async (_, answer, chosen) => expect(await bound(answer)).toEqual(chosen));

  test.each([
    ["a stream", new ReadableStream()],
    ["a raw response", new Response('{"response":"{}"}')],
    ["a batch that was queued", { status: "queued", request_id: "r", model: "m" }],
    ["calls of tools", { tool_calls: [{ name: "pay", arguments: {} }], usage }],
    ["no text", { response: "", usage }],
    ["a list", { response: [1, 2], usage }],
    ["a bare text", '{"account":0}'],
    ["nothing", undefined],
    ["a refusal", completion({ content: '{"account":0}', refusal: "I cannot." })],
    ["thoughts alone", completion({ content: null, reasoning: "Well" })],
    ["a text that was cut", completion({ content: '{"account":0}' }, "length")],
    ["no such model", Object.assign(new Error("5007: No such model @cf/none or task"), { name: "AiError" })],
    ["the day's allowance", Object.assign(new Error("3036: You have used up your daily free allocation of 10,000 neurons."), { name: "InferenceUpstreamError" })],
    ["no capacity", Object.assign(new Error("3040: No more data centers to forward the request to"), { name: "InferenceUpstreamError" })],
  ])("%s is none", async (_, answer) => expect(await bound(answer)).toBeNull());

  test("it is asked for one piece, and told when nobody waits any more", async () => {
    await bound({ response: "{}", usage });
    const [model, input, { signal }] = asked.at(-1)!;
    expect([model, input.stream, input.messages.map(({ role }) => role), signal.aborted]).toEqual(["@cf/meta/llama-3.1-8b-instruct", false, ["system", "user"], false]);
    let aborted = false;
    const silent: WorkersAi = { run: (_, __, options) => new Promise((_resolve, reject) => options.signal.addEventListener("abort", () => ((aborted = true), reject(new Error("3008: Request was aborted"))))) };
    expect(await askLanguageModel(workersAi(silent, "m"), question("any"), 20)).toBeNull();
    expect(aborted).toBe(true);
  });
});
