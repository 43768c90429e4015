import { parseArgs } from "node:util";
import type { FirmKind } from "./firm/firm.ts";
import type { XeroApp } from "./tokens.ts";

export const usage = `npm run sandbox -- --port P [options]
  --port P            HTTP port on this machine (0 = any free one)
  --tls-port Q        HTTPS port as well, with a certificate of its own for Xero's hosts
  --ca-file FILE      where to write the authority's certificate (PEM); with --tls-port
  --seed S            which world (1)
  --organisations N   organisations under the one user, 1 to 50 (2)
  --firm KIND         agency, empty or large (agency)
  --state FILE        keep the world in this file across restarts, crashes included
  --client-id ID, --client-secret SECRET, --redirect-uri URI   the app that may sign in; the address may be given more than once
  --app-kind KIND     web, pkce or custom: a custom connection signs in by client_credentials (web)
  --webhook-url URL, --webhook-key KEY                         where webhooks go, and their key`;

/** What a person asked for on the command line, checked. */
export interface CommandLine {
  port: number;
  tlsPort?: number;
  caFile?: string;
  seed: number;
  organisations: number;
  firm: FirmKind;
  stateFile?: string;
  app: Partial<XeroApp>;
  webhook?: { url: string; key: string };
}

export type ReadCommandLine = { type: "run"; given: CommandLine } | { type: "help" } | { type: "wrong"; sentence: string };

const options = {
  port: { type: "string" }, "tls-port": { type: "string" }, "ca-file": { type: "string" }, seed: { type: "string" }, organisations: { type: "string" }, firm: { type: "string" }, state: { type: "string" },
  "client-id": { type: "string" }, "client-secret": { type: "string" }, "redirect-uri": { type: "string", multiple: true }, "app-kind": { type: "string" },
  "webhook-url": { type: "string" }, "webhook-key": { type: "string" }, help: { type: "boolean" },
} as const;

const firms = ["agency", "empty", "large"] as const;
const appKinds = ["web", "pkce", "custom"] as const;

class Wrong extends Error {}

export function readCommandLine(words: readonly string[]): ReadCommandLine {
  try {
    const { values } = parseArgs({ args: [...words], options });
    return values.help === true ? { type: "help" } : { type: "run", given: checked(values) };
  } catch (error) {
    // parseArgs rejects with a TypeError whose first line says which word it does not know.
    if (error instanceof Wrong || error instanceof TypeError) return { type: "wrong", sentence: error.message.split("\n")[0] ?? "" };
    throw error;
  }
}

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>["values"];

function checked(values: Values): CommandLine {
  const tlsPort = whole(values, "tls-port", 0, 65_535);
  const webhookUrl = values["webhook-url"];
  const webhookKey = values["webhook-key"];
  if (values["ca-file"] !== undefined && tlsPort === undefined) throw new Wrong("--ca-file goes with --tls-port");
  if ((webhookUrl === undefined) !== (webhookKey === undefined)) throw new Wrong("--webhook-url and --webhook-key go together");
  if (webhookUrl !== undefined && !URL.canParse(webhookUrl)) throw new Wrong(`--webhook-url: '${webhookUrl}' is no address`);
  const kind = oneOf(values, "app-kind", appKinds);
  return {
    port: whole(values, "port", 0, 65_535) ?? missing("port"),
    seed: whole(values, "seed", 0, Number.MAX_SAFE_INTEGER) ?? 1,
    organisations: whole(values, "organisations", 1, 50) ?? 2,
    firm: oneOf(values, "firm", firms) ?? "agency",
    app: {
      ...(values["client-id"] === undefined ? {} : { clientId: values["client-id"] }),
      ...(values["client-secret"] === undefined ? {} : { clientSecret: values["client-secret"] }),
      ...(values["redirect-uri"] === undefined ? {} : { redirectUris: values["redirect-uri"] }),
      ...(kind === undefined ? {} : { kind }),
    },
    ...(tlsPort === undefined ? {} : { tlsPort }),
    ...(values["ca-file"] === undefined ? {} : { caFile: values["ca-file"] }),
    ...(values.state === undefined ? {} : { stateFile: values.state }),
    ...(webhookUrl === undefined || webhookKey === undefined ? {} : { webhook: { url: webhookUrl, key: webhookKey } }),
  };
}

function whole(values: Values, name: "port" | "tls-port" | "seed" | "organisations", least: number, most: number): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > most) throw new Wrong(`--${name} takes a whole number from ${least} to ${most}, not '${text}'`);
  return number;
}

function oneOf<T extends string>(values: Values, name: "firm" | "app-kind", choices: readonly T[]): T | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  const chosen = choices.find((choice) => choice === text);
  if (chosen === undefined) throw new Wrong(`--${name} is ${choices.slice(0, -1).join(", ")} or ${choices.at(-1) ?? ""}, not '${text}'`);
  return chosen;
}

function missing(name: string): never {
  throw new Wrong(`--${name} is missing`);
}
