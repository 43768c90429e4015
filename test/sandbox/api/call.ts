import type { Books } from "../books/books.ts";
import type { AccessToken } from "../tokens.ts";
import type { SandboxOrganisation, World } from "../world.ts";
import type { UndoableWriting } from "../rules/writing.ts";
import type { Answer } from "./answer.ts";
import type { ScopeFamily } from "./scopes.ts";

/** One request that has passed sign-in, scope, organisation and budget. */
export interface Call {
  world: World;
  organisation: SandboxOrganisation;
  books: Books;
  request: Request;
  method: string;
  path: string;
  query: URLSearchParams;
  params: Record<string, string>;
  /** The body as text; for attachments its bytes in base64. */
  body: string;
  token: AccessToken;
  writing: UndoableWriting;
  unitdp: 2 | 4;
}

export interface Route {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** "/Invoices/:id/History": parts that start with a colon are parameters. */
  pattern: string;
  scopes: readonly ScopeFamily[];
  handle: (call: Call) => Answer;
}

export interface MatchedRoute {
  route: Route;
  params: Record<string, string>;
}

/** A table of routes, looked up by the number of parts and the first of them. */
export function routeTable(routes: readonly Route[]): (method: string, path: string) => MatchedRoute | "method" | undefined {
  const buckets = new Map<string, { route: Route; parts: string[] }[]>();
  for (const route of routes) {
    const parts = route.pattern.split("/").slice(1);
    const key = `${parts.length}:${(parts[0] ?? "").toLowerCase()}`;
    buckets.set(key, [...(buckets.get(key) ?? []), { route, parts }]);
  }
  return (method, path) => {
    const parts = path.split("/").slice(1);
    if (parts.length > 1 && parts.at(-1) === "") parts.pop();
    let found: "method" | undefined;
    for (const candidate of buckets.get(`${parts.length}:${(parts[0] ?? "").toLowerCase()}`) ?? []) {
      const params = match(candidate.parts, parts);
      if (!params) continue;
      if (candidate.route.method === method) return { route: candidate.route, params };
      found = "method";
    }
    return found;
  };
}

function match(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, wanted] of pattern.entries()) {
    const part = parts[index] ?? "";
    if (wanted.startsWith(":")) {
      if (part === "") return undefined;
      try {
        params[wanted.slice(1)] = decodeURIComponent(part);
      } catch {
        return undefined;
      }
    } else if (wanted.toLowerCase() !== part.toLowerCase()) return undefined;
  }
  return params;
}
