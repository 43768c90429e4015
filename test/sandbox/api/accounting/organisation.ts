import { wireInstant } from "../../dates.ts";
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
  { method: "GET", pattern: "/Users", scopes, handle: (call) => ok({ Users: usersOf(call).map((user) => userWire(call, user)) }) },
  { method: "GET", pattern: "/Users/:id", scopes, handle: (call) => { const user = usersOf(call).find((one) => one.userId === asGuid(call.params["id"] ?? "")); return user ? ok({ Users: [userWire(call, user)] }) : unknownId(call); } },
  { method: "GET", pattern: "/Currencies", scopes, handle: currencies },
  { method: "GET", pattern: "/BrandingThemes", scopes, handle: brandingThemes },
];

const usersOf = (call: Call) => call.world.state.users.filter((user) => (user.roles[call.organisation.tenantId] ?? "REMOVED") !== "REMOVED");

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

function currencies(call: Call): Answer {
  const { baseCurrency, currencies: others } = call.books.organisation;
  return ok({ Currencies: [baseCurrency, ...Object.keys(others)].map((Code) => ({ Code, Description: currencyNames[Code] ?? Code })) });
}

function brandingThemes(call: Call): Answer {
  const { brandingThemeId, createdAtMs } = call.books.organisation;
  return ok({ BrandingThemes: [{ BrandingThemeID: brandingThemeId, Name: "Standard", SortOrder: 0, CreatedDateUTC: wireInstant(createdAtMs) }] });
}
