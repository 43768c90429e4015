import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { EXTENSION_ID } from "../extension/extensionId.ts";
import { openBrowser, ownPage } from "../test/e2e/chromium.ts";
import { type Stack, startStack } from "../test/e2e/stack.ts";
import { runStory } from "../test/e2e/story.ts";
import { buildExtension } from "./buildExtension.ts";
import { findChromium } from "./chromium.ts";
import { endWithNpm } from "./endWithNpm.ts";
import { freePort } from "./freePort.ts";
import { startWorker } from "./worker.ts";

/**
 * `npm start`: everything a newcomer needs, in one process. `--check` walks the story once without a window and ends with one line of JSON;
 * `--real` runs the Worker alone against the Xero app in .dev.vars.
 */
const root = new URL("..", import.meta.url).pathname;
const MODES = ["--check", "--real"];
const WORKER_PORT = 8787;
const SANDBOX_PORT = 8788;
const MINUTE_MS = 60_000;

const unknown = process.argv.slice(2).find((word) => !MODES.includes(word));
if (unknown !== undefined) {
  console.error(`"${unknown}" is not known. Possible: npm start, npm start -- --check, npm start -- --real`);
  process.exit(2);
}

endWithNpm();
if (process.argv.includes("--real")) await startReal();
else if (process.argv.includes("--check")) process.exit(await check());
else await startDemo();

async function check(): Promise<number> {
  const folder = join(root, ".marginalia", "check");
  rmSync(folder, { recursive: true, force: true });
  console.log("Building the extension …");
  buildExtension();
  console.log("Starting the stand-in and the Worker …");
  const stack = await startStack({ folder, seed: 7, cronEveryMs: 5_000 });
  stopOnSignal(() => stack.stop());
  const result = await runStory(stack, {
    headless: true,
    onStep: (name, _, ms) => console.log(`  ${name}: as expected (${(ms / 1000).toFixed(1)} s)`),
  });
  await stack.stop();
  if (!result.ok) console.error(`\n${result.failedAt ?? "The story"} failed: ${result.reason ?? "no reason"}\nThe Worker's output is in ${join(folder, "worker.log")}`);
  console.log(JSON.stringify(result));
  return result.ok ? 0 : 1;
}

async function startDemo(): Promise<void> {
  const folder = join(root, ".marginalia", "demo");
  // A demo begins afresh each time: the stand-in's firm lives in memory, and a database that knows another firm would only confuse.
  rmSync(folder, { recursive: true, force: true });
  console.log("Building the extension …");
  buildExtension();
  console.log("Starting the stand-in for Xero and the Worker …");
  const stack = await startStack({ folder, seed: 7, workerPort: WORKER_PORT, sandboxPort: SANDBOX_PORT, cronEveryMs: MINUTE_MS });
  let closeBrowser = (): Promise<void> => Promise.resolve();
  stopOnSignal(async () => {
    await closeBrowser().catch(() => undefined);
    await stack.stop();
  });
  for (const sentence of stack.moved) console.log(sentence);
  const window = hasDisplay() && findChromium() !== null;
  tell(stack, window);
  if (!window) return;
  const browser = await openBrowser({ tlsPort: stack.tlsPort, spkiHash: stack.spkiHash, headless: false });
  closeBrowser = () => browser.close();
  const [first] = browser.pages();
  const popup = first ?? (await browser.newPage());
  await popup.goto(ownPage("popup"));
  const xero = await browser.newPage();
  await xero.goto("https://go.xero.com/");
  await popup.bringToFront();
}

function tell(stack: Stack, window: boolean): void {
  console.log(`
Marginalia is running.

  The Worker            ${stack.workerUrl}
  Stand-in, not Xero    ${stack.sandboxUrl}  (a demo firm, on this machine alone)
  First admin's token   ${stack.setupToken}

${window ? "A Chromium window with the extension is open." : "There is no display or no Chromium here, so no window was opened. With one, run npm start again, or load .output/chrome-mv3 as an unpacked extension."}
Do this next:

  1. In the extension's popup (${ownPage("popup")}), enter ${stack.workerUrl}, open "First person here?",
     paste the token and become the first admin. The demo user's password is filled in.
  2. Connect to Xero: choose one of the two organisations and allow access. The first import starts by itself.
  3. Open https://go.xero.com in that window, choose an invoice or a bill, and look for the chip in its header.

Ctrl-C stops everything that was started.
`);
}

async function startReal(): Promise<void> {
  const file = join(root, ".dev.vars");
  if (!existsSync(file)) {
    console.error("There is no .dev.vars. Copy .dev.vars.example to .dev.vars, fill it in and start again. Nothing was started.");
    process.exit(2);
  }
  buildExtension();
  const port = await freePort(WORKER_PORT);
  if (port !== WORKER_PORT) {
    console.error(`Port ${WORKER_PORT} is taken. A real Xero app returns to a fixed address, so free the port and start again.`);
    process.exit(1);
  }
  const vars = Object.fromEntries([...readFileSync(file, "utf8").matchAll(/^([A-Z_]+)="?([^"\n]*)"?$/gm)].map(([, name = "", value = ""]) => [name, value]));
  const worker = await startWorker({ port, folder: join(root, ".marginalia", "real"), vars: { ...vars, EXTENSION_IDS: vars["EXTENSION_IDS"] || EXTENSION_ID }, cronEveryMs: MINUTE_MS });
  stopOnSignal(() => worker.stop());
  console.log(`The Worker listens on ${worker.url} with the Xero app of .dev.vars. Load .output/chrome-mv3 as an unpacked extension and open its popup. Ctrl-C stops it.`);
}

function hasDisplay(): boolean {
  return process.platform !== "linux" || Boolean(process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"]);
}

function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      console.log("\nStopping …");
      void stop().finally(() => process.exit(signal === "SIGINT" ? 130 : 143));
    });
}
