import { toJsonSchema } from "@valibot/to-json-schema";
import { Hono } from "hono";
import * as v from "valibot";
import { BulkPreviewView, BulkView, ConfirmBulkInput } from "../../../shared/api/bulkShapes.ts";
import { AllocateInput, ApplyCodingInput, DecideContactInput, DecideProposalInput, DeleteOrganisationInput, InvoiceQuoteInput, MarksInput, RESOURCES, ResolveConflictInput } from "../../../shared/api/inputs.ts";
import { type ProblemCode, PROBLEMS } from "../../../shared/api/problem.ts";
import { MonthListView, MonthReportView } from "../../../shared/api/reportShapes.ts";
import { type RouteName, ROUTES } from "../../../shared/api/routes.ts";
import { SplitWaysView } from "../../../shared/api/splitShapes.ts";
import {
  AccuracyView, DocumentSuggestionsView, ExplanationView, JudgeUnusualInput, SplitInput, SuggestGivenInput, SuggestionListView, SuggestionSettingsInput, SuggestionSettingsView, SuggestListInput, UndoCodingInput,
  UnusualView,
} from "../../../shared/api/suggestionShapes.ts";
import { SyncRulesInput } from "../../../shared/api/syncRulesInput.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { QUERIES } from "../queries.ts";

const BODIES: Partial<Record<RouteName, Parameters<typeof toJsonSchema>[0]>> = {
  marks: MarksInput,
  applyCoding: ApplyCodingInput,
  resolveConflict: ResolveConflictInput,
  decideContact: DecideContactInput,
  invoiceQuote: InvoiceQuoteInput,
  allocateCredit: AllocateInput,
  decideProposal: DecideProposalInput,
  saveRules: SyncRulesInput,
  undoCoding: UndoCodingInput,
  splitLine: SplitInput,
  undoSplit: UndoCodingInput,
  suggestGiven: SuggestGivenInput,
  suggestForList: SuggestListInput,
  saveSuggestionSettings: SuggestionSettingsInput,
  judgeUnusual: JudgeUnusualInput,
  confirmBulk: ConfirmBulkInput,
  deleteOrganisation: DeleteOrganisationInput,
};

/** Answers that have a schema of their own; the others are described in words. */
const ANSWERS: Partial<Record<RouteName, Parameters<typeof toJsonSchema>[0]>> = {
  splitWays: SplitWaysView,
  suggestForBill: DocumentSuggestionsView,
  suggestGiven: DocumentSuggestionsView,
  suggestForList: SuggestionListView,
  explainSuggestion: ExplanationView,
  suggestionAccuracy: AccuracyView,
  suggestionSettings: SuggestionSettingsView,
  saveSuggestionSettings: SuggestionSettingsView,
  unusual: UnusualView,
  judgeUnusual: UnusualView,
  suggestionBulk: BulkPreviewView,
  confirmBulk: BulkView,
  bulks: v.object({ items: v.array(BulkView) }),
  bulk: BulkView,
  continueBulk: BulkView,
  undoBulk: BulkView,
  months: MonthListView,
  monthReport: MonthReportView,
};

/** What these addresses refuse beyond what any may (401, 403, 404, 422): by code, with when. */
const REFUSALS: Partial<Record<RouteName, Partial<Record<ProblemCode, string>>>> = {
  applyCoding: { wrong_organisation: "The page's organisation is not connected here", unknown_reference: "A line, account, tax rate or project is not of this organisation, or not active", revision_conflict: "The bill changed meanwhile", request_id_reused: "The Request-Id belongs to another request" },
  undoCoding: { wrong_organisation: "The page's organisation is not connected here", revision_conflict: "The coding was changed since, here or in Xero", not_possible_now: "A payment was applied or the period locked since, or there is nothing to go back to", xero_unavailable: "Xero could not be asked whether it changed" },
  splitLine: { wrong_organisation: "The page's organisation is not connected here", invalid_input: "The parts do not add up to the line", not_possible_now: "Something is paid or credited, or the period is locked", unknown_reference: "An account, tax rate or project is not active here" },
  undoSplit: { wrong_organisation: "The page's organisation is not connected here", revision_conflict: "A part was changed since, here or in Xero", not_possible_now: "A payment was applied or the period locked since, or there is no split to take back", xero_unavailable: "Xero could not be asked whether it changed" },
  suggestGiven: { unknown_reference: "A line is not of this bill, or a value is not of this organisation" },
  suggestForList: { unknown_reference: "A record is not a bill or bank transaction of this organisation" },
  explainSuggestion: { not_possible_now: "Nothing is suggested for this line" },
  saveSuggestionSettings: { not_possible_now: "The firm's Worker has no language model", invalid_input: "The threshold is out of range, or providerDoesNotTrain is missing" },
  judgeUnusual: { not_found: "The finding is not open any more", not_possible_now: "It cannot be recoded: locked, reconciled or paid", revision_conflict: "The bill changed meanwhile" },
  confirmBulk: { not_possible_now: "Nothing is left to confirm, or the lines are being confirmed already", sign_in_needed: "Xero is not connected", request_id_reused: "The Request-Id belongs to another request" },
  monthReport: { invalid_input: "It is not a month, or one that has not begun", not_found: "Nothing is recorded in that month or before" },
  deleteOrganisation: { invalid_input: "confirm is not the organisation's name", not_possible_now: "The organisation is still connected" },
};

