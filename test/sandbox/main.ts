import { writeFileSync } from "node:fs";
import { realClock } from "./clock.ts";
import { readCommandLine, usage, type CommandLine } from "./commandLine.ts";
import { serve, type Served } from "./http/serve.ts";
import { createSandbox, type Sandbox } from "./sandbox.ts";
import { keepInFile, readStateFile } from "./stateFile.ts";

/** How often the stand-in looks whether a webhook is due. */
const pumpEveryMs = 250;

async function main(): Promise<void> {
  const read = readCommandLine(process.argv.slice(2));
  if (read.type === "help") {
    process.stdout.write(`${usage}\n`);
    return;
  }
  if (read.type === "wrong") {
    process.stderr.write(`${read.sentence}\n\n${usage}\n`);
    process.exitCode = 2;
    return;
  }
  await run(read.given);
}

async function run(given: CommandLine): Promise<void> {
  const { sandbox, isResumed } = open(given);
  const served = await serve(sandbox, { port: given.port, ...(given.tlsPort === undefined ? {} : { tlsPort: given.tlsPort }) });
  if (given.caFile !== undefined) writeFileSync(given.caFile, served.caPem);
  const endSaving = given.stateFile === undefined ? () => undefined : keepInFile(sandbox, given.stateFile);
  let isPumping = false;
  const timer = setInterval(() => {
    if (isPumping) return;
    isPumping = true;
    sandbox.webhooks
      .pump()
      .catch((error: unknown) => process.stderr.write(`A webhook could not be sent: ${String(error)}\n`))
      .finally(() => (isPumping = false));
  }, pumpEveryMs);
  let isEnding = false;
  const stop = () => {
    // Whoever asks twice has waited enough.
    if (isEnding) process.exit(1);
    isEnding = true;
    clearInterval(timer);
    endSaving();
    void served.close().then(() => process.exit(0));
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  process.stdout.write(`${greeting(sandbox, served, isResumed ? given.stateFile : undefined).join("\n")}\n`);
}

/** What a person needs to know to begin. `resumedFrom`: the file whose world goes on. */
function greeting(sandbox: Sandbox, served: Served, resumedFrom: string | undefined): string[] {
  const [app] = sandbox.apps;
  const [user] = sandbox.users;
  return [
    `Stand-in, not Xero: http://localhost:${served.port}`,
    ...(served.tlsPort === undefined ? [] : [`For Xero's hosts over TLS: 127.0.0.1:${served.tlsPort}, key hash ${served.spkiHash}`]),
    ...(resumedFrom === undefined ? [] : [`World of before, from ${resumedFrom}: seed, organisations, firm and app are as they were`]),
    `App: client id ${app?.clientId ?? ""}, secret ${app?.clientSecret ?? ""}, ${app?.kind ?? ""}, sends people back to ${app?.redirectUris.join(" or ") ?? ""}`,
    `Person: ${user?.email ?? ""}, password ${user?.password ?? ""}`,
    ...sandbox.organisations.map((one) => `Organisation: ${one.name} ${one.shortCode} ${one.tenantId}`),
  ];
}

function open(given: CommandLine): { sandbox: Sandbox; isResumed: boolean } {
  const { seed, organisations, firm, app, webhook, stateFile } = given;
  const state = stateFile === undefined ? undefined : readStateFile(stateFile);
  const deliver = (request: Request) => fetch(request);
  try {
    const sandbox = createSandbox({ seed, organisations, firm, app, clock: realClock(), ...(webhook ? { webhook: { ...webhook, deliver } } : {}), ...(state === undefined ? {} : { state }) });
    if (webhook) Object.assign(sandbox.world.state.webhook, { ...webhook, status: "ok" });
    return { sandbox, isResumed: state !== undefined };
  } catch (error) {
    if (state === undefined || !(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    throw new Error(`${stateFile ?? ""} holds no saved world: ${error.message}`, { cause: error });
  }
}

/** What the system says when it will not give a port or a file, in words. */
const systemSentences: Record<string, string> = { EADDRINUSE: "The port is taken already", EACCES: "That is not allowed to you here", ENOENT: "There is no such folder" };

main().catch((error: unknown) => {
  const { code = "", message } = error instanceof Error ? (error as NodeJS.ErrnoException) : { message: String(error) };
  process.stderr.write(`${systemSentences[code] === undefined ? message : `${systemSentences[code]} (${message})`}\n`);
  process.exit(1);
});
