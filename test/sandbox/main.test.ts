import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { readCommandLine } from "./commandLine.ts";

const program = fileURLToPath(new URL("./main.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "stand-in-main-"));
const running: ChildProcess[] = [];
afterEach(() => running.splice(0).forEach((child) => child.kill("SIGKILL")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The stand-in as a stranger starts it. Resolves once it says where it is, or has ended. */
async function start(...words: string[]) {
  const child = spawn(process.execPath, [program, ...words], { stdio: ["ignore", "pipe", "pipe"] });
  running.push(child);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, "exit").then(([code]) => code as number | null);
  await Promise.race([ended, (async () => { while (!said.includes("Organisation:")) await once(child.stdout, "data"); })()]);
  const url = /http:\/\/localhost:\d+/.exec(said)?.[0] ?? "";
  const control = async (method: string, path: string, body?: unknown) => (await fetch(`${url}/__control/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })).json() as Promise<Record<string, never>>;
  return { child, ended, url, control, said: () => said };
}

describe("the command line", () => {
  test.each([
    [["--port", "abc"], "--port takes a whole number from 0 to 65535, not 'abc'"],
    [["--port", "70000"], "--port takes a whole number from 0 to 65535, not '70000'"],
    [[], "--port is missing"],
    [["--port", "0", "--prot", "1"], "Unknown option '--prot'"],
    [["--port", "0", "4100"], "Unexpected argument '4100'. This command does not take positional arguments"],
    [["--port", "0", "--firm", "bakery"], "--firm is agency, empty or large, not 'bakery'"],
    [["--port", "0", "--organisations", "0"], "--organisations takes a whole number from 1 to 50, not '0'"],
    [["--port", "0", "--seed", "1.5"], "--seed takes a whole number from 0 to 9007199254740991, not '1.5'"],
    [["--port", "0", "--app-kind", "native"], "--app-kind is web, pkce or custom, not 'native'"],
    [["--port", "0", "--ca-file", "ca.pem"], "--ca-file goes with --tls-port"],
    [["--port", "0", "--webhook-url", "https://a.example/"], "--webhook-url and --webhook-key go together"],
    [["--port", "0", "--webhook-url", "here", "--webhook-key", "k"], "--webhook-url: 'here' is no address"],
  ])("%j", (words, sentence) => {
    expect(readCommandLine(words)).toEqual({ type: "wrong", sentence });
  });

  test("what is given is what is run", () => {
    const words = "--port 4100 --tls-port 4443 --ca-file ca.pem --seed 3 --organisations 4 --firm empty --state s.json --client-id I --client-secret S --redirect-uri http://localhost/a --redirect-uri http://localhost/b --app-kind custom --webhook-url https://a.example/ --webhook-key k";
    expect(readCommandLine(words.split(" "))).toEqual({
      type: "run",
      given: {
        port: 4100, tlsPort: 4443, caFile: "ca.pem", seed: 3, organisations: 4, firm: "empty", stateFile: "s.json",
        app: { clientId: "I", clientSecret: "S", redirectUris: ["http://localhost/a", "http://localhost/b"], kind: "custom" },
        webhook: { url: "https://a.example/", key: "k" },
      },
    });
  });
});

describe("the program", () => {
  test("says in a sentence what is wrong, and ends with 2; a taken port with 1", async () => {
    const wrong = await start("--port", "x");
    expect([await wrong.ended, wrong.said().split("\n")[0]]).toEqual([2, "--port takes a whole number from 0 to 65535, not 'x'"]);
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const taken = await start("--port", String((other.address() as { port: number }).port), "--firm", "empty");
    expect([await taken.ended, taken.said()]).toEqual([1, expect.stringMatching(/^The port is taken already/)]);
    other.close();
  }, 30_000);

  test("tells how to sign in, and ends with 0 when it is asked to", async () => {
    const here = await start("--port", "0", "--firm", "empty", "--organisations", "1");
    expect(here.said()).toMatch(/client id 5A1D.*secret .*\nPerson: robin\.hale@marlowfinch\.example, password .+\nOrganisation: Marlow & Finch Agency !/);
    here.child.kill("SIGINT");
    expect(await here.ended).toBe(0);
  }, 30_000);

  test("killed at any time, it goes on from its file: contact, token and pushed clock", async () => {
    const file = join(folder, "world.json");
    const words = ["--port", "0", "--firm", "empty", "--organisations", "1", "--state", file];
    const first = await start(...words);
    const { accessToken } = await first.control("POST", "token", {});
    const [organisation] = (await first.control("GET", "organisations")) as unknown as { tenantId: string }[];
    await first.control("POST", "bookkeeper", { action: "createContact", tenantId: organisation!.tenantId, contact: { Name: "Kept" } });
    const { nowMs } = await first.control("POST", "clock/advance", { ms: 600_000 });
    const until = Date.now() + 20_000;
    while (Date.now() < until && !readFileSync(file, "utf8").includes("Kept")) await new Promise((resolve) => setTimeout(resolve, 100));
    first.child.kill("SIGKILL");
    await first.ended;

    const second = await start(...words);
    expect(second.said()).toContain("World of before");
    const answer = await fetch(`${second.url}/api.xro/2.0/Contacts`, { headers: { authorization: `Bearer ${String(accessToken)}`, "xero-tenant-id": organisation!.tenantId, accept: "application/json" } });
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('"Name":"Kept"')]);
    expect(Number((await second.control("GET", "clock"))["nowMs"])).toBeGreaterThanOrEqual(Number(nowMs) - 5_000);
  }, 60_000);

  test("a file that holds no world is named, and left as it is", async () => {
    const file = join(folder, "notes.json");
    writeFileSync(file, "{}");
    const here = await start("--port", "0", "--firm", "empty", "--state", file);
    expect([await here.ended, here.said()]).toEqual([1, `${file} holds no saved world: This is no saved stand-in\n`]);
    expect(readFileSync(file, "utf8")).toBe("{}");
  }, 30_000);
});