/** GET /openapi.json, made from the schemas that check the requests; built on the first call. */
export function openapiRoutes(deps: Pick<HttpDeps, "config">): Hono<HttpEnv> {
  let document: object | null = null;
  return new Hono<HttpEnv>().get("/openapi.json", (c) => c.json((document ??= openapiDocument(deps.config.publicUrl))));
}

function openapiDocument(publicUrl: string): object {
  const paths: Record<string, Record<string, object>> = {};
  const add = (path: string, method: string, operation: object): void => {
    (paths[path] ??= {})[method.toLowerCase()] = operation;
  };
  for (const [name, route] of Object.entries(ROUTES) as [RouteName, (typeof ROUTES)[RouteName]][]) {
    if (route.path.includes("{resource}")) {
      for (const [resource, { input }] of Object.entries(RESOURCES))
        add(route.path.replace("{resource}", resource), route.method, operation(`${name}-${resource}`, route, name === "create" || name === "update" ? input : undefined));
    } else add(route.path, route.method, operation(name, route, BODIES[name], ANSWERS[name]));
  }
  return {
    openapi: "3.1.0",
    info: { title: "Marginalia", version: "1", description: "Money in minor units, instants in milliseconds UTC, dates YYYY-MM-DD. Prices, quantities and percentages are scaled by 10,000." },
    servers: [{ url: publicUrl }],
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: { bearer: { type: "http", scheme: "bearer", description: "An API key of one organisation, or a member's session." } },
      schemas: { Problem: PROBLEM_SCHEMA },
    },
  };
}

interface Route {
  method: string;
  path: string;
  who: string;
  does: string;
}

function operation(id: string, route: Route, body: Parameters<typeof toJsonSchema>[0] | undefined, answer?: Parameters<typeof toJsonSchema>[0]): object {
  const problem = { description: "Refused; `code` says why, `remedy` what to do next", content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } };
  return {
    operationId: id,
    summary: route.does,
    description: `For: ${route.who}.`,
    ...(route.who === "anyone" ? { security: [] } : {}),
    parameters: [...pathParameters(route.path.replace("{resource}", "")), ...queryParameters(id), ...headersOf(route)],
    ...(body === undefined ? {} : { requestBody: { required: true, content: { "application/json": { schema: schemaOf(body) } } } }),
    responses: {
      [id.startsWith("create") || id === "confirmBulk" ? 201 : 200]: { description: "Done", content: { "application/json": { schema: answer === undefined ? {} : schemaOf(answer) } } },
      ...refusalsOf(id),
      default: problem,
    },
  };
}

function schemaOf(schema: Parameters<typeof toJsonSchema>[0]): object {
  const { $schema: _, ...rest } = toJsonSchema(schema, { errorMode: "ignore", typeMode: "input" });
  return rest;
}

/** Refusals by status, each code with when it comes. */
function refusalsOf(id: string): Record<string, object> {
  const refusals = Object.entries(REFUSALS[id as RouteName] ?? {}) as [ProblemCode, string][];
  const byStatus = Map.groupBy(refusals, ([code]) => PROBLEMS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [
      String(status),
      { description: some.map(([code, when]) => `${code}: ${when}.`).join(" "), content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } },
    ]),
  );
}

function pathParameters(path: string): object[] {
  return Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => ({ name, in: "path", required: true, schema: { type: "string" } }));
}

function queryParameters(id: string): object[] {
  // Lists have one operation for each resource: list-contacts and so on.
  const schema: { entries: Readonly<Record<string, Parameters<typeof toJsonSchema>[0]>> } | undefined = QUERIES[id.replace(/^list-.*/, "list") as keyof typeof QUERIES];
  return Object.entries(schema?.entries ?? {}).map(([name, schema]) => ({ name, in: "query", required: schema.type !== "optional", schema: schemaOf(schema) }));
}

function headersOf({ method, path, who }: Route): object[] {
  if (!path.startsWith("/v1/")) return [];
  const header = (name: string, description: string, required = false): object => ({ name, in: "header", required, description, schema: { type: "string" } });
  return [
    header("Organisation", "Id of the organisation. Needed by members; keys have their own."),
    ...(method === "GET" || who === "admin" ? [] : [header("Request-Id", "8 to 128 characters. The same id again gives the first answer.")]),
    ...(method === "PUT" && path.includes("{id}") ? [header("If-Match", 'The revision you read, such as "3".', true)] : []),
  ];
}

const PROBLEM_SCHEMA = {
  type: "object",
  required: ["type", "title", "status", "code", "detail", "remedy"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string", enum: Object.keys(PROBLEMS) },
    detail: { type: "string", description: "What happened, in one plain sentence." },
    remedy: { type: "string", description: "What to do next." },
    at: { type: "string", description: 'Where in the input, such as "lines.0.accountCode".' },
  },
};
