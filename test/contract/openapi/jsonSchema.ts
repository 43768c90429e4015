import { isNode, type Node } from "./description.ts";

export type Direction = "request" | "response";

export interface Conversion {
  direction: Direction;
  /** Id under which the converted description is known to ajv; local references are led there. */
  id: string;
  /** Whether a field that the description does not name counts as a difference. */
  closed: boolean;
}

/** Words of OpenAPI 3.0 that say nothing about a value's shape. */
const SILENT = new Set(["example", "examples", "externalDocs", "xml", "description", "deprecated", "readOnly", "nullable"]);

/**
 * An OpenAPI 3.0 schema as JSON Schema: `nullable` becomes a type, and a field that Xero alone may set is refused in a request.
 * Xero's descriptions never say additionalProperties; `closed` reads that as "no others", so that a misspelt field is seen.
 */
export function jsonSchema(value: unknown, conversion: Conversion): unknown {
  if (Array.isArray(value)) return value.map((each) => jsonSchema(each, conversion));
  if (!isNode(value)) return value;
  if (typeof value["$ref"] === "string") return { $ref: `${conversion.id}${value["$ref"]}` };
  const schema: Record<string, unknown> = {};
  for (const [word, content] of Object.entries(value)) {
    if (SILENT.has(word) || word.startsWith("x-")) continue;
    schema[word] = word === "properties" && isNode(content) ? propertiesOf(content, conversion) : jsonSchema(content, conversion);
  }
  if (conversion.closed && isNode(value["properties"]) && !("additionalProperties" in value)) schema["additionalProperties"] = false;
  if (value["nullable"] === true) return orNull(schema);
  return schema;
}

function propertiesOf(properties: Node, conversion: Conversion): Node {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      const xeroAlone = conversion.direction === "request" && isNode(schema) && schema["readOnly"] === true;
      return [name, xeroAlone ? false : jsonSchema(schema, conversion)];
    }),
  );
}

function orNull(schema: Node): Node {
  const { type, enum: words } = schema;
  if (typeof type !== "string") return { anyOf: [schema, { type: "null" }] };
  return { ...schema, type: [type, "null"], ...(Array.isArray(words) ? { enum: [...(words as unknown[]), null] } : {}) };
}
