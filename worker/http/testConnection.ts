import type { ConnectionTestView } from "../../shared/api/views.ts";
import type { OrganisationRow } from "../store/reads/organisations.ts";
import type { Connection } from "../store/reads/disconnect.ts";
import type { XeroError } from "../xero/xeroError.ts";
import type { HttpDeps } from "./deps.ts";

type Check = ConnectionTestView["checks"][number];

/** What the sync cannot work without; granular scopes may be write or read. */
const NEEDED_SCOPES = ["accounting.invoices", "accounting.contacts", "accounting.payments", "accounting.settings"] as const;
const MINUTE_MS = 60_000;
const AFTER_A_MINUTE = "Wait a minute and test again.";
const AFTER_A_DAY = "The limit starts anew within a day; people's clicks go first.";
const RECONNECT = "Connect again in the extension's popup.";

/**
 * One read-only call, of the organisation itself, tells sign-in, rights, organisation and limits apart. What the call cannot have shown
 * is not claimed: where an earlier check failed, the later ones are left out.
 */
export async function testConnection(deps: Pick<HttpDeps, "xero" | "gate">, organisation: OrganisationRow, users: readonly Connection[]): Promise<ConnectionTestView> {
  const user = users.find(({ state }) => state === "live");
  if (user === undefined) return answer([check("credential", false, "Nobody who connected can serve this organisation any more.", RECONNECT)]);
  const read = await deps.xero.of(organisation.id, organisation.xeroTenantId, "person").list("organisation");
  const rights = rightsOf(user);
  if (read.ok) return answer([ACCEPTED, rights, check("organisation", true, `${organisation.name} answers.`), await limitOf(deps, organisation.id)]);
  const { error } = read;
  const failed = (name: Check["name"]): Check => check(name, false, sentenceOf(error), remedyOf(error));
  switch (error.kind) {
    case "Unauthorised":
      return answer(error.reason === "scope" ? [ACCEPTED, rights.ok ? check("scope", false, "Xero says that a right is missing.", RECONNECT) : rights] : [failed("credential")]);
    case "Forbidden":
    case "NotFound":
      return answer([ACCEPTED, rights, failed("organisation"), await limitOf(deps, organisation.id)]);
    case "RateLimited":
      return answer([rights, failed("limit")]);
    default:
      return answer([rights, failed("organisation")]);
  }
}

const ACCEPTED: Check = { name: "credential", ok: true, sentence: "Xero accepts our sign-in.", remedy: null };

function rightsOf(user: Connection): Check {
  const scopes = new Set(user.scopes.split(" "));
  const missing = NEEDED_SCOPES.filter((scope) => !scopes.has(scope) && !scopes.has(`${scope}.read`));
  return missing.length === 0 ? check("scope", true, "All rights that the sync needs were granted.") : check("scope", false, `Rights are missing: ${missing.join(", ")}.`, RECONNECT);
}

async function limitOf({ gate }: Pick<HttpDeps, "gate">, organisationId: string): Promise<Check> {
  const { remainingToday: left } = await gate.budget(organisationId);
  return check("limit", left !== 0, left === null ? "Xero has not told today's limit yet." : `${left} calls are left today.`, left === 0 ? AFTER_A_DAY : null);
}

function answer(checks: readonly Check[]): ConnectionTestView {
  return { ok: checks.every(({ ok }) => ok), checks };
}

function check(name: Check["name"], ok: boolean, sentence: string, remedy: string | null = null): Check {
  return { name, ok, sentence, remedy };
}

const SENTENCES: Readonly<Record<XeroError["kind"], readonly [sentence: string, remedy: string]>> = {
  Unauthorised: ["Xero no longer accepts our sign-in.", RECONNECT],
  Forbidden: ["The connected Xero user has no access to this organisation any more.", "Somebody with access connects again."],
  RateLimited: ["Xero's limit of calls is used up for now.", AFTER_A_MINUTE],
  Rejected: ["Xero refused the question.", "Test again; if it stays, tell your admin the time."],
  NotFound: ["Xero does not know this organisation.", RECONNECT],
  Unavailable: ["Xero does not answer.", "Nothing is lost: it is tried again by itself."],
  OutcomeUnknown: ["Xero does not answer.", "Nothing is lost: it is tried again by itself."],
  Malformed: ["Xero answered with something that is not its contract.", "Test again later; Xero may be under maintenance."],
};

const sentenceOf = ({ kind }: XeroError): string => SENTENCES[kind][0];
const remedyOf = (error: XeroError): string => (error.kind === "RateLimited" && error.retryAfterMs > MINUTE_MS ? AFTER_A_DAY : SENTENCES[error.kind][1]);
