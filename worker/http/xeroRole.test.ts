import { expect, test } from "vitest";
import { capped, roleCapOf } from "./xeroRole.ts";

const user = (EmailAddress: string, OrganisationRole: string) => ({ EmailAddress, OrganisationRole });

test.each([
  ["an adviser", [[user("a@x.test", "FINANCIALADVISER")]], "admin"],
  ["in capitals", [[user("A@X.test", "standard")]], "admin"],
  ["read only", [[user("a@x.test", "READONLY")]], "viewer"],
  ["a role that Xero invents tomorrow", [[user("a@x.test", "SOMETHING_NEW")]], "viewer"],
  ["the higher of two organisations", [[user("a@x.test", "READONLY")], [user("a@x.test", "MANAGEDCLIENT")]], "bookkeeper"],
  ["removed", [[user("a@x.test", "REMOVED")]], "nobody"],
  ["not in the list", [[user("b@x.test", "STANDARD")]], "nobody"],
  ["no list at all", [], "nobody"],
] as const)("%s", (_, lists, expected) => {
  expect(roleCapOf(lists, "a@x.test")).toBe(expected);
});

test.each([
  ["admin", "viewer", "viewer"],
  ["viewer", "admin", "viewer"],
  ["bookkeeper", null, "bookkeeper"],
  ["admin", "nobody", "nobody"],
] as const)("a member with role %s whom Xero allows %s is %s", (role, cap, expected) => {
  expect(capped(role, cap)).toBe(expected);
});
