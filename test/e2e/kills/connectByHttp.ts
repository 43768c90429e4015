import { createHash, randomBytes } from "node:crypto";
import { EXTENSION_ID } from "../../../extension/extensionId.ts";
import type { Me } from "../../../shared/api/views.ts";
import { person } from "../../sandbox/login/signIn.ts";
import { type RestClient, restClient, until } from "../restClient.ts";
import type { Stack } from "../stack.ts";

export interface Connected {
  /** A member's session in this organisation. */
  api: RestClient;
  tenantId: string;
  /** Connects one more of the stand-in's organisations with the same sign-in. */
  another(index: number): Promise<Connected>;
}

const REDIRECT = `https://${EXTENSION_ID}.chromiumapp.org/`;

/** Becomes the first admin and connects the first organisation: the requests that extension and browser send, without either. */
export async function connectByHttp(stack: Stack): Promise<Connected> {
  const verifier = randomBytes(32).toString("base64url");
  const state = randomBytes(16).toString("base64url");
  const robin = person(stack.sandbox);
  /** Walks through the sign-in pages behind `url` and back to the Worker; answers what the extension is told. */
  const walk = async (url: string, organisation = 0): Promise<URLSearchParams> => {
    const { answer } = await robin.authorize({ organisation, parameters: Object.fromEntries(new URL(url).searchParams) });
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
  const known = new Set<string>();
  const connect = async (index: number): Promise<Connected> => {
    await walk((await admin.send<{ url: string }>("POST", "/auth/connect", { redirect: REDIRECT, state })).url, index);
    const { value } = await until("The organisation is listed", async () => (await admin.get<Me>("/v1/me")).organisations.find(({ id }) => !known.has(id)), (one) => one !== undefined, 30_000);
    known.add(value!.id);
    return { api: restClient(stack.workerUrl, token, value!.id), tenantId: stack.sandbox.organisations[index]!.tenantId, another: connect };
  };
  return connect(0);
}
