import { ROUTES } from "../../shared/api/routes.ts";
import type { ApiAnswer, ApiRequest, Problem } from "./messages.ts";
import type { RouteAnswers } from "./routeAnswers.ts";

export interface ApiPorts {
  fetch: typeof fetch;
  workerUrl: string;
  token: string | null;
  organisationId: string | null;
  createRequestId: () => string;
}

const TIMEOUT_MS = 20_000;

/** One request to the firm's Worker. Never throws: what went wrong is a problem that a person can read. */
export async function askWorker<N extends keyof RouteAnswers>(
  ports: ApiPorts,
  request: Omit<ApiRequest, "scope" | "tabId"> & { route: N },
): Promise<ApiAnswer<RouteAnswers[N]>> {
  const route = ROUTES[request.route];
  const url = new URL(pathOf(route.path, request.params ?? {}), ports.workerUrl);
  for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value);
  const headers: Record<string, string> = { Accept: "application/json" };
  if (ports.token !== null) headers.Authorization = `Bearer ${ports.token}`;
  if (ports.organisationId !== null) headers.Organisation = ports.organisationId;
  if (route.method !== "GET") {
    // A write that is sent twice by a nervous network is one write.
    headers["Request-Id"] = ports.createRequestId();
    if (request.body !== undefined) headers["Content-Type"] = "application/json";
  }
  let response: Response;
  try {
    response = await ports.fetch(url, {
      method: route.method,
      headers,
      body: request.body === undefined ? null : JSON.stringify(request.body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      credentials: "omit",
      cache: "no-store",
    });
  } catch {
    return { ok: false, status: 0, problem: UNREACHABLE };
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return { ok: true, body: body as RouteAnswers[N] };
  return { ok: false, status: response.status, problem: problemIn(body, response.status) };
}

const UNREACHABLE: Problem = {
  code: "unreachable",
  title: "Your firm's Marginalia does not answer.",
  next: "Check your internet connection, then try again. Xero itself works as usual.",
};

function problemIn(body: unknown, status: number): Problem {
  if (typeof body === "object" && body !== null && "code" in body && "detail" in body)
    return { code: String(body.code), title: String(body.detail), next: "remedy" in body ? String(body.remedy) : null };
  return { code: `http-${status}`, title: "Your firm's Marginalia gave an answer that cannot be read.", next: "Try again; if it stays, tell your admin." };
}

function pathOf(template: string, params: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`no ${name} for ${template}`);
    return encodeURIComponent(value);
  });
}
