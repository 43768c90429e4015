import { addSecret } from "../store/reads/people.ts";
import { addFirstAdmin, memberSignsIn } from "../store/reads/signedIn.ts";
import type { Consent } from "../xero/oauth.ts";
import type { ConsentDeps } from "./consentDeps.ts";
import type { HttpDeps } from "./deps.ts";
import type { PendingFlow } from "./pendingFlow.ts";
import { backTo, backWithError } from "./redirect.ts";
import { sha256 } from "./sha256.ts";
import { capped } from "./xeroRole.ts";

/** A one-time code travels through one redirect. */
const CODE_MS = 2 * 60_000;

/** Xero said who it is: a member gets a one-time code, anyone else a sentence. */
export async function completeSignIn(deps: HttpDeps & ConsentDeps, flow: PendingFlow, consent: Consent): Promise<Response> {
  const now = deps.clock.now();
  const { redirect, clientState } = flow;
  const member = flow.firstAdmin ? await addFirstAdmin(deps.db, deps.ids.uuid(), consent, now) : await memberSignsIn(deps.db, consent, now);
  if (member === null)
    return backWithError(redirect, clientState, flow.firstAdmin
      ? { error: "already_set_up", sentence: "This Worker has an admin already.", remedy: "Ask that admin to invite you, then sign in." }
      : { error: "not_invited", sentence: `${consent.email} is not a member of this firm.`, remedy: "Ask an admin to invite exactly this e-mail address." });
  const role = capped(member.role, await deps.roleCap(consent.email));
  if (role === "nobody")
    return backWithError(redirect, clientState, {
      error: "not_in_xero",
      sentence: `${consent.email} has no access to the connected organisation in Xero any more.`,
      remedy: "Ask for access in Xero, then sign in again.",
    });
  const code = deps.randomToken();
  await addSecret(deps.db, {
    hash: await sha256(code),
    kind: "code",
    memberId: member.id,
    // The session may do no more than this, whatever the member's role is.
    scopes: role,
    data: { codeChallenge: flow.codeChallenge },
    createdAt: now,
    expiresAt: now + CODE_MS,
  });
  return backTo(redirect, clientState, { code });
}
