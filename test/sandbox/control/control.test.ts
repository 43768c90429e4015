import { request as httpsRequest } from "node:https";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serve, type Served } from "../http/serve.ts";
import { createSandbox } from "../sandbox.ts";

const sandbox = createSandbox({ seed: 1, firm: "empty" });
let served: Served;
beforeAll(async () => {
  served = await serve(sandbox, { port: 0, tlsPort: 0 });
});
afterAll(() => served.close());

const control = async (method: string, name: string, body?: unknown) => {
  const response = await fetch(`http://localhost:${served.port}/__control/${name}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

describe("control over HTTP", () => {
  test("a person's act, its refusal with Xero's sentence, and the log of it", async () => {
    const tenantId = sandbox.organisations[0]?.tenantId;
    const made = await control("POST", "bookkeeper", { action: "createContact", tenantId, contact: { Name: "Made over HTTP" } });
    expect(made.body).toMatchObject({ name: "Made over HTTP" });
    const refused = await control("POST", "bookkeeper", { action: "createContact", tenantId, contact: { Name: "Made over HTTP" } });
    expect(refused).toMatchObject({ status: 409, body: { messages: [expect.stringContaining("already assigned")] } });
    expect((await control("GET", "log")).body["changes"]).toMatchObject([{ entity: "Contact", by: "bookkeeper" }]);
  });

  test("clock, assumptions, tokens and faults", async () => {
    const before = (await control("GET", "clock")).body["nowMs"] as number;
    expect((await control("POST", "clock/advance", { ms: 5_000 })).body["nowMs"]).toBe(before + 5_000);
    expect((await control("PUT", "assumptions", { missingScope: "403" })).body).toMatchObject({ missingScope: "403" });
    expect((await control("PUT", "assumptions", { missingScope: "teapot" })).status).toBe(400);
    const token = (await control("POST", "token", {})).body["accessToken"] as string;
    await control("POST", "faults", { kind: "unavailable-503", times: 1 });
    const ask = () => fetch(`http://localhost:${served.port}/connections`, { headers: { authorization: `Bearer ${token}` } });
    expect([(await ask()).status, (await ask()).status]).toEqual([503, 200]);
    expect((await control("GET", "faults")).body["firings"]).toEqual({ "unavailable-503": 1 });
  });

  test.each([
    ["an action by the name of every object", "POST", "bookkeeper", { action: "constructor" }],
    ["a fault by such a name", "POST", "faults", { kind: "constructor" }],
    ["a switch by such a name", "PUT", "assumptions", { toString: "x" }],
    ["books by such a name", "GET", "books?kind=constructor", undefined],
    ["a clock that runs backwards", "POST", "clock/advance", { ms: -5 }],
    ["a clock moved by a word", "POST", "clock/advance", { ms: "soon" }],
    ["a world that is none", "PUT", "state", { organisations: 1, tokens: 2 }],
  ])("%s is refused, and the world goes on", async (_, method, path, body) => {
    const sandbox = createSandbox({ seed: 1, firm: "empty" });
    const before = sandbox.save();
    const answer = await sandbox.fetch(new Request(`http://localhost/__control/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }));
    expect([answer.status, Object.keys((await answer.json()) as object)]).toEqual([400, ["error"]]);
    expect(sandbox.save()).toBe(before);
  });

  test("unknown levers and broken JSON are told so", async () => {
    expect((await control("POST", "nothing", {})).status).toBe(404);
    expect((await control("POST", "bookkeeper", { action: "burnTheBooks" })).status).toBe(400);
    expect((await control("POST", "faults", { kind: "meteor" })).status).toBe(400);
  });

  test("the world can be taken out, put back and begun anew", async () => {
    const saved = await (await fetch(`http://localhost:${served.port}/__control/state`)).text();
    await control("POST", "reset", { seed: 9, firm: "empty" });
    expect(sandbox.organisations[0]?.books.contacts.size).toBe(0);
    await fetch(`http://localhost:${served.port}/__control/state`, { method: "PUT", body: saved });
    expect([...(sandbox.organisations[0]?.books.contacts.values() ?? [])][0]?.name).toBe("Made over HTTP");
  });

  test("a line that a fault cuts is a dead socket, not an answer", async () => {
    sandbox.faults.arm({ kind: "connection-refused", times: 1 });
    await expect(fetch(`http://localhost:${served.port}/connections`)).rejects.toThrow("fetch failed");
  });
});

test("TLS for Xero's own hosts, trusted through the stand-in's authority alone", async () => {
  const ask = (ca: string | undefined) =>
    new Promise<number>((resolve, reject) => {
      const asked = httpsRequest({ host: "127.0.0.1", port: served.tlsPort, servername: "api.xero.com", path: "/connections", headers: { host: "api.xero.com" }, ...(ca ? { ca } : {}) }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      asked.on("error", reject);
      asked.end();
    });
  expect(await ask(served.caPem)).toBe(401);
  await expect(ask(undefined)).rejects.toThrow(/self-signed/);
  expect(served.spkiHash).toMatch(/^[A-Za-z0-9+/]{43}=$/);
});
