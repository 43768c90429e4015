import type { Context } from "hono";
import type { Actor } from "../../shared/records/record.ts";
import { findOrganisation, type OrganisationRow } from "../store/reads/organisations.ts";
import { type Caller, type HttpDeps, type HttpEnv, type Role, ROLES } from "./deps.ts";
import { refuse } from "./refuse.ts";

export interface Access {
  organisation: OrganisationRow;
  caller: Caller;
  actor: Actor;
}

/** Who may: a member of at least this role, and project tools where `keys` says so. */
export interface Need {
  role: Role;
  keys?: boolean;
}

/** The organisation that a request is about, when the caller may do this there. */
export async function accessTo(c: Context<HttpEnv>, deps: HttpDeps, need: Need): Promise<Access> {
  const caller = callerWith(c, need);
  const named = c.req.header("Organisation");
  if (caller.type === "api_key") {
    if (named !== undefined && named !== caller.organisationId) refuse("not_found", "This key does not open that organisation.");
    return within(await findOrganisation(deps.db, { id: caller.organisationId }), caller);
  }
  if (named === undefined || named === "") refuse("organisation_missing", "The Organisation header is missing.");
  return within(await findOrganisation(deps.db, { id: named }), caller);
}

/** The same by the short code that a Xero page carries. Null: no organisation of this firm has it. */
export async function accessByShortCode(c: Context<HttpEnv>, deps: HttpDeps, need: Need & { shortCode: string }): Promise<Access | null> {
  const caller = callerWith(c, need);
  const organisation = await findOrganisation(deps.db, { shortCode: need.shortCode });
  return organisation === null ? null : within(organisation, caller);
}

/** The member who asks; keys have no firm-wide rights. */
export function memberWith(c: Context<HttpEnv>, role: Role): Extract<Caller, { type: "member" }> {
  const caller = callerWith(c, { role });
  return caller.type === "member" ? caller : refuse("forbidden", "An API key cannot do this.");
}

function callerWith(c: Context<HttpEnv>, need: Need): Caller {
  const caller = c.get("caller");
  if (caller.type === "api_key") {
    if (need.keys !== true) refuse("forbidden", "An API key cannot do this.", { remedy: "A member of the firm does this in the extension." });
    return caller;
  }
  if (ROLES.indexOf(caller.role) < ROLES.indexOf(need.role)) refuse("forbidden", `This needs the role ${need.role}; yours is ${caller.role}.`);
  return caller;
}

function within(organisation: OrganisationRow | null, caller: Caller): Access {
  if (organisation === null) return refuse("not_found", "There is no such organisation here.");
  return { organisation, caller, actor: caller.actor };
}
