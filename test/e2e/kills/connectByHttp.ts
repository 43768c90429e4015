import { createHash, randomBytes } from "node:crypto";
import { EXTENSION_ID } from "../../../extension/extensionId.ts";
import type { Me } from "../../../shared/api/views.ts";
import { person } from "../../sandbox/login/signIn.ts";
import { type RestClient, restClient, until } from "../restClient.ts";
import type { Stack } from "../stack.ts";

export interface Connected {
  api: RestClient;
  tenantId: string;
}

const REDIRECT = `https://${EXTENSION_ID}.chromiumapp.org/`;

/** Becomes the first admin and connects the first organisation: the requests that extension and browser send, without either. */
export async function connectByHttp(stack: Stack): Promise<Connected> {
  const verifier = randomBytes(32).toString("base64url");
  const state = randomBytes(16).toString("base64url");
  const robin = person(stack.sandbox);
  /** Walks through the sign-in pages behind `url` and back to the Worker; answers what the extension is told. */
  const walk = async (url: string): Promise<URLSearchParams> => {
    const { answer } = await robin.authorize({ organisation: 0, parameters: Object.fromEntries(new URL(url).searchParams) });
    if (answer === undefined) throw new Error("The stand-in refused the sign-in.");
    const back = await fetch(answer, { redirect: "manual" });
    return new URL(back.headers.get("location") ?? "", REDIRECT).searchParams;
  };
  const open = restClient(stack.workerUrl, "");
  const codeChallenge = createHash("sha256").update(verifier).digest("base64url");
  const setUp = await open.send<{ url: string }>("POST", "/auth/setup", { setupToken: stack.setupToken, redirect: REDIRECT, codeChallenge, state });
  const code = (await walk(setUp.url)).get("code");
  const { token } = await open.send<{ token: string }>("POST", "/auth/token", { code, codeVerifier: verifier });
  const admin = restClient(stack.workerUrl, token);
  const connect = await admin.send<{ url: string }>("POST", "/auth/connect", { redirect: REDIRECT, state });
  await walk(connect.url);
  const me = await until("The organisation is listed", () => admin.get<Me>("/v1/me"), ({ organisations }) => organisations.length > 0, 30_000);
  return { api: restClient(stack.workerUrl, token, me.value.organisations[0]!.id), tenantId: stack.sandbox.organisations[0]!.tenantId };
}
