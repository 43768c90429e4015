import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

export type Node = Readonly<Record<string, unknown>>;

/** One of Xero's own descriptions of its APIs, as published in its Xero-OpenAPI repository; parsed, not judged. */
export interface Description {
  paths: Readonly<Record<string, Node>>;
  components: Node;
}

export type DescriptionName = "xero_accounting" | "xero-projects" | "xero-identity" | "xero-webhooks";

/** The descriptions are Xero's and lie beside the checkout, not in it. */
const FOLDER = fileURLToPath(new URL("../../../../shared/xero-openapi/", import.meta.url).href);

const NAMES: readonly DescriptionName[] = ["xero_accounting", "xero-projects", "xero-identity", "xero-webhooks"];

/** False where the copies are not on this machine. */
export const hasDescriptions = (): boolean => NAMES.every((name) => existsSync(`${FOLDER}${name}.yaml`));

export function readDescription(name: DescriptionName): Description {
  return parse(readFileSync(`${FOLDER}${name}.yaml`, "utf8"), { maxAliasCount: -1 }) as Description;
}

export const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && !Array.isArray(value);

/** What a local "$ref" points to; anything else as it is. */
export function resolved(description: Description, value: unknown): Node {
  if (!isNode(value)) return {};
  const ref = value["$ref"];
  if (typeof ref !== "string") return value;
  let found: unknown = description;
  for (const step of ref.slice("#/".length).split("/")) found = isNode(found) ? found[step] : undefined;
  if (!isNode(found)) throw new Error(`The description has no ${ref}`);
  return found;
}
