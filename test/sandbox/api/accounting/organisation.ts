import { wireInstant } from "../../dates.ts";
import { list, type ListRules } from "../../queries/list.ts";
import { planCapErrors } from "../../rules/invoices.ts";
import { today } from "../../rules/documentFields.ts";
import { asGuid } from "../../rules/posted.ts";
import type { XeroUser } from "../../tokens.ts";
import { ok, type Answer } from "../answer.ts";
import type { Call, Route } from "../call.ts";
import { unknownId } from "../unknownId.ts";
import { organisationWire } from "../wire/ledger.ts";

const scopes = ["accounting.settings"] as const;

export const organisationRoutes: readonly Route[] = [
  { method: "GET", pattern: "/Organisation", scopes, handle: (call) => ok({ Organisations: [organisationWire(call.books.organisation)] }) },
  { method: "GET", pattern: "/Organisations", scopes, handle: (call) => ok({ Organisations: [organisationWire(call.books.organisation)] }) },
  { method: "GET", pattern: "/Organisation/Actions", scopes, handle: actions },
  { method: "GET", pattern: "/Users", scopes, handle: listUsers },
  { method: "GET", pattern: "/Users/:id", scopes, handle: (call) => { const user = usersOf(call).find((one) => one.userId === asGuid(call.params["id"] ?? "")); return user ? ok({ Users: [userWire(call, user)] }) : unknownId(call); } },
  { method: "GET", pattern: "/Currencies", scopes, handle: currencies },
  { method: "GET", pattern: "/BrandingThemes", scopes, handle: brandingThemes },
];

const usersOf = (call: Call) => call.world.state.users.filter((user) => (user.roles[call.organisation.tenantId] ?? "REMOVED") !== "REMOVED");

/** Users know where, order and If-Modified-Since, and no pages (facts §2.3). */
function listUsers(call: Call): Answer {
  const rules: ListRules<XeroUser> = {
    updatedAtMs: () => call.books.organisation.createdAtMs,
    paging: "none",
    fields: {
      UserID: { type: "guid", read: (user) => user.userId },
      EmailAddress: { type: "string", read: (user) => user.email },
      FirstName: { type: "string", read: (user) => user.givenName },
      LastName: { type: "string", read: (user) => user.familyName },
      OrganisationRole: { type: "enum", read: (user) => user.roles[call.organisation.tenantId] },
    },
  };
  return ok({ Users: list(call.world, call.request, call.query, usersOf(call), rules).records.map((user) => userWire(call, user)) });
}

const userWire = (call: Call, user: XeroUser) => ({
  UserID: user.userId,
  EmailAddress: user.email,
  FirstName: user.givenName,
  LastName: user.familyName,
  UpdatedDateUTC: wireInstant(call.books.organisation.createdAtMs),
  IsSubscriber: user.roles[call.organisation.tenantId] === "FINANCIALADVISER",
  OrganisationRole: user.roles[call.organisation.tenantId] ?? "UNKNOWN",
});

/** What the organisation's plan still allows (facts §5.8). */
function actions(call: Call): Answer {
  const date = today(call.writing);
  const open = (type: "ACCREC" | "ACCPAY") => planCapErrors(call.writing, { type, date, id: "" }).length === 0;
  const allowed = {
    CreateApprovedInvoice: open("ACCREC"),
    CreateApprovedBill: open("ACCPAY"),
    CreateDraftInvoice: true,
    CreateDraftBill: true,
    CreateContact: true,
    CreateRepeatingInvoice: true,
    UseMulticurrency: Object.keys(call.books.organisation.currencies).length > 0,
    AttachFile: true,
  };
  return ok({ Actions: Object.entries(allowed).map(([Name, isAllowed]) => ({ Name, Status: isAllowed ? "ALLOWED" : "NOT-ALLOWED" })) });
}

const currencyNames: Record<string, string> = { AUD: "Australian Dollar", USD: "United States Dollar", NZD: "New Zealand Dollar", GBP: "British Pound", EUR: "Euro", SGD: "Singapore Dollar" };

const currencyRules: ListRules<string> = { paging: "none", fields: { Code: { type: "string", read: (code) => code }, Description: { type: "string", read: (code) => currencyNames[code] } } };

function currencies(call: Call): Answer {
  const { baseCurrency, currencies: others } = call.books.organisation;
  const codes = list(call.world, call.request, call.query, [baseCurrency, ...Object.keys(others)], currencyRules).records;
  return ok({ Currencies: codes.map((Code) => ({ Code, Description: currencyNames[Code] ?? Code })) });
}

function brandingThemes(call: Call): Answer {
  const { brandingThemeId, createdAtMs } = call.books.organisation;
  return ok({ BrandingThemes: [{ BrandingThemeID: brandingThemeId, Name: "Standard", SortOrder: 0, CreatedDateUTC: wireInstant(createdAtMs) }] });
}
