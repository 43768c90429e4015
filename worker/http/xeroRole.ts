import { type Role, ROLES } from "./deps.ts";

/** The most that a member may be here; "nobody" when Xero does not know him in any connected organisation. */
export type RoleCap = Role | "nobody";

/** Xero: Users.OrganisationRole. What is not listed reads, no more. */
const CAPS: Readonly<Record<string, RoleCap>> = {
  FINANCIALADVISER: "admin",
  STANDARD: "admin",
  MANAGEDCLIENT: "bookkeeper",
  CASHBOOKCLIENT: "bookkeeper",
  INVOICEONLY: "viewer",
  READONLY: "viewer",
  REMOVED: "nobody",
};

export interface XeroUserWire {
  EmailAddress?: unknown;
  OrganisationRole?: unknown;
}

/** The highest role that Xero's lists of users give to an e-mail address; one list per connected organisation. */
export function roleCapOf(lists: readonly (readonly XeroUserWire[])[], email: string): RoleCap {
  const roles = lists.flat().flatMap((user) => {
    if (typeof user.EmailAddress !== "string" || user.EmailAddress.toLowerCase() !== email.toLowerCase()) return [];
    const cap = CAPS[String(user.OrganisationRole).toUpperCase()] ?? "viewer";
    return cap === "nobody" ? [] : [cap];
  });
  return ROLES.toReversed().find((role) => roles.includes(role)) ?? "nobody";
}

/** A member's rights here never exceed those in Xero. */
export function capped(role: Role, cap: RoleCap | null): RoleCap {
  if (cap === null) return role;
  if (cap === "nobody") return "nobody";
  return ROLES.indexOf(role) <= ROLES.indexOf(cap) ? role : cap;
}
