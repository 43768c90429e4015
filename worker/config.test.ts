import { describe, expect, test } from "vitest";
import { parseConfig } from "./config.ts";

const key = btoa("k".repeat(32));
const good = {
  XERO_API_URL: "https://api.xero.com",
  XERO_IDENTITY_URL: "https://identity.xero.com/",
  XERO_LOGIN_URL: "http://localhost:4000",
  XERO_CLIENT_ID: "CLIENT",
  XERO_CLIENT_SECRET: "client-secret",
  XERO_WEBHOOK_KEY: "webhook-key",
  TOKEN_KEYS: `b:${key},a:${key}`,
  PUBLIC_URL: "https://margin.example.com",
  EXTENSION_IDS: "abcdefghijklmnopabcdefghijklmnop",
  SETUP_TOKEN: "setup-token-of-sixteen",
};

describe("config", () => {
  test("reads every setting; the first token key is current; trailing slashes go", () => {
    const result = parseConfig(good);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    expect(result.config.xeroIdentityUrl).toBe("https://identity.xero.com");
    expect(result.config.tokenKeys.map((entry) => entry.id)).toEqual(["b", "a"]);
    expect(result.config.tokenKeys[0]?.bytes.length).toBe(32);
  });

  test("an empty environment names all ten settings at once", () => {
    const result = parseConfig({});
    expect(result.ok ? [] : result.problems.map((problem) => problem.name).toSorted()).toEqual(Object.keys(good).toSorted());
  });

  test.each([
    ["XERO_API_URL", "not an address"],
    ["XERO_API_URL", "http://api.example.com"],
    ["XERO_LOGIN_URL", "https://login.example.com/?a=1"],
    ["PUBLIC_URL", "https://my-Xero-tools.example.com"],
    ["TOKEN_KEYS", "a:dG9vIHNob3J0"],
    ["TOKEN_KEYS", `a:${key},a:${key}`],
    ["EXTENSION_IDS", "ABC"],
    ["SETUP_TOKEN", "short"],
    ["XERO_CLIENT_SECRET", "   "],
  ])("%s = %j is refused by name, and its value is not repeated", (name, value) => {
    const result = parseConfig({ ...good, [name]: value });
    if (result.ok) throw new Error("was accepted");
    expect(result.problems.map((problem) => problem.name)).toEqual([name]);
    if (value.trim() !== "") expect(JSON.stringify(result.problems)).not.toContain(value);
  });
});
