import { toJsonSchema } from "@valibot/to-json-schema";
import { Hono } from "hono";
import { ApplyCodingInput, DecideContactInput, DecideProposalInput, MarksInput, RESOURCES, ResolveConflictInput } from "../../../shared/api/inputs.ts";
import { PROBLEMS } from "../../../shared/api/problem.ts";
import { type RouteName, ROUTES } from "../../../shared/api/routes.ts";
import { SyncRulesInput } from "../../../shared/api/syncRulesInput.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";

const BODIES: Partial<Record<RouteName, Parameters<typeof toJsonSchema>[0]>> = {
  marks: MarksInput,
  applyCoding: ApplyCodingInput,
  resolveConflict: ResolveConflictInput,
  decideContact: DecideContactInput,
  decideProposal: DecideProposalInput,
  saveRules: SyncRulesInput,
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
    } else add(route.path, route.method, operation(name, route, BODIES[name]));
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

function operation(id: string, route: Route, body: Parameters<typeof toJsonSchema>[0] | undefined): object {
  const problem = { description: "Refused; `code` says why, `remedy` what to do next", content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } };
  return {
    operationId: id,
    summary: route.does,
    description: `For: ${route.who}.`,
    ...(route.who === "anyone" ? { security: [] } : {}),
    parameters: [...pathParameters(route.path.replace("{resource}", "")), ...headersOf(route)],
    ...(body === undefined ? {} : { requestBody: { required: true, content: { "application/json": { schema: schemaOf(body) } } } }),
    responses: { [id.startsWith("create") ? 201 : 200]: { description: "Done", content: { "application/json": { schema: {} } } }, default: problem },
  };
}

function schemaOf(schema: Parameters<typeof toJsonSchema>[0]): object {
  const { $schema: _, ...rest } = toJsonSchema(schema, { errorMode: "ignore", typeMode: "input" });
  return rest;
}

function pathParameters(path: string): object[] {
  return Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => ({ name, in: "path", required: true, schema: { type: "string" } }));
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
