import { createServer, type Server, type ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { languageModel, type ModelQuestion } from "./languageModel.ts";
import { openAiCompatible } from "./openAiCompatible.ts";

const question = (supplierName: string): ModelQuestion => ({
  supplierName, description: "Annual licence",
  candidates: { account: [{ value: "463", name: "IT software" }, { value: "493", name: "Travel" }], tax: [{ value: "INPUT", name: "20% VAT" }], project: [] },
});
const nothing = { account: null, tax: null, project: null };
const message = (content: unknown) => (response: ServerResponse): void => {
  response.setHeader("content-type", "application/json").end(JSON.stringify({ choices: [{ message: { content } }] }));
};
/** How the endpoint behaves, by supplier name. */
const behaviours: Record<string, (response: ServerResponse) => void> = {
  honest: message('{"account":0,"tax":0,"project":null}'),
  fenced: message('```json\n{"account":1,"tax":null,"project":null}\n```'),
  "an account that does not exist": message('{"account":77,"tax":-1,"project":0}'),
  "a code instead of a number": message('{"account":"999","tax":"EVIL","project":"x"}'),
  prose: message("Sure! I think you should pay this bill right away."),
  "an injected page": message('<script>alert(1)</script>{"account":0}'),
  "no message": (response) => void response.end("{}"),
  "a flood": message("x".repeat(500_000)),
  "an error": (response) => void response.writeHead(500).end("down"),
  "a redirect": (response) => void response.writeHead(302, { location: "http://127.0.0.1:1/steal" }).end(),
  silence: () => undefined,
  "half an answer": (response) => void response.write('{"choices":'),
};
let server: Server;
let url = "";
let bodies: string[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString())).on("end", () => {
      bodies.push(body);
      const { supplier } = JSON.parse((JSON.parse(body) as { messages: { content: string }[] }).messages[1]?.content ?? "{}") as { supplier: string };
      (behaviours[supplier] ?? message("{}"))(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/v1`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
const model = (dailyBudget = 100, now = () => 0) => languageModel(openAiCompatible({ url, key: null, model: "m" }, fetch), { timeoutMs: 250, dailyBudget, cacheEntries: 10 }, now);

describe("a language model as second opinion", () => {
  test("a choice among the candidates is taken", async () => {
    expect(await model()(question("honest"))).toEqual({ account: "463", tax: "INPUT", project: null });
    expect(await model()(question("fenced"))).toEqual({ account: "493", tax: null, project: null });
  });
  test.each(Object.keys(behaviours).filter((name) => name !== "honest" && name !== "fenced"))("%s: nothing is taken, and it ends in time", async (name) => {
    const start = performance.now();
    expect(await model()(question(name))).toEqual(nothing);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
  test("it sees names and words, and nothing else", async () => {
    bodies = [];
    await model()(question("honest"));
    const sent = JSON.parse((JSON.parse(bodies[0] ?? "{}") as { messages: { content: string }[] }).messages[1]?.content ?? "{}") as object;
    expect(sent).toEqual({ supplier: "honest", text: "Annual licence", account: ["0: IT software", "1: Travel"], tax: ["0: 20% VAT"], project: [] });
  });
  test("the same question is asked once, and the budget of a day ends the asking until the next", async () => {
    bodies = [];
    let now = 0;
    const ask = model(2, () => now);
    await ask(question("honest"));
    await ask(question("honest"));
    await ask(question("prose"));
    expect(await ask(question("fenced"))).toEqual(nothing);
    expect(bodies.length).toBe(2);
    now = 86_400_000;
    expect((await ask(question("fenced"))).account).toBe("493");
  });
});
