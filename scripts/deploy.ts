import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { EXTENSION_ID } from "../extension/extensionId.ts";

/**
 * Deploys to Cloudflare: creates the database when wrangler.toml does not name one yet, migrates it, asks for what is secret and
 * publishes the Worker. Every step can be repeated; a step that fails stops the rest and says so.
 */
const root = new URL("..", import.meta.url).pathname;
const wrangler = join(root, "node_modules", ".bin", "wrangler");
const NO_DATABASE = "00000000-0000-0000-0000-000000000000";

function run(parameters: readonly string[], input?: string): string {
  const { status, stdout, stderr } = spawnSync(wrangler, parameters, { cwd: root, encoding: "utf8", ...(input === undefined ? {} : { input }) });
  if (status !== 0) {
    console.error(stdout, stderr);
    console.error(`"wrangler ${parameters.join(" ")}" failed. Nothing after it was done. Mend the cause and run npm run deploy again.`);
    process.exit(1);
  }
  return stdout;
}

const asker = createInterface({ input: process.stdin, output: process.stdout });
const ask = async (question: string): Promise<string> => (await asker.question(`${question} `)).trim();

const configFile = join(root, "wrangler.toml");
const config = readFileSync(configFile, "utf8");
if (config.includes(NO_DATABASE)) {
  const created = run(["d1", "create", "marginalia"]);
  const id = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(created)?.[0];
  if (id === undefined) throw new Error("Cloudflare did not say the new database's id. Put it into wrangler.toml by hand (wrangler d1 list).");
  writeFileSync(configFile, config.replace(NO_DATABASE, id));
  console.log("Database created; its id is in wrangler.toml now.");
}
run(["d1", "migrations", "apply", "marginalia", "--remote"]);
console.log("Database migrated.");

const publicUrl = await ask("Public address of the Worker (https://…, without the word xero):");
if (!publicUrl.startsWith("https://") || publicUrl.toLowerCase().includes("xero")) {
  console.error("The address must begin with https:// and must not contain xero: Xero refuses such back-links. Nothing was published.");
  process.exit(1);
}
const setupToken = randomBytes(24).toString("base64url");
const secrets: Record<string, string> = {
  XERO_API_URL: "https://api.xero.com",
  XERO_IDENTITY_URL: "https://identity.xero.com",
  XERO_LOGIN_URL: "https://login.xero.com",
  XERO_CLIENT_ID: await ask("Xero app's client id:"),
  XERO_CLIENT_SECRET: await ask("Xero app's client secret:"),
  XERO_WEBHOOK_KEY: await ask("Xero app's webhook key:"),
  PUBLIC_URL: publicUrl,
  EXTENSION_IDS: EXTENSION_ID,
  SETUP_TOKEN: setupToken,
};
const stored = run(["secret", "list"]);
// New keys would make the stored Xero sign-ins unreadable, so existing ones stay.
if (!stored.includes("TOKEN_KEYS")) secrets["TOKEN_KEYS"] = `k1:${randomBytes(32).toString("base64")}`;
asker.close();
run(["secret", "bulk"], JSON.stringify(secrets));
run(["deploy"]);
console.log(`\nDeployed. In the Xero app, set the redirect address to ${publicUrl}/auth/callback and the webhook address to ${publicUrl}/webhooks/xero.`);
console.log(`Open the extension's popup, enter ${publicUrl} and sign in as the first admin with this one-time token:\n\n  ${setupToken}\n`);
