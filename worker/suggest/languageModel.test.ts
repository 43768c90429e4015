import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startLyingModel } from "../../test/lyingModel.ts";
import { askLanguageModel, type ModelQuestion } from "./languageModel.ts";
import { openAiCompatible } from "./openAiCompatible.ts";
import { workersAi } from "./workersAi.ts";

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
  test("Cloudflare's binding: text, parsed JSON, and neither", async () => {
    const bound = (response: unknown) => askLanguageModel(workersAi({ run: async () => ({ response }) }, "m"), question("any"), 250);
    expect(await bound('{"account":0}')).toEqual({ ...nothing, account: "463" });
    expect(await bound({ account: 1, tax: 0 })).toEqual({ ...nothing, account: "493", tax: "INPUT" });
    expect(await bound(undefined)).toBeNull();
  });
});
