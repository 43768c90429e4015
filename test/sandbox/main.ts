import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { realClock } from "./clock.ts";
import { serve } from "./http/serve.ts";
import { createSandbox } from "./sandbox.ts";

const usage = `node test/sandbox/main.ts --port P [options]
  --port P            HTTP port (0 = any free one)
  --tls-port Q        HTTPS port as well, with a certificate of its own for Xero's hosts
  --ca-file FILE      where to write the authority's certificate (PEM)
  --seed S            which world (1)
  --organisations N   organisations under the one user (2)
  --firm KIND         agency, empty or large (agency)
  --state FILE        keep the world in this file across restarts
  --client-id ID, --client-secret SECRET, --redirect-uri URI   the app that may sign in
  --webhook-url URL, --webhook-key KEY                         where webhooks go, and their key`;

const { values } = parseArgs({
  options: {
    port: { type: "string" }, "tls-port": { type: "string" }, "ca-file": { type: "string" }, seed: { type: "string" }, organisations: { type: "string" }, firm: { type: "string" }, state: { type: "string" },
    "client-id": { type: "string" }, "client-secret": { type: "string" }, "redirect-uri": { type: "string", multiple: true }, "webhook-url": { type: "string" }, "webhook-key": { type: "string" }, help: { type: "boolean" },
  },
});

/** How often the stand-in looks whether a webhook is due. */
const pumpEveryMs = 250;

function whole(name: "port" | "tls-port" | "seed" | "organisations", usual?: number): number {
  const text = values[name];
  const number = text === undefined ? usual : Number(text);
  if (number === undefined || !Number.isInteger(number) || number < 0) throw new RangeError(`--${name} takes a whole number`);
  return number;
}

async function main(): Promise<void> {
  if (values.help || values.port === undefined) {
    process.stdout.write(`${usage}\n`);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const firm = values.firm ?? "agency";
  if (firm !== "agency" && firm !== "empty" && firm !== "large") throw new RangeError("--firm is agency, empty or large");
  const webhook = values["webhook-url"] !== undefined && values["webhook-key"] !== undefined ? { url: values["webhook-url"], key: values["webhook-key"], deliver: (request: Request) => fetch(request) } : undefined;
  const sandbox = createSandbox({
    seed: whole("seed", 1), organisations: whole("organisations", 2), firm, clock: realClock(),
    ...(webhook ? { webhook } : {}),
    ...(values.state !== undefined && existsSync(values.state) ? { state: readFileSync(values.state, "utf8") } : {}),
    app: {
      ...(values["client-id"] === undefined ? {} : { clientId: values["client-id"] }),
      ...(values["client-secret"] === undefined ? {} : { clientSecret: values["client-secret"] }),
      ...(values["redirect-uri"] === undefined ? {} : { redirectUris: values["redirect-uri"] }),
    },
  });
  if (webhook) Object.assign(sandbox.world.state.webhook, { url: webhook.url, key: webhook.key, status: "ok" });
  const served = await serve(sandbox, { port: whole("port"), ...(values["tls-port"] === undefined ? {} : { tlsPort: whole("tls-port") }) });
  if (values["ca-file"] !== undefined) writeFileSync(values["ca-file"], served.caPem);
  const [app] = sandbox.apps;
  process.stdout.write(`Stand-in, not Xero: http://localhost:${served.port}\n`);
  if (served.tlsPort !== undefined) process.stdout.write(`For Xero's hosts over TLS: 127.0.0.1:${served.tlsPort}, key hash ${served.spkiHash}\n`);
  process.stdout.write(`App: client id ${app?.clientId ?? ""}, secret ${app?.clientSecret ?? ""}\n`);
  for (const one of sandbox.organisations) process.stdout.write(`Organisation: ${one.name} ${one.shortCode} ${one.tenantId}\n`);

  let isPumping = false;
  const timer = setInterval(() => {
    if (isPumping) return;
    isPumping = true;
    void sandbox.webhooks.pump().finally(() => (isPumping = false));
  }, pumpEveryMs);
  const stop = () => {
    clearInterval(timer);
    if (values.state !== undefined) writeFileSync(values.state, sandbox.save());
    void served.close().then(() => process.exit(0));
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
