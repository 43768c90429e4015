import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { createSandbox } from "../../sandbox/sandbox.ts";
import { forForeignClients } from "./foreignClient.ts";

/** What a program says that asks for one address after another with axios, under the preload. */
async function asked(addresses: readonly string[], env: Record<string, string>, { node, preload }: { node: string; preload: readonly string[] }): Promise<string[]> {
  const program = `const axios = require("axios"); (async () => { for (const url of ${JSON.stringify(addresses)}) console.log(await axios.get(url).then((answer) => answer.data.issuer, (error) => error.message)); })();`;
  return (await promisify(execFile)(node, [...preload, "-e", program], { env, cwd: new URL("../../..", import.meta.url).pathname })).stdout.trim().split("\n");
}

test("the preload leads Xero's hosts here with their names checked, and lets no other address of Xero's out", async () => {
  const surroundings = await forForeignClients(createSandbox({ seed: 1, firm: "empty" }));
  const discovery = "https://identity.xero.com/.well-known/openid-configuration";
  const { NODE_EXTRA_CA_CERTS: _, ...untrusting } = surroundings.env;
  expect(await asked([discovery, "https://go.xero.com/", "https://xero.com/"], surroundings.env, surroundings)).toEqual(["https://identity.xero.com", "go.xero.com is not led to the stand-in", "xero.com is not led to the stand-in"]);
  expect((await asked([discovery], untrusting, surroundings))[0]).toMatch(/certificate/);
  await surroundings.close();
}, 30_000);
