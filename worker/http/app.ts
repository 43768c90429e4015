import { Hono } from "hono";
import { cors } from "hono/cors";
import { type Problem, problem } from "../../shared/api/problem.ts";
import { InexactFigures } from "../../shared/profit/exactFigures.ts";
import { storeFailure } from "../store/storeFailure.ts";
import { authenticate } from "./auth.ts";
import type { HttpDeps, HttpEnv } from "./deps.ts";
import { Refusal } from "./refuse.ts";
import type { ConsentDeps } from "./consentDeps.ts";
import { connectRoutes } from "./routes/connect.ts";
import { healthRoutes } from "./routes/health.ts";
import { openapiRoutes } from "./routes/openapi.ts";
import { signInRoutes } from "./routes/signIn.ts";
import { v1Routes } from "./routes/v1.ts";
import { webhookRoutes } from "./routes/webhook.ts";

const TOO_LARGE = "An amount may have been mistyped: look at the largest documents, and correct or void it.";
const DAY_SECONDS = 24 * 3_600;

/**
 * The Worker's whole HTTP surface. Everything under /v1 needs a session or a key; /auth, /webhooks and /health find out for
 * themselves whom they talk to.
 */
export function createApp(deps: HttpDeps & ConsentDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.onError((error) => {
    if (error instanceof Refusal) return answer(error.problem, error.headers);
    if (error instanceof InexactFigures) return answer(problem("not_possible_now", error.message, { remedy: TOO_LARGE }));
    // Never the message: drizzle's holds bound values.
    console.log({ event: "request_failed", error: error.name, store: storeFailure(error).text });
    return answer(problem("internal", "The Worker could not finish this request."));
  });
  app.notFound((c) => answer(problem("not_found", `There is nothing at ${c.req.path}.`)));

  app.use(async (c, next) => {
    await next();
    c.header("X-Content-Type-Options", "nosniff");
    c.header("Cache-Control", c.res.headers.get("Cache-Control") ?? "no-store");
  });
  const origins = deps.config.extensionIds.map((id) => `chrome-extension://${id}`);
  app.use(
    cors({
      origin: (origin) => (origins.includes(origin) ? origin : null),
      allowMethods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
      allowHeaders: ["Authorization", "Content-Type", "Organisation", "Request-Id", "If-Match"],
      exposeHeaders: ["ETag", "Location", "Request-Replayed", "Retry-After"],
      maxAge: DAY_SECONDS,
    }),
  );

  app.route("/", webhookRoutes(deps));
  app.route("/", healthRoutes(deps));
  app.route("/", openapiRoutes(deps));
  app.route("/", signInRoutes(deps));
  app.route("/", connectRoutes(deps));
  app.use("/v1/*", authenticate(deps));
  app.route("/", v1Routes(deps));
  return app;
}

export function answer(document: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(document), {
    status: document.status,
    headers: { "Content-Type": "application/problem+json", ...headers },
  });
}
