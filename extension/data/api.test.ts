import { describe, expect, test } from "vitest";
import { askWorker } from "./api.ts";

function ask(answer: () => Promise<Response> | Response) {
  const seen: { url: string; init: RequestInit }[] = [];
  const ports = {
    fetch: (async (url: URL, init: RequestInit) => {
      seen.push({ url: String(url), init });
      return await answer();
    }) as typeof fetch,
    workerUrl: "https://m.example.test",
    token: "secret",
    organisationId: "org_1",
    createRequestId: () => "request-1",
  };
  return { ports, seen };
}
const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });

describe("asking the firm's Worker", () => {
  test("names the organisation, carries the token, and cannot be led to another address by an id", async () => {
    const { ports, seen } = ask(() => json(200, { outcome: "written" }));
    await askWorker(ports, { route: "resolveConflict", params: { id: "../../../x?y" }, body: { choice: "ours" } });
    expect(seen[0]?.url).toBe("https://m.example.test/v1/conflicts/..%2F..%2F..%2Fx%3Fy/resolve");
    expect(seen[0]?.init.headers).toMatchObject({ Authorization: "Bearer secret", Organisation: "org_1", "Request-Id": "request-1" });
  });
  test("a read carries no request id and no body", async () => {
    const { ports, seen } = ask(() => json(200, {}));
    await askWorker(ports, { route: "context", query: { shortCode: "!G!hH0" } });
    expect(seen[0]?.url).toBe("https://m.example.test/v1/context?shortCode=%21G%21hH0");
    expect(seen[0]?.init.headers).not.toHaveProperty("Request-Id");
    expect(seen[0]?.init.body).toBeNull();
  });
  test("a problem document becomes a sentence and what to do", async () => {
    const { ports } = ask(() => json(409, { code: "wrong_organisation", detail: "This bill is another's.", remedy: "Open it there." }));
    expect(await askWorker(ports, { route: "me" })).toEqual({
      ok: false,
      status: 409,
      problem: { code: "wrong_organisation", title: "This bill is another's.", next: "Open it there." },
    });
  });
  test.each([
    ["nothing answers", () => Promise.reject(new TypeError("failed")), "unreachable"],
    ["HTML instead of JSON", () => new Response("<h1>Bad gateway</h1>", { status: 502 }), "http-502"],
  ])("%s: a problem, never a throw", async (_, answer, code) => {
    const { ports } = ask(answer);
    expect(await askWorker(ports, { route: "me" })).toMatchObject({ ok: false, problem: { code } });
  });
});
