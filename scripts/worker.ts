import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Child, startChild, waitUntil } from "./child.ts";
import { endWithNpm } from "./endWithNpm.ts";
import { freePort } from "./freePort.ts";

export interface RunningWorker {
  url: string;
  child: Child;
  logFile: string;
  /** Runs the cron trigger once, as Cloudflare would each minute. */
  cron(): Promise<void>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface WorkerOptions {
  port: number;
  /** Holds the local D1, the Durable Objects and the log. */
  folder: string;
  vars: Readonly<Record<string, string>>;
  /** Milliseconds between cron runs; null leaves the trigger to the caller. */
  cronEveryMs: number | null;
  /** The database in `folder` has its tables already: it is a restart. */
  isMigrated?: boolean;
}

const root = new URL("..", import.meta.url).pathname;
const wrangler = join(root, "node_modules", ".bin", "wrangler");

/** Migrates the local D1 and starts the real Worker in workerd. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  mkdirSync(options.folder, { recursive: true });
  const logFile = join(options.folder, "worker.log");
  rmSync(logFile, { force: true });
  const envFile = join(options.folder, "worker.vars");
  writeFileSync(envFile, Object.entries(options.vars).map(([name, value]) => `${name}=${JSON.stringify(value)}\n`).join(""), { mode: 0o600 });
  const env = { WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false", NO_COLOR: "1", CI: "true" };
  const state = join(options.folder, "state");
  if (options.isMigrated !== true) {
    const migrate = startChild(wrangler, ["d1", "migrations", "apply", "marginalia", "--local", "--persist-to", state], { logFile, env, cwd: root });
    if ((await migrate.ended) !== 0) throw new Error(`The database could not be migrated. The output is in ${logFile}`);
  }

  const inspector = await freePort(0);
  const child = startChild(
    wrangler,
    ["dev", "--local", "--ip", "127.0.0.1", "--port", String(options.port), "--inspector-port", String(inspector), "--persist-to", state, "--env-file", envFile, "--test-scheduled", "--show-interactive-dev-session=false"],
    { logFile, env, cwd: root },
  );
  const url = `http://localhost:${options.port}`;
  try {
    await waitUntil("The Worker", async () => !failedToBuild(logFile) && (await fetch(`${url}/health`)).status < 600, { child, timeoutMs: 60_000, logFile });
  } catch (error) {
    await child.stop("SIGKILL");
    throw error;
  }
  const cron = async (): Promise<void> => {
    await fetch(`${url}/cdn-cgi/local/scheduled?cron=*+*+*+*+*`).then((answer) => answer.arrayBuffer());
  };
  const timer = options.cronEveryMs === null ? null : setInterval(() => void cron().catch(() => undefined), options.cronEveryMs);
  return {
    url,
    child,
    logFile,
    cron,
    async stop(signal) {
      if (timer !== null) clearInterval(timer);
      await child.stop(signal);
    },
  };
}

/** wrangler stays alive after a failed build, waiting for the source to be mended; nothing is gained by waiting with it. */
function failedToBuild(logFile: string): boolean {
  if (existsSync(logFile) && readFileSync(logFile, "utf8").includes("Build failed")) throw new BuildFailed(`The Worker could not be built. The output is in ${logFile}`);
  return false;
}

class BuildFailed extends Error {}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  endWithNpm();
  const asked = process.argv.indexOf("--port");
  const port = await freePort(asked === -1 ? 8787 : Number(process.argv[asked + 1]));
  const names = ["XERO_API_URL", "XERO_IDENTITY_URL", "XERO_LOGIN_URL", "XERO_CLIENT_ID", "XERO_CLIENT_SECRET", "XERO_WEBHOOK_KEY", "TOKEN_KEYS", "EXTENSION_IDS", "SETUP_TOKEN"];
  const vars = Object.fromEntries(names.map((name) => [name, process.env[name] ?? ""]));
  const running = await startWorker({
    port,
    folder: join(root, ".marginalia", "worker"),
    vars: { ...vars, PUBLIC_URL: process.env["PUBLIC_URL"] ?? `http://localhost:${port}` },
    cronEveryMs: 60_000,
  });
  console.log(`The Worker listens on ${running.url} (log: ${running.logFile}). Ctrl-C stops it.`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void running.stop().then(() => process.exit(0)));
}
