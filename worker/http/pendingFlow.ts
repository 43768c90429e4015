import * as v from "valibot";
import { addSecret } from "../store/reads/people.ts";
import { takeOnce } from "../store/reads/secrets.ts";
import type { Purpose } from "../xero/oauth.ts";
import type { ConsentDeps } from "./consentDeps.ts";
import type { HttpDeps } from "./deps.ts";
import { sha256 } from "./sha256.ts";

const FLOW_MS = 15 * 60_000;

const pending = v.object({
  purpose: v.picklist(["sign-in", "connect"]),
  nonce: v.string(),
  verifier: v.string(),
  /** Where the extension waits, and its own state. */
  redirect: v.string(),
  clientState: v.string(),
  /** PKCE challenge of the extension; sign-in only. */
  codeChallenge: v.nullable(v.string()),
  /** The set-up token was right. */
  firstAdmin: v.boolean(),
  /** Who connects. */
  memberId: v.nullable(v.string()),
  /** The organisation that is to be connected again; null: any. */
  organisationId: v.nullable(v.string()),
});
export type PendingFlow = v.InferOutput<typeof pending>;

type FlowDeps = Pick<HttpDeps, "db" | "clock"> & Pick<ConsentDeps, "identity">;
export type FlowStart = Omit<PendingFlow, "nonce" | "verifier"> & { purpose: Purpose };

/** Remembers a flow under the hash of its state and gives the address of Xero's login. */
export async function beginFlow(deps: FlowDeps, start: FlowStart): Promise<string> {
  const { url, flow } = await deps.identity.start(start.purpose);
  const now = deps.clock.now();
  const data: PendingFlow = { ...start, nonce: flow.nonce, verifier: flow.verifier };
  await addSecret(deps.db, { hash: await sha256(flow.state), kind: "state", data, createdAt: now, expiresAt: now + FLOW_MS });
  return url;
}

/** The flow that a state belongs to, once. */
export async function takeFlow(deps: FlowDeps, state: string): Promise<PendingFlow | null> {
  const row = await takeOnce(deps.db, "state", await sha256(state), deps.clock.now());
  return row === null ? null : v.parse(pending, row.data);
}
