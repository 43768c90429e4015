import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { isNode, resolved, type Description, type Node } from "./description.ts";
import { FORMATS } from "./formats.ts";
import { jsonSchema, type Direction } from "./jsonSchema.ts";

/** One request and its answer, as they went over the wire. */
export interface Exchange {
  method: string;
  url: string;
  headers: Headers;
  requestBody: string;
  status: number;
  responseBody: string;
}

export interface Judged {
  /** Xero's name of the operation, or null when its description has none. */
  operation: string | null;
  /** Each is one field and what is wrong with it, without positions in lists, so that a thousand rows say it once. */
  differences: readonly string[];
}

interface Operation {
  id: string;
  template: readonly string[];
  parameters: readonly Node[];
  node: Node;
}

/** Judges exchanges by a description. `root` is the path in front of the description's own. */
export function describedApi(description: Description, root: string, closed = true) {
  const ajv = new Ajv({ strict: false, validateSchema: false, allErrors: true, verbose: true, formats: FORMATS });
  for (const direction of ["request", "response"] as const)
    ajv.addSchema({ components: jsonSchema(description.components, { direction, id: direction, closed }) as object }, direction);
  const compiled = new Map<unknown, ValidateFunction>();

  const differencesOf = (schema: unknown, direction: Direction, value: unknown): string[] => {
    let validate = compiled.get(schema);
    if (validate === undefined) compiled.set(schema, (validate = ajv.compile(jsonSchema(schema, { direction, id: direction, closed }) as object)));
    return validate(value) ? [] : (validate.errors ?? []).map(differenceText);
  };

  const find = (method: string, path: string): Operation | null => {
    const steps = path.slice(root.length).split("/");
    const fitting = Object.entries(description.paths)
      .filter(([template, item]) => isNode(item[method.toLowerCase()]) && fits(template.split("/"), steps))
      .sort(([one], [other]) => variables(one) - variables(other));
    const [template, item] = fitting[0] ?? [];
    if (template === undefined || item === undefined) return null;
    const node = item[method.toLowerCase()] as Node;
    const parameters = [item["parameters"], node["parameters"]].flatMap((each) => (Array.isArray(each) ? (each as unknown[]) : []));
    return { id: String(node["operationId"]), template: template.split("/"), node, parameters: parameters.map((each) => resolved(description, each)) };
  };

  return {
    judge({ method, url, headers, requestBody, status, responseBody }: Exchange): Judged {
      const { pathname, searchParams } = new URL(url);
      const operation = find(method, pathname);
      if (operation === null) return { operation: null, differences: [`${method} ${pathname}: no such operation`] };
      const all: string[] = [];
      const told = (where: string, found: readonly string[]) => all.push(...found.map((each) => `${operation.id} ${where} ${each}`));
      told("query", queryDifferences(operation, searchParams, (schema, value) => differencesOf(schema, "request", value)));
      told("header", headerDifferences(operation, headers));
      const requestSchema = jsonContent(resolved(description, operation.node["requestBody"]));
      if (requestBody !== "") told("request", requestSchema === null ? ["no body is described"] : differencesOf(requestSchema, "request", JSON.parse(requestBody)));
      const described = resolved(description, (operation.node["responses"] as Node)[String(status)]);
      const responseSchema = jsonContent(described);
      if (responseSchema !== null) told(String(status), differencesOf(responseSchema, "response", JSON.parse(responseBody)));
      else if (status === 200) told(String(status), ["no body is described"]);
      return { operation: operation.id, differences: [...new Set(all)] };
    },
    differencesOf,
  };
}

const isVariable = (step: string): boolean => step.startsWith("{");
const variables = (template: string): number => template.split("/").filter(isVariable).length;
const fits = (template: readonly string[], steps: readonly string[]): boolean =>
  // Xero's servers do not mind the case of a path, and its own pages write /connections where the description has /Connections.
  template.length === steps.length && template.every((step, index) => isVariable(step) || step.toLowerCase() === steps[index]?.toLowerCase());

function jsonContent(node: Node): unknown {
  const content = node["content"];
  const json = isNode(content) ? content["application/json"] : undefined;
  return isNode(json) ? (json["schema"] ?? null) : null;
}

function queryDifferences(operation: Operation, query: URLSearchParams, check: (schema: unknown, value: unknown) => readonly string[]): string[] {
  return [...query].flatMap(([name, text]) => {
    const parameter = operation.parameters.find((each) => each["in"] === "query" && each["name"] === name);
    if (parameter === undefined) return [`${name}: not described`];
    return check(parameter["schema"], queryValue(parameter["schema"], text)).map((each) => `${name}${each}`);
  });
}

function queryValue(schema: unknown, text: string): unknown {
  const type = isNode(schema) ? schema["type"] : undefined;
  if (type === "array") return text.split(",");
  if (type === "boolean" && /^(true|false)$/.test(text)) return text === "true";
  if (type === "integer" || type === "number") return Number(text);
  return text;
}

/** Headers of the API itself; those of HTTP at large are not an operation's to describe. */
const API_HEADERS = ["Idempotency-Key", "If-Modified-Since"];

function headerDifferences(operation: Operation, headers: Headers): string[] {
  const known = operation.parameters.filter((each) => each["in"] === "header").map((each) => String(each["name"]).toLowerCase());
  return API_HEADERS.filter((name) => headers.has(name) && !known.includes(name.toLowerCase())).map((name) => `${name}: not described`);
}

/** What a person needs to find the field: "Invoices[].Contact.Nickname: not described". */
function differenceText(error: ErrorObject): string {
  const path = error.instancePath.replaceAll(/\/\d+(?=\/|$)/g, "[]").replaceAll("/", ".").replace(/^\./, "");
  const field = (name: unknown) => (path === "" ? String(name) : `${path}.${String(name)}`);
  switch (error.keyword) {
    case "additionalProperties":
      return `${field(error.params["additionalProperty"])}: not described`;
    case "required":
      return `${field(error.params["missingProperty"])}: missing`;
    case "false schema":
      return `${path}: Xero alone sets it`;
    case "enum":
    case "const":
    case "oneOf":
      return `${path}: ${JSON.stringify(error.data)} is not among the words`;
    default:
      return `${path}: ${error.data === null ? "null" : typeof error.data} ${error.message ?? error.keyword}`;
  }
}
